package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import throughline.hardware.Cluster;
import throughline.hardware.Kernels;
import throughline.hardware.Kernels.Attention;

/// Attention that is not one kernel, whose share of what other kernels reach is fitted to steps that vTrain's authors
/// measured: to those without stages, whose tensor groups lie inside a node. None of Megatron-LM's published tables is
/// among them.
class UnfusedAttentionTest {
    private static final Cluster SELENE = Cluster.named("selene");
    /// As vTrain's: eight devices and 800 Gbit/s a node.
    private static final Cluster FOUR_CARDS = Cluster.named("holmes-infiniband");

    private static final Transformer MODEL = Transformer.gpt("1.7B", 24, 2304, 24);
    private static final Plan PLAN =
            Plan.of(1, 1, 32, 512).with("microBatch", "16").with("recompute", "full");
    private static final List<Step> STEPS = steps();

    /// A step that somebody measured.
    ///
    /// @param asOthers seconds of attention if its kernels reached what others do
    /// @param rest     seconds of all else
    record Step(Plan plan, double asOthers, double rest, double measured) {
        double error(double share) {
            return (rest + asOthers / share) / measured - 1;
        }

        boolean withoutStages() {
            return plan.pipeline() == 1 && plan.tensor() <= 8;
        }
    }

    private static Cluster with(Cluster cluster, double share) {
        Kernels kernels = cluster.device().knownKernels();
        return cluster.with(cluster.device().with(kernels.with(new Attention(share, "a test"))));
    }

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Row row : Table.read()
                .csv(Path.of("..", "datasets", "a100-training-steps", "steps.csv")
                        .toFile())) {
            Transformer model = Transformer.gpt(
                    "of width " + row.getInt("width"), row.getInt("layers"), row.getInt("width"), row.getInt("heads"));
            Plan plan = Plan.of(row.getInt("tensor"), row.getInt("pipeline"), row.getInt("data"), row.getInt("batch"))
                    .with("microBatch", String.valueOf(row.getInt("micro-batch")))
                    .with("recompute", "full")
                    .with("gradients", "half");
            double whole = StepTime.of(model, plan, with(FOUR_CARDS, 1)).value();
            double attention = StepTime.of(model, plan, with(FOUR_CARDS, 0.5)).value() - whole;
            steps.add(new Step(plan, attention, whole - attention, row.getDouble("step [ms]") * 1e-3));
        }
        return steps;
    }

    /// The mean absolute logarithm of prediction over measurement, as kernels are fitted.
    private static double loss(List<Step> steps, double share) {
        return steps.stream()
                .mapToDouble(step -> Math.abs(Math.log1p(step.error(share))))
                .average()
                .orElseThrow();
    }

    /// Of all shares with three digits.
    private static double fit(List<Step> steps) {
        return IntStream.rangeClosed(100, 1500)
                .mapToDouble(thousandths -> thousandths / 1000.0)
                .boxed()
                .min((one, other) -> Double.compare(loss(steps, one), loss(steps, other)))
                .orElseThrow();
    }

    private static double median(List<Step> steps, double share) {
        double[] errors = steps.stream()
                .mapToDouble(step -> Math.abs(step.error(share)))
                .sorted()
                .toArray();
        return errors[errors.length / 2];
    }

    @Test
    void theShareThatComesAlongIsWhatTheFitGives() {
        List<Step> fitted = STEPS.stream().filter(Step::withoutStages).toList();
        double share = fit(fitted);
        System.out.printf(
                "unfused attention reaches %.3f of what other kernels do; %d steps, median error %.1f %% (%.1f %% if 1)%n",
                share, fitted.size(), 100 * median(fitted, share), 100 * median(fitted, 1));
        assertThat(STEPS).hasSize(109);
        assertThat(fitted).hasSize(22);
        assertThat(share).isEqualTo(SELENE.device().knownKernels().attention().share());
        assertThat(median(fitted, share)).isLessThan(0.6 * median(fitted, 1));
    }

    @Test
    void otherChoicesOfStepsSayTooThatItIsSlower() {
        List<Step> inNodes =
                STEPS.stream().filter(step -> step.plan().tensor() <= 8).toList();
        List<Step> alone = STEPS.stream()
                .filter(step -> step.withoutStages() && step.plan().tensor() == 1)
                .toList();
        double[] shares = {fit(inNodes), fit(alone)};
        System.out.printf("from %d and %d steps: %s%n", inNodes.size(), alone.size(), Arrays.toString(shares));
        assertThat(shares[0]).isBetween(0.6, 0.95);
        assertThat(shares[1]).isBetween(0.6, 0.95);
    }

    @Test
    void aStepGrowsByWhatAttentionTakes() {
        double one = StepTime.of(MODEL, PLAN, with(SELENE, 1)).value();
        double half = StepTime.of(MODEL, PLAN, with(SELENE, 0.5)).value();
        double third = StepTime.of(MODEL, PLAN, with(SELENE, 1 / 3.0)).value();
        assertThat(half).isGreaterThan(one);
        assertThat(third - half).isCloseTo(half - one, within(1e-9 * one));
    }

    @Test
    void oneKernelForAttentionKnowsNothingOfIt() {
        Plan fused = PLAN.with("fused", "true");
        assertThat(StepTime.of(MODEL, fused, with(SELENE, 0.5)).value())
                .isEqualTo(StepTime.of(MODEL, fused, with(SELENE, 1)).value());
    }
}
