package throughline.workshop.planning;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.hipparchus.special.Erf;
import throughline.hardware.Cluster;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Pipeline;
import throughline.training.Planner;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// Stages that wait for each other, replicas that share out a batch, and plans that nobody can rank.
final class Splitting {
    private static final int[][] PIPELINES = {{1, 8}, {2, 2}, {4, 8}, {8, 8}, {16, 64}};
    private static final int STAGES = 16;
    private static final double MOST_IDLE = 0.05;
    private static final double PASS = 1e-3;
    private static final List<Integer> DEVICES = List.of(256, 512, 1024, 2048, 4096);
    private static final double DEARER = 0.15;
    private static final double FASTER = 20.0;
    private static final double SLOWER = 20.4;
    private static final double ERROR = 0.03;

    private Splitting() {}

    static List<Exercise> exercises() {
        return List.of(
                PlanningCourse.guess("guess-bubble", "the time that sixteen stages wait"),
                new Exercise("bubble", "the share of time that a pipeline waits", 8, 2, bubble()),
                new Exercise("micro-batches", "micro-batches that keep stages busy", 5, 1, microBatches()),
                PlanningCourse.guess("guess-doubling", "what twice the devices gain"),
                new Exercise("scaling", "devices before the run gets dearer", 8, 2, scaling()),
                new Exercise("better", "how sure the better plan is better", 7, 2, better()));
    }

    /// The share of time that stages wait, in a run, event by event.
    static double idle(int stages, int microBatches) {
        return new Pipeline(Pipeline.Order.ONE_F_ONE_B, stages, microBatches, 1, PASS, PASS, PASS, 0)
                .run()
                .bubble();
    }

    static Judge bubble() {
        return Judge.of(DoubleBinaryOperator.class, formula -> {
            for (int[] pipeline : PIPELINES) {
                int stages = pipeline[0];
                int microBatches = pipeline[1];
                double found = formula.applyAsDouble(stages, microBatches);
                double right = idle(stages, microBatches);
                if (!(Math.abs(found - right) < 1e-6)) {
                    return Optional.of("Of %d stages and %d micro-batches, the run waits for %.4f of the time. %s"
                            .formatted(stages, microBatches, right, why(found, stages, microBatches)));
                }
            }
            return Optional.empty();
        });
    }

    private static String why(double found, double stages, double microBatches) {
        if (Double.isNaN(found)) {
            return "Put a formula in the place of Double.NaN.";
        }
        if (found == (stages - 1) / microBatches) {
            return "Yours is the time waited over the time worked; the share is of both together.";
        }
        return found == stages / (microBatches + stages)
                ? "The first stage does not wait for itself."
                : "Yours gives %.4f.".formatted(found);
    }

    /// The fewest micro-batches with which stages wait for less than a share of the time.
    private static double fewest(double stages, double share) {
        return Math.ceil((stages - 1) * (1 / share - 1) - 1e-9);
    }

    static Judge microBatches() {
        return Judge.number(() -> fewest(STAGES, MOST_IDLE), 0.01, "micro-batches")
                .mistake(
                        () -> (STAGES - 1) / MOST_IDLE,
                        "That takes the time waited over the time worked; the share is of both together.")
                .mistake(
                        () -> STAGES / MOST_IDLE,
                        "One less than there are stages have to be filled, and the share is" + " of all the time.")
                .mistake(() -> STAGES, "As many micro-batches as stages leave them idle for almost half of the time.");
    }

    /// Device-seconds of a step of the best plan on so many H100.
    private static double deviceSeconds(int devices) {
        Planner planner =
                new Planner(Contract.COURSE.shape(), Cluster.named("dgx-h100"), devices, Contract.COURSE.batch());
        return devices
                * planner.search(Cancel.onInterrupt(), Progress.NONE).best().seconds();
    }

    static Judge scaling() {
        return PlanningCourse.numbers(answer -> {
            if (DEVICES.stream().noneMatch(devices -> devices == answer)) {
                return Optional.of("It must be one of %s.".formatted(DEVICES));
            }
            Map<Integer, Double> costs = new LinkedHashMap<>();
            DEVICES.forEach(devices -> costs.put(devices, deviceSeconds(devices)));
            double least = costs.get(DEVICES.getFirst());
            int most = DEVICES.stream()
                    .filter(devices -> costs.get(devices) <= (1 + DEARER) * least)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            double cost = 100 * (costs.get((int) answer) / least - 1);
            return answer == most
                    ? Optional.empty()
                    : Optional.of(
                            answer < most
                                    ? "The run is %.1f %% dearer than on 256: there is room for more.".formatted(cost)
                                    : "The run is %.1f %% dearer than on 256: twice the devices do not halve the time."
                                            .formatted(cost));
        });
    }

    /// The probability that a normal number is below one.
    private static double below(double z) {
        return (1 + Erf.erf(z / Math.sqrt(2))) / 2;
    }

    static Judge better() {
        double apart = Math.log(SLOWER / FASTER) / ERROR;
        return Judge.number(() -> below(apart / Math.sqrt(2)), 0.02, "")
                .mistake(
                        () -> 1, "A prediction that may be off by 3 % does not rank plans that are 2 % apart for sure.")
                .mistake(
                        () -> below(apart),
                        "Both predictions are off, each by itself: their difference varies more than either.")
                .mistake(() -> 0.5, "They are not quite a toss-up: one is predicted to be 2 % faster.")
                .mistake(
                        () -> 1 - below(apart / Math.sqrt(2)), "That is the probability that the other one is faster.");
    }
}
