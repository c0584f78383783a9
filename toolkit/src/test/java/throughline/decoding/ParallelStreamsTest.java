package throughline.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.hardware.Cost;
import throughline.hardware.Device;
import throughline.hardware.Precision;
import throughline.spec.BadInput;

/// Parallel streams against the paper's parameter counts and the authors' program, and the laws of their cost.
class ParallelStreamsTest {
    private static final Roofline A100 = Roofline.of(Device.named("a100-sxm-80gb"));
    private static final DecoderShape SMALL = shape(1536, 8320);
    private static final Map<Double, DecoderShape> SHAPES =
            Map.of(1.6, SMALL, 2.8, shape(2048, 11008), 4.4, shape(2560, 13824));
    private static final double GIB = 1L << 30;

    private static DecoderShape shape(int width, int inner) {
        return new DecoderShape(36, width, inner, 16, 2, 151_936);
    }

    /// Parameters that are no embedding, as the authors list them (parametric_fit.py).
    @ParameterizedTest
    @CsvSource({
        "896, 4864, 535813376, 538195842, 540577412, 545340552",
        "1024, 5504, 693753856, 696738818, 699722756, 705690632",
        "1280, 6912, 1088376320, 1092762882, 1097148164, 1105918728",
        "1536, 8320, 1571472384, 1577522690, 1583571460, 1595669000",
        "2048, 11008, 2774773760, 2784937986, 2795100164, 2815424520",
        "2560, 13824, 4353203200, 4368529922, 4383854084, 4414502408"
    })
    void weightsAreThePapersToTheUnit(int width, int inner, long one, long two, long four, long eight) {
        DecoderShape shape = shape(width, inner);
        assertThat(IntStream.of(1, 2, 4, 8)
                        .mapToLong(p -> ParallelStreams.of(shape, p).weights()))
                .containsExactly(one, two, four, eight);
    }

    /// What the authors' program gives, as the mean of prompts and outputs of 64, 128, 256 and 512 tokens.
    @ParameterizedTest
    @CsvSource({
        "1, 1.6, 1, 3.442, 0.4825",
        "1, 1.6, 2, 3.479, 0.4937",
        "1, 1.6, 4, 3.515, 0.5142",
        "1, 1.6, 8, 3.587, 0.5550",
        "1, 2.8, 1, 5.832, 0.8227",
        "1, 2.8, 8, 6.037, 0.9321",
        "1, 4.4, 1, 8.921, 1.2619",
        "1, 4.4, 8, 9.193, 1.4153",
        "8, 1.6, 1, 4.004, 0.5527",
        "8, 1.6, 8, 4.919, 1.1341",
        "8, 2.8, 1, 6.423, 0.9266",
        "8, 4.4, 1, 9.541, 1.4052"
    })
    void costsAreThoseOfTheAuthorsProgram(int batch, double name, int streams, double gib, double seconds) {
        ParallelStreams model = ParallelStreams.of(SHAPES.get(name), streams);
        assertThat(mean(work -> model.memory(work, A100).value() / GIB, batch)).isCloseTo(gib, within(0.0005));
        assertThat(mean(work -> model.seconds(work, A100).value(), batch)).isCloseTo(seconds, within(0.00006));
    }

    private static double mean(ToDoubleFunction<Generation> cost, int batch) {
        return IntStream.of(64, 128, 256, 512)
                .mapToDouble(n -> cost.applyAsDouble(new Generation(batch, n, n)))
                .average()
                .orElseThrow();
    }

    @Property(tries = 100)
    void moreOfAnythingTakesLongerAndMoreMemory(
            @ForAll @IntRange(min = 1, max = 16) int streams,
            @ForAll @IntRange(min = 1, max = 64) int batch,
            @ForAll @IntRange(min = 64, max = 4096) int prompt,
            @ForAll @IntRange(min = 64, max = 4096) int output,
            @ForAll @IntRange(min = 0, max = 128) int prefix) {
        ParallelStreams model = new ParallelStreams(SMALL, streams, prefix);
        Generation work = new Generation(batch, prompt, output);
        double seconds = model.seconds(work, A100).value();
        double bytes = model.memory(work, A100).value();
        for (ParallelStreams larger : new ParallelStreams[] {
            new ParallelStreams(SMALL, streams + 1, prefix), new ParallelStreams(SMALL, streams, prefix + 1)
        }) {
            assertThat(larger.seconds(work, A100).value()).isGreaterThan(seconds);
            assertThat(larger.memory(work, A100).value()).isGreaterThan(bytes);
        }
        for (Generation more : new Generation[] {
            new Generation(batch + 1, prompt, output),
            new Generation(batch, prompt + 1, output),
            new Generation(batch, prompt, output + 1)
        }) {
            assertThat(model.seconds(more, A100).value()).isGreaterThan(seconds);
            assertThat(model.memory(more, A100).value()).isGreaterThan(bytes);
        }
    }

