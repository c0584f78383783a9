package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;

/// One observation, two actions that are equally likely: all is known in closed form.
class ClippedLossTest {
    private static final Ppo ACTOR_ONLY = Ppo.STANDARD.with("value", "0");
    private static final double HALF = Math.log(0.5);

    /// Gradients of the loss by the logits of both actions, when the first was taken.
    private static float[] slopes(Ppo ppo, double advantage, double ratio) {
        try (ActorCritic<float[]> network = network();
                NDManager scratch = network.manager().newSubManager()) {
            ClippedLoss.backward(scratch, network, batch(advantage, ratio, 0), ppo);
            NDArray bias = network.parameters().get(1);
            return bias.getGradient().toFloatArray();
        }
    }

    private static ActorCritic<float[]> network() {
        return ActorCritic.like(new Mlp(1, 2), new float[] {1}, new Streams(1).named("weights"));
    }

    private static ClippedLoss.Batch<float[]> batch(double advantage, double ratio, double value) {
        return new ClippedLoss.Batch<>(
                List.of(new float[] {1}),
                new long[] {0},
                new float[] {(float) advantage},
                new float[] {(float) (HALF - Math.log(ratio))},
                new float[] {(float) value});
    }

    @Property(tries = 50)
    void insideOfTheClipRangeTheGradientIsThatOfThePolicy(
            @ForAll @DoubleRange(min = -3, max = 3) double advantage,
            @ForAll @DoubleRange(min = 0.81, max = 1.19) double ratio) {
        float[] slopes = slopes(ACTOR_ONLY, advantage, ratio);
        assertThat((double) slopes[0]).isCloseTo(-advantage * ratio * 0.5, within(1e-5));
        assertThat((double) slopes[1]).isCloseTo(advantage * ratio * 0.5, within(1e-5));
    }

    @Property(tries = 25)
    void aGoodActionIsNotMadeLikelierBeyondTheRangeNorABadOneLess(
            @ForAll @DoubleRange(min = 0.1, max = 3) double size,
            @ForAll @DoubleRange(min = 1.21, max = 5) double beyond) {
        assertThat(slopes(ACTOR_ONLY, size, beyond)).containsOnly(0);
        assertThat(slopes(ACTOR_ONLY, -size, 1 / (4 * beyond))).containsOnly(0);
    }

    @Property(tries = 25)
    void whatWentTheWrongWayIsFollowedBackFromAnywhere(
            @ForAll @DoubleRange(min = 0.1, max = 3) double size,
            @ForAll @DoubleRange(min = 1.21, max = 5) double beyond) {
        assertThat((double) slopes(ACTOR_ONLY, -size, beyond)[0]).isCloseTo(size * beyond * 0.5, within(1e-4));
        assertThat((double) slopes(ACTOR_ONLY, size, 0.2 / beyond)[0])
                .isCloseTo(-size * 0.2 / beyond * 0.5, within(1e-5));
    }

    @Test
    void theParametersAreInTheOrderTheTestsTakeThemIn() {
        try (ActorCritic<float[]> network = network()) {
            assertThat(network.parameters().get(1).getShape().size()).isEqualTo(2);
            assertThat(network.parameters().get(3).getShape().size()).isEqualTo(1);
        }
    }

    @Test
    void thePartsAreWhatTheySay() {
        Ppo ppo = Ppo.STANDARD.with("value", "0.5").with("entropy", "0.1");
        ClippedLoss loss = ClippedLoss.of(new float[2], new float[1], batch(2, 1.1, 3), ppo);
        assertThat(loss.logs()[0]).isCloseTo(HALF, within(1e-6));
        assertThat(loss.objective()).isCloseTo(2.2, within(1e-5));
        assertThat(loss.error()).isCloseTo(9, within(1e-5));
        assertThat(loss.entropy()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(loss.total()).isCloseTo(0.5 * 9 - 2.2 - 0.1 * Math.log(2), within(1e-5));
    }

    /// Off the kinks, where the objective has no slope of its own.
    @Property(tries = 200)
    void slopesAreThoseOfTheTotal(
            @ForAll @Size(3) List<@DoubleRange(min = -2, max = 2) Double> logits,
            @ForAll @DoubleRange(min = -3, max = 3) double advantage,
            @ForAll @DoubleRange(min = 0.5, max = 2) double ratio,
            @ForAll @DoubleRange(min = -2, max = 2) double value) {
        Ppo ppo = Ppo.STANDARD.with("value", "0.5").with("entropy", "0.1");
        ClippedLoss.Batch<float[]> batch = batch(advantage, ratio, 1);
        float[] z = {
            logits.get(0).floatValue(),
            logits.get(1).floatValue(),
            logits.get(2).floatValue()
        };
        ClippedLoss loss = ClippedLoss.of(z, new float[] {(float) value}, batch, ppo);
        double now = Math.exp(loss.logs()[0] - batch.anchors()[0]);
        Assume.that(Math.min(Math.abs(now - 0.8), Math.abs(now - 1.2)) > 0.02);
        float step = 1f / 128;
        for (int a = 0; a < 3; a++) {
            float[] up = z.clone();
            float[] down = z.clone();
            up[a] += step;
            down[a] -= step;
            double slope = (total(up, value, batch, ppo) - total(down, value, batch, ppo)) / ((double) up[a] - down[a]);
            assertThat((double) loss.byLogits()[a]).isCloseTo(slope, within(1e-3));
        }
        double slope = (total(z, value + step, batch, ppo) - total(z, value - step, batch, ppo)) / (2 * step);
        assertThat((double) loss.byValues()[0]).isCloseTo(slope, within(1e-3));
    }

    private static double total(float[] logits, double value, ClippedLoss.Batch<float[]> batch, Ppo ppo) {
        return ClippedLoss.of(logits, new float[] {(float) value}, batch, ppo).total();
    }

    @Test
    void whatIsNotLegalHasNoProbabilityAndNoGradient() {
        Mlp agent = new Mlp(1, 3).allowing((seen, action) -> action != 1);
        try (ActorCritic<float[]> network = ActorCritic.like(agent, new float[] {1}, new Streams(1).named("weights"));
                NDManager scratch = network.manager().newSubManager()) {
            double[] probabilities = Opinion.probabilities(network.ask(List.of(new float[] {1})))[0];
            assertThat(probabilities[1]).isZero();
            assertThat(probabilities[0]).isCloseTo(0.5, within(1e-9));
            ClippedLoss loss =
                    ClippedLoss.backward(scratch, network, batch(1, 1, 0), Ppo.STANDARD.with("entropy", "0.1"));
            assertThat(loss.entropy()).isCloseTo(Math.log(2), within(1e-6));
            float[] slopes = network.parameters().get(1).getGradient().toFloatArray();
            assertThat(slopes[1]).isZero();
            assertThat(slopes[0]).isNegative();
        }
    }
}
