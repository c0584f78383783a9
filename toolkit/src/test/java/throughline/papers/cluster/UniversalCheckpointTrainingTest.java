package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.parallel.checkpoint.AtomicCheckpoint;
import throughline.parallel.checkpoint.DistributedCheckpoint;
import throughline.parallel.checkpoint.Layout;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A small transformer trained by shards, saved, resharded and gone on with.
class UniversalCheckpointTrainingTest {
    private static final UniversalCheckpointShape GPT = UniversalCheckpointShape.gpt3();
    private static final Layout SOURCE = Layout.of(2, 2, 2, 1);

    private static UniversalCheckpointTraining trained(UniversalCheckpointShape shape, Layout layout, int steps) {
        UniversalCheckpointTraining training = UniversalCheckpointTraining.start(shape, layout, 1, true);
        training.run(steps, Cancel.NEVER);
        return training;
    }

    private static double distance(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElseThrow();
    }

    @Test
    void itLearns() {
        for (UniversalCheckpointShape shape :
                List.of(GPT, UniversalCheckpointShape.llama(), UniversalCheckpointShape.mixtral())) {
            double[] losses = UniversalCheckpointTraining.start(shape, Layout.DENSE, 1, true)
                    .run(150, Cancel.NEVER);
            double first =
                    IntStream.range(0, 20).mapToDouble(i -> losses[i]).average().orElseThrow();
            double last = IntStream.range(130, 150)
                    .mapToDouble(i -> losses[i])
                    .average()
                    .orElseThrow();
            assertThat(last).isLessThan(first - 0.3);
        }
    }

    /// A step along the gradient must change the loss as the gradient says; done by Adam's first moment, which after
    /// one step is a tenth of it.
    @ParameterizedTest
    @CsvSource({
        "embedding",
        "positions",
        "layer-1/qkv",
        "layer-1/out",
        "layer-1/router",
        "layer-1/experts/up",
        "layer-1/experts/down",
        "layer-1/attention-norm",
        "head"
    })
    void gradientsAreThoseOfTheLoss(String name) {
        UniversalCheckpointShape shape = UniversalCheckpointShape.mixtral();
        UniversalCheckpointTraining one = UniversalCheckpointTraining.start(shape, Layout.DENSE, 1, true);
        var before = one.united(shape.rules());
        double[] weights = before.tensor(name, "weight");
        var contents = one.contents();
        one.run(1, Cancel.NEVER);
        double[] gradient = one.united(shape.rules()).tensor(name, "exp_avg");
        double step = 1e-5;
        double norm = 0;
        for (double g : gradient) {
            norm += 10 * g * 10 * g;
        }
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            double along = (side == 0 ? step : -step) / Math.sqrt(norm);
            var moved = UniversalCheckpointTraining.start(shape, Layout.DENSE, 1, true)
                    .united(shape.rules());
            losses[side] = UniversalCheckpointTraining.resume(
                            shape,
                            Layout.DENSE,
                            (p, state) -> {
                                double[] numbers = moved.tensor(p, state);
                                for (int i = 0; p.equals(name) && state.equals("weight") && i < numbers.length; i++) {
                                    numbers[i] = weights[i] + along * 10 * gradient[i];
                                }
                                return numbers;
                            },
                            contents,
                            true)
                    .run(1, Cancel.NEVER)[0];
        }
        assertThat((losses[0] - losses[1]) / (2 * step))
                .isCloseTo(Math.sqrt(norm), within(1e-6 * Math.sqrt(norm) + 1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"tp=1,zero=0", "tp=4,pp=1,dp=1", "tp=1,pp=4,dp=2,zero=3", "tp=4,pp=2,dp=4,zero=2"})
    void everyLayoutTrainsTheSameInFixedOrder(String target) {
        double[] dense =
                UniversalCheckpointTraining.start(GPT, Layout.DENSE, 1, true).run(10, Cancel.NEVER);
        Layout layout = Layout.parse(target);
        assertThat(UniversalCheckpointTraining.start(GPT, layout, 1, true).run(10, Cancel.NEVER))
                .isEqualTo(dense);
        double[] other =
                UniversalCheckpointTraining.start(GPT, layout, 1, false).run(10, Cancel.NEVER);
        assertThat(distance(other, dense)).isLessThan(1e-9);
    }

    @Test
    void expertsMayBeDealtOut() {
        UniversalCheckpointShape shape = UniversalCheckpointShape.mixtral();
        double[] dense =
                UniversalCheckpointTraining.start(shape, Layout.DENSE, 1, true).run(10, Cancel.NEVER);
        assertThat(UniversalCheckpointTraining.start(shape, Layout.parse("tp=2,dp=4,ep=4,zero=1"), 1, true)
                        .run(10, Cancel.NEVER))
                .isEqualTo(dense);
    }

    @Test
    void whatIsLostShows() {
        UniversalCheckpointTraining source = trained(GPT, SOURCE, 20);
        Layout target = Layout.of(1, 2, 2, 3);
        double[] kept = source.without(target, List.of()).run(10, Cancel.NEVER);
        double[] goesOn = trained(GPT, SOURCE, 20).run(10, Cancel.NEVER);
        assertThat(kept).isEqualTo(goesOn);
        for (String lost : List.of("exp_avg", "exp_avg_sq", "random.draws", "data.sequence")) {
            assertThat(distance(source.without(target, List.of(lost)).run(10, Cancel.NEVER), kept))
                    .as(lost)
                    .isGreaterThan(1e-3);
        }
    }

    @Test
    void filesGiveTheSame(@TempDir Path folder) {
        UniversalCheckpointTraining source = trained(UniversalCheckpointShape.llama(), SOURCE, 5);
        DistributedCheckpoint saved = source.save(folder.resolve("ranks"));
        AtomicCheckpoint atoms = AtomicCheckpoint.unite(saved, folder.resolve("atoms"), 2, Cancel.NEVER, Progress.NONE);
        Layout target = Layout.of(2, 1, 2, 1);
        double[] resumed = UniversalCheckpointTraining.resume(
                        UniversalCheckpointShape.llama(), target, atoms, atoms.contents(), true)
                .run(5, Cancel.NEVER);
        assertThat(resumed).isEqualTo(source.run(5, Cancel.NEVER));
    }
}