    @Property(tries = 100)
    void aTreeIsWhatItsTermsAre(
            @ForAll @IntRange(min = 1, max = 16) int streams, @ForAll @IntRange(min = 1, max = 64) int batch) {
        ParallelStreams model = ParallelStreams.of(SMALL, streams);
        Generation work = new Generation(batch, 256, 256);
        adds(model.seconds(work, A100));
        adds(model.memory(work, A100));
    }

    private static void adds(Cost tree) {
        assertThat(tree.terms().stream().mapToDouble(Cost::value).sum())
                .isCloseTo(tree.value(), within(1e-12 * tree.value()));
        assertThat(tree.terms()).allMatch(term -> term.value() >= 0);
    }

    /// A batch of P sequences is to the layers what P streams of one are; only the output layer tells them apart.
    @Property(tries = 50)
    void streamsWithoutPrefixAreABatchToTheLayers(@ForAll @IntRange(min = 2, max = 16) int streams) {
        Cost parallel = new ParallelStreams(SMALL, streams, 0).seconds(new Generation(1, 256, 256), A100);
        Cost batched = ParallelStreams.of(SMALL, 1).seconds(new Generation(streams, 256, 256), A100);
        for (String part : new String[] {"attention", "feed-forward", "norms", "cache"}) {
            assertThat(parallel.term(part).value()).isEqualTo(batched.term(part).value());
        }
        assertThat(parallel.term("output").value())
                .isCloseTo(batched.term("output").value() / streams, within(1e-12));
    }

    @Test
    void oneStreamWithoutPrefixIsThePlainDecoder() {
        ParallelStreams plain = ParallelStreams.of(SMALL, 1);
        Generation work = new Generation(4, 128, 100);
        RooflineForward forward = new RooflineForward(SMALL, A100);
        double cache = 2.0 * 36 * 4 * 228 * 2 * SMALL.keyWidth();
        double passes = forward.seconds("prompts", 1, new RooflineForward.Pass(4, 128, 4 * 128))
                        .value()
                + forward.seconds("tokens", 100, new RooflineForward.Pass(4, 1, 4))
                        .value();
        assertThat(plain).isEqualTo(new ParallelStreams(SMALL, 1, 0));
        assertThat(plain.weights()).isEqualTo(SMALL.weights());
        assertThat(plain.memory(work, A100).term("cache").value()).isEqualTo(cache);
        assertThat(plain.seconds(work, A100).value())
                .isCloseTo(passes + 100 * 2 * cache / A100.bytesPerSecond(), within(1e-12));
    }

    /// A single token of one sequence waits for the weights, and for little else.
    @Test
    void aTokenTakesAtLeastTheReadingOfTheWeights() {
        Cost cost = ParallelStreams.of(SMALL, 1).seconds(new Generation(1, 64, 64), A100);
        double weights = 2.0 * (SMALL.weights() + SMALL.tableWeights()) / A100.bytesPerSecond();
        assertThat(cost.term("tokens").value() / 64).isBetween(0.999 * weights, 1.02 * weights);
        assertThat(cost.explain()).contains("prompts", "feed-forward", "llm-analysis");
    }

    @Test
    void aFasterDeviceIsFaster() {
        Generation work = new Generation(8, 512, 512);
        ParallelStreams model = ParallelStreams.of(SMALL, 4);
        Roofline h100 = Roofline.of(Device.named("h100-sxm"));
        assertThat(model.seconds(work, h100).value())
                .isLessThan(model.seconds(work, A100).value());
    }

    @Test
    void whatCannotBeIsRefused() {
        Device device = Device.named("a100-sxm-80gb");
        assertThatThrownBy(() -> new ParallelStreams(SMALL, 0, 48))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("streams [0]");
        assertThatThrownBy(() -> new ParallelStreams(SMALL, 2, -1)).hasMessageContaining("prefix [-1]");
        assertThatThrownBy(() -> new Roofline(device, Precision.BF16, 1.2, 0.9)).hasMessageContaining("[1.2]");
        assertThatThrownBy(() -> new Generation(0, 64, 64)).hasMessageContaining("[0]");
        assertThatThrownBy(() -> new DecoderShape(36, 100, 300, 16, 2, 10)).hasMessageContaining("heads [16]");
    }
}
