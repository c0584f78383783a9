package throughline.learning.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class UpdateCodecTest {
    private static double[] delta(int length, long seed) {
        Stream random = new Streams(seed).named("delta");
        double[] delta = new double[length];
        Arrays.setAll(delta, _ -> random.normal());
        return delta;
    }

    @Property(tries = 100)
    void topKKeepsTheLargestOfEachChunk(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 90) Integer> lengths,
            @ForAll @IntRange(min = 2, max = 40) int chunk,
            @ForAll @IntRange(max = 1000) int seed) {
        int[] tensors = lengths.stream().mapToInt(n -> n).toArray();
        int kept = 1 + seed % chunk;
        TopK codec = new TopK(chunk, kept);
        double[] delta = delta(Arrays.stream(tensors).sum(), seed);
        Payload payload = codec.encode(delta, tensors);
        double[] decoded = codec.decode(payload, tensors);
        assertThat((long) payload.size()).isEqualTo(codec.bytes(tensors));
        int begin = 0;
        for (int length : tensors) {
            for (int from = begin; from < begin + length; from += chunk) {
                requireLargest(delta, decoded, from, Math.min(from + chunk, begin + length), kept);
            }
            begin += length;
        }
    }

    private static void requireLargest(double[] delta, double[] decoded, int from, int to, int kept) {
        double least = IntStream.range(from, to)
                .filter(i -> decoded[i] != 0)
                .mapToDouble(i -> Math.abs(delta[i]))
                .min()
                .orElseThrow();
        double most = IntStream.range(from, to)
                .filter(i -> decoded[i] == 0)
                .mapToDouble(i -> Math.abs(delta[i]))
                .max()
                .orElse(0);
        assertThat(IntStream.range(from, to).filter(i -> decoded[i] != 0)).hasSize(Math.min(kept, to - from));
        assertThat(least).isGreaterThanOrEqualTo(most);
        for (int i = from; i < to; i++) {
            assertThat(decoded[i] * delta[i]).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void valuesComeBackAsOneOfTwoLevels() {
        int[] tensors = {8};
        double[] decoded = new TopK(8, 4)
                .decode(new TopK(8, 4).encode(new double[] {9, -1, 0.5, 0, 7, -3, 0.1, 0.2}, tensors), tensors);
        assertThat(decoded).containsExactly(8, -2, 0, 0, 8, -2, 0, 0);
    }

    @Test
    void equalMagnitudesAreKeptToTheirNumber() {
        int[] tensors = {6};
        TopK codec = new TopK(6, 3);
        double tenth = 0.1;
        double[] delta = {tenth, -tenth, tenth, tenth, tenth, tenth};
        double[] decoded = codec.decode(codec.encode(delta, tensors), tensors);
        assertThat(decoded).containsExactly(new double[] {tenth, -tenth, tenth, 0, 0, 0}, within(1e-8));
        assertThat(codec.decode(codec.encode(new double[6], tensors), tensors)).containsOnly(0);
    }

    /// What has diverged must not come back as a number.
    @Property(tries = 30)
    void aValueThatIsNoNumberIsSentAsNone(
            @ForAll @IntRange(max = 11) int place, @ForAll @IntRange(min = 1, max = 5) int kept) {
        int[] tensors = {12};
        double[] delta = delta(12, place);
        delta[place] = Double.NaN;
        TopK codec = new TopK(5, kept);
        double[] decoded = codec.decode(codec.encode(delta, tensors), tensors);
        assertThat(decoded[place]).isNaN();
        assertThat(Arrays.stream(decoded).filter(value -> value != 0)).hasSize(2 * kept + Math.min(kept, 2));
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        int[] tensors = {8, 4};
        for (UpdateCodec codec : List.of(new Dense(), new TopK(5, 2))) {
            ErrorFeedback feedback = new ErrorFeedback(codec, 0.5, tensors);
            for (int length : new int[] {11, 13}) {
                assertThatThrownBy(() -> codec.encode(new double[length], tensors))
                        .isInstanceOf(BadInput.class);
                assertThatThrownBy(() -> feedback.send(new double[length])).isInstanceOf(BadInput.class);
            }
            for (int more : new int[] {-1, 1}) {
                Payload other = new Payload(new byte[(int) codec.bytes(tensors) + more]);
                assertThatThrownBy(() -> codec.decode(other, tensors)).isInstanceOf(BadInput.class);
            }
        }
        assertThatThrownBy(() -> new ErrorFeedback(new Dense(), -0.1, tensors)).isInstanceOf(BadInput.class);
    }

    /// 64 indices of 12 bits and values of 2 for 4,096 floats of 32 bits: 146.3, less two levels a payload.
    @Test
    void sixtyFourOfAChunkAre146TimesSmallerThanFloats() {
        int[] tensors = {1 << 20};
        double ratio = (double) new Dense().bytes(tensors) / new TopK(4096, 64).bytes(tensors);
        assertThat(ratio).isCloseTo(4096 * 32 / (64 * 14.0), within(0.1));
        assertThat(new TopK(4096, 64).encode(delta(1 << 20, 1), tensors).size())
                .isEqualTo((1 << 20) / 4096 * 64 * 14 / 8 + 8);
    }

    @Property(tries = 50)
    void whatIsSentAndKeptIsWhatThereWas(
            @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(min = 1, max = 16) int kept) {
        int[] tensors = {50, 3};
        double decay = 0.95;
        UpdateCodec codec = new TopK(16, kept);
        ErrorFeedback feedback = new ErrorFeedback(codec, decay, tensors);
        for (int round = 0; round < 5; round++) {
            double[] former = feedback.kept();
            double[] delta = delta(53, seed + 1000L * round);
            double[] sent = codec.decode(feedback.send(delta), tensors);
            double[] rest = feedback.kept();
            for (int i = 0; i < 53; i++) {
                assertThat(sent[i] + rest[i]).isCloseTo(delta[i] + decay * former[i], within(1e-14 * 100));
            }
        }
    }

    @Test
    void manyPayloadsAreTheMeanOfEach() {
        int[] tensors = {10};
        Dense dense = new Dense();
        double[] mean = dense.decode(
                List.of(dense.encode(delta(10, 1), tensors), dense.encode(delta(10, 2), tensors)), tensors);
        for (int i = 0; i < 10; i++) {
            assertThat(mean[i]).isCloseTo((delta(10, 1)[i] + delta(10, 2)[i]) / 2, within(1e-6));
        }
        assertThat(dense.bytes(tensors)).isEqualTo(40);
    }

    @Property(tries = 50)
    void bitsComeBack(@ForAll @Size(max = 20) List<@IntRange(max = (1 << 20) - 1) Integer> numbers) {
        byte[] bytes = new byte[numbers.size() * 20 / 8 + 1];
        Bits out = new Bits(bytes);
        numbers.forEach(n -> out.put(n, 20));
        Bits in = new Bits(bytes);
        numbers.forEach(n -> assertThat(in.get(20)).isEqualTo(n));
    }
}
