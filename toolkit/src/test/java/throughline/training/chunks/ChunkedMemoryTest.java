package throughline.training.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.training.Transformer;

class ChunkedMemoryTest {
    private static final double DEVICE = 78 * Math.pow(2, 30);
    private static final ChunkedMemory QWEN = ChunkedMemory.of(Transformer.named("qwen3-8b"));

    private static List<Backpropagation> ways(int chunks) {
        return List.of(
                Backpropagation.plain(),
                Backpropagation.checkpointed(),
                Backpropagation.chunkedLogits(100),
                Backpropagation.stream(chunks, 100));
    }

    /// The longest sequence fills the device; one more token does not fit.
    @Property(tries = 50)
    void theLongestSequenceFills(
            @ForAll @IntRange(min = 1, max = 64) int chunks,
            @ForAll @IntRange(min = 0, max = 64) int rank,
            @ForAll @IntRange(min = 1, max = 8) int sequences) {
        ChunkedMemory memory = QWEN.adapters(rank).sequences(sequences);
        for (Backpropagation way : ways(chunks)) {
            long longest = (long) memory.longest(way, DEVICE);
            assertThat(memory.of(way, longest).value()).isLessThanOrEqualTo(DEVICE);
            assertThat(memory.of(way, longest + 1).value()).isGreaterThan(DEVICE);
        }
    }

    @Test
    void eachWayFitsMoreThanTheOneBefore() {
        double before = 0;
        for (Backpropagation way : ways(2)) {
            assertThat(QWEN.longest(way, DEVICE)).isGreaterThan(before);
            before = QWEN.longest(way, DEVICE);
        }
        for (int chunks = 4; chunks <= 64; chunks *= 2) {
            double longest = QWEN.longest(Backpropagation.stream(chunks, 100), DEVICE);
            assertThat(longest).isGreaterThan(before);
            before = longest;
        }
    }

    /// With 150,000 words, it is logits that fill the memory of checkpointing, not attention.
    @Test
    void logitsAreMostOfWhatCheckpointingHolds() {
        double logits = 14.0 * QWEN.model().vocabulary();
        double all = QWEN.perToken(Backpropagation.checkpointed()).value();
        assertThat(logits / all).isBetween(0.85, 0.9);
    }

    @Test
    void aTokenOfStreamBpCostsItsLayerInputsAndAPartThatFallsWithTheChunks() {
        double inputs = 2.0 * 36 * 4096;
        double one = QWEN.perToken(Backpropagation.stream(1, 100)).value() - inputs;
        double two = QWEN.perToken(Backpropagation.stream(2, 100)).value() - inputs;
        double four = QWEN.perToken(Backpropagation.stream(4, 100)).value() - inputs;
        assertThat((one - two) / (two - four)).isCloseTo(2, within(1e-9));
    }

    @Test
    void itExplainsItself() {
        assertThat(QWEN.of(Backpropagation.stream(3, 100), 100_000).explain())
                .contains("trained", "logits of a chunk", "100000 tokens", "norm, keys and values");
        assertThat(QWEN.longest(Backpropagation.plain(), 1e9)).isZero();
        assertThatThrownBy(() -> QWEN.adapters(-1)).isInstanceOf(BadInput.class).hasMessageContaining("rank [-1]");
        assertThatThrownBy(() -> ChunkedMemory.of(Transformer.gpt("plain", 2, 64, 4)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("gated");
    }
}
