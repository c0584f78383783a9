package throughline.learning.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ObjectivesTest {
    private static final TableText LANGUAGE = new TableText(12, new double[] {0.5, 0.3}, 1);

    private static double[] near(double[] start, long seed) {
        Stream random = new Streams(seed).named("near");
        double[] at = start.clone();
        for (int i = 0; i < at.length; i++) {
            at[i] += 0.1 * random.normal();
        }
        return at;
    }

    /// Along the gradient the loss rises as fast as the gradient is long.
    private static void requireSlope(Objective objective, double step, double tolerance) {
        double[] at = near(objective.start(), 7);
        double[] slope = new double[at.length];
        objective.gradient(1, 3, at, slope);
        double norm = Vectors.norm(slope);
        double[] up = at.clone();
        double[] down = at.clone();
        for (int i = 0; i < at.length; i++) {
            up[i] += step * slope[i] / norm;
            down[i] -= step * slope[i] / norm;
        }
        double[] ignored = new double[at.length];
        double rise = (objective.gradient(1, 3, up, ignored) - objective.gradient(1, 3, down, ignored)) / (2 * step);
        assertThat(rise).isCloseTo(norm, within(tolerance * norm));
    }

    @Test
    void gradientsAreThoseOfTheLoss() {
        requireSlope(Logistic.standard(1), 1e-5, 1e-6);
        try (Objective perceptron = new Perceptron(6, 8, 3, 8, 4, 1);
                Objective whole = new TokenPipeline(shape(16, 0), LANGUAGE, 2, 1);
                Objective part = new TokenPipeline(shape(4, 4), LANGUAGE, 2, 1)) {
            requireSlope(perceptron, 1e-2, 0.01);
            requireSlope(whole, 1e-2, 0.01);
            requireSlope(part, 1e-2, 0.01);
        }
    }

    private static Pipeline shape(int rank, int compressed) {
        return new Pipeline(16, 2, 3, 8, 4, rank, compressed, Pipeline.Projection.COMPRESSED, 0, 0);
    }

    @Test
    void drawsOfReplicasAndStepsDoNotDependOnTheirOrder() {
        Objective one = Logistic.standard(2);
        Objective other = Logistic.standard(2);
        double[] at = one.start();
        double[] slope = new double[at.length];
        double[] again = new double[at.length];
        other.gradient(0, 0, at, again);
        one.gradient(3, 5, at, slope);
        other.gradient(3, 5, at, again);
        assertThat(again).containsExactly(slope);
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new TokenPipeline(shape(16, 0), LANGUAGE, 0, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0]");
        try (Objective perceptron = new Perceptron(2, 2, 2, 2, 3, 1)) {
            int right = perceptron.start().length;
            for (int length : new int[] {right - 1, right + 1}) {
                assertThatThrownBy(() -> perceptron.loss(new double[length]))
                        .isInstanceOf(BadInput.class)
                        .hasMessageContaining("[%d]".formatted(length));
            }
        }
    }

    @Test
    void anUntrainedModelFindsAllAlike() {
        try (Objective perceptron = new Perceptron(6, 8, 3, 8, 50, 1);
                TokenPipeline pipeline = new TokenPipeline(shape(16, 0), LANGUAGE, 20, 1)) {
            assertThat(perceptron.loss(perceptron.start())).isCloseTo(Math.log(3), within(1e-5));
            assertThat(pipeline.loss(pipeline.start())).isCloseTo(Math.log(12), within(1e-5));
            assertThat(pipeline.lossOfTruth()).isBetween(0.8, 2.0);
        }
    }

    @Test
    void compressionLosesNothingOfWeightsInTheSubspace() {
        try (TokenPipeline pipeline = new TokenPipeline(shape(4, 1), LANGUAGE, 10, 1)) {
            double[] at = near(pipeline.start(), 2);
            assertThat(Math.abs(pipeline.compressedLoss(at) - pipeline.loss(at)))
                    .isGreaterThan(1e-3);
            double[] free = at.clone();
            pipeline.constrain(1, free);
            assertThat(free).containsExactly(at);
            pipeline.constrain(0, at);
            assertThat(pipeline.compressedLoss(at)).isCloseTo(pipeline.loss(at), within(1e-5));
            double[] once = at.clone();
            pipeline.constrain(0, at);
            assertThat(at).containsExactly(once, within(1e-12));
        }
    }

    @Test
    void bytesBetweenStagesAreThoseOfTheCostModel() {
        for (int compressed : new int[] {0, 1, 2}) {
            Pipeline shape = shape(4, compressed);
            try (TokenPipeline pipeline = new TokenPipeline(shape, LANGUAGE, 2, 1)) {
                ReplicaCurve curve = new ReplicaTraining(
                                2, 6, 6, new LocalRule.AdamW(1e-3), new SparseLoCo(3, 1, 0.9, new TopK(64, 4)))
                        .run(pipeline, Cancel.NEVER, Progress.NONE);
                assertThat(curve.last().within()).isEqualTo(shape.bytes(2, 6));
                assertThat(curve.last().exchanged()).isEqualTo(2 * 2 * new TopK(64, 4).bytes(pipeline.tensors()));
            }
        }
    }

    /// With all replicas compressed, what they share stays in the subspace too, also when that turns.
    @Test
    void aUniformPipelineStaysInItsSubspace() {
        Pipeline shape = new Pipeline(16, 2, 3, 8, 4, 4, 2, Pipeline.Projection.ALL, 2, 0.2);
        try (TokenPipeline pipeline = new TokenPipeline(shape, LANGUAGE, 4, 1)) {
            double[] end = new ReplicaTraining(2, 12, 12, new LocalRule.AdamW(1e-2), new LocalSgd(2))
                    .run(pipeline, Cancel.NEVER, Progress.NONE)
                    .parameters();
            assertThat(pipeline.compressedLoss(end)).isCloseTo(pipeline.loss(end), within(1e-5));
        }
    }

    @Test
    void trainingATransformerGivesTheSameBitsAgain() {
        for (Schedule schedule : List.of(new Ddp(), new Co2(2, 1, 0.5), new Osgp(1))) {
            assertThat(trained(schedule)).containsExactly(trained(schedule));
        }
    }

    private static double[] trained(Schedule schedule) {
        try (Objective pipeline = new TokenPipeline(shape(4, 1), LANGUAGE, 2, 1)) {
            return new ReplicaTraining(2, 4, 4, new LocalRule.AdamW(1e-3), schedule)
                    .run(pipeline, Cancel.NEVER, Progress.NONE)
                    .parameters();
        }
    }

    @Test
    void probabilitiesOfTheNextWordAddUpToOne() {
        int[] text = LANGUAGE.text(9, new Streams(1).named("text"));
        for (int t = 0; t < 9; t++) {
            double sum = 0;
            for (int word = 0; word < 12; word++) {
                int[] other = text.clone();
                other[t] = word;
                sum += LANGUAGE.probability(other, t);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }
}
