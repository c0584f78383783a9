package throughline.training.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.training.Transformer;
import throughline.training.ranks.SequenceMemory.Split;

class SequenceMemoryTest {
    private static final Transformer BERT = SequenceMemory.bert("BERT-base", 12, 768, 12);

    private static SequenceMemory memory(Split split, int ranks) {
        return new SequenceMemory(BERT, split, ranks, 0);
    }

    @Test
    void onOneDeviceNothingIsSplit() {
        assertThat(memory(Split.TENSOR, 1).cost(8, 512).value())
                .isEqualTo(memory(Split.SEQUENCE, 1).cost(8, 512).value());
        assertThat(memory(Split.TENSOR, 1).cost(0, 512).value()).isCloseTo(16 * BERT.weights(), within(1.0));
    }

    @Property(tries = 30)
    void whatFitsFitsAndOneMoreDoesNot(
            @ForAll @IntRange(min = 1, max = 64) int ranks, @ForAll @IntRange(min = 1, max = 16) int gigabytes) {
        SequenceMemory memory = memory(Split.SEQUENCE, ranks);
        double capacity = 2e9 + 1e9 * gigabytes;
        int batch = memory.largestBatch(capacity, 512);
        assertThat(memory.cost(batch, 512).value()).isLessThanOrEqualTo(capacity);
        assertThat(memory.cost(batch + 1, 512).value()).isGreaterThan(capacity);
        int length = memory.longest(capacity, 4);
        assertThat(length % ranks).isZero();
        assertThat(memory.cost(4, length).value()).isLessThanOrEqualTo(capacity);
        assertThat(memory.cost(4, length + ranks).value()).isGreaterThan(capacity);
    }

    @Test
    void projectedKeysMakeLengthGrowWithTheDevices() {
        int one = new SequenceMemory(BERT, Split.SEQUENCE, 1, 256).longest(16e9, 4);
        int many = new SequenceMemory(BERT, Split.SEQUENCE, 16, 256).longest(16e9, 4);
        assertThat(many / (double) one).isCloseTo(16, within(0.01));
    }

    @Test
    void tensorsSplitAmongDivisorsOfTheHeadsOnly() {
        assertThat(SequenceMemory.tensorRanks(BERT, 8)).isEqualTo(6);
        assertThat(SequenceMemory.tensorRanks(BERT, 64)).isEqualTo(12);
        assertThatThrownBy(() -> memory(Split.TENSOR, 8))
                .isInstanceOf(BadInput.class)
                .hasMessage("BERT-base: [8] ranks do not divide its 12 heads");
        assertThatThrownBy(() -> new SequenceMemory(BERT, Split.SEQUENCE, 0, 0)).isInstanceOf(BadInput.class);
        assertThat(memory(Split.SEQUENCE, 4).longest(1e6, 1)).isZero();
        assertThat(memory(Split.SEQUENCE, 4).largestBatch(1e6, 512)).isZero();
    }
}
