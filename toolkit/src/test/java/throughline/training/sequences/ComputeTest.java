package throughline.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.spec.BadInput;
import throughline.training.Transformer;

/// What a device computes, counted from the shapes of models.
class ComputeTest {
    private static final double RATE = 1e14;

    /// A model's own count has the scores of all pairs, three passes of them; here the mask leaves half of them, three
    /// and a half passes.
    @ParameterizedTest
    @MethodSource("throughline.training.Transformer#names")
    void everyPublishedModelIsCountedAsItCountsItself(String name) {
        Transformer model = Transformer.named(name);
        Compute compute = Compute.of(model, RATE, 0);
        double tokens = model.sequence();
        double all = compute.others(tokens) + 3 / 3.5 * 2 * compute.attention(tokens);
        assertThat(all * RATE).isCloseTo(model.operations(1), within(1e-9 * model.operations(1)));
    }

    @Test
    void oneTokenTakesTheExpertsItChooses() {
        Transformer mixtral = Transformer.named("mixtral-8x7b");
        assertThat(RATE * Compute.of(mixtral, RATE, 0).linear() / 6).isBetween(12.5e9, 13e9);
        assertThat(mixtral.weights()).isGreaterThan(46e9);
    }

    @Test
    void headsNeedNotFillTheWidth() {
        Transformer qwen = Transformer.named("qwen3-4b");
        Compute compute = Compute.of(qwen, RATE, 0);
        assertThat(qwen.heads() * qwen.headWidth()).isGreaterThan(qwen.width());
        assertThat(RATE * compute.squared() / qwen.layers()).isCloseTo(7.0 * 32 * 128, within(1e-3));
        assertThat(compute.keys()).isEqualTo(2 * 8 * 128);
    }

    @Test
    void latentAttentionComparesWiderThanItSumsUpAndKeepsLessThanItsHeads() {
        Transformer deepseek = Transformer.named("deepseek-v3");
        Compute compute = Compute.of(deepseek, RATE, 0);
        assertThat(RATE * compute.squared() / deepseek.layers()).isCloseTo(3.5 * 128 * (192 + 128), within(1e-3));
        assertThat(compute.keys()).isEqualTo(512 + 64);
    }

    @Property(tries = 50)
    void sharedKeysSaveWeightsAndBytesAndLeaveTheScores(@ForAll @IntRange(max = 5) int doublings) {
        Transformer own = Transformer.gpt("own keys", 32, 4096, 32);
        Compute shared = Compute.of(own.with("keyHeads", Integer.toString(32 >> doublings)), RATE, 0);
        Compute all = Compute.of(own, RATE, 0);
        assertThat(shared.squared()).isEqualTo(all.squared());
        assertThat(shared.keys() << doublings).isEqualTo(all.keys());
        assertThat(shared.linear()).isLessThanOrEqualTo(all.linear());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateIsPositiveAndFinite(double rate) {
        Transformer model = Transformer.gpt("7B", 32, 4096, 32);
        assertThatThrownBy(() -> Compute.of(model, rate, 0))
                .isInstanceOf(BadInput.class)
                .hasMessage("7B: rate [%s] must be positive and finite", rate);
        assertThatThrownBy(() -> Compute.of(model, RATE, Double.NaN)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new Compute(1, 1, 0, 0, 1, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("layers [0]");
    }
}
