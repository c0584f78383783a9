package throughline.parallel.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.hipparchus.fraction.Fraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.random.Stream;
import throughline.random.Streams;

class GradientCodeTest {
    private static BitSet arrived(int workers, int stragglers, Stream stream) {
        BitSet arrived = new BitSet();
        arrived.set(0, workers);
        while (arrived.cardinality() > workers - stragglers) {
            arrived.clear(stream.below(workers));
        }
        return arrived;
    }

    @Property(tries = 150)
    void whoeverStragglesTheSumIsWhole(
            @ForAll @IntRange(min = 1, max = 24) int workers, @ForAll @IntRange(max = 23) int some, @ForAll long seed) {
        int stragglers = some % workers;
        Stream stream = new Streams(seed).named("code");
        GradientCode code = GradientCode.of(workers, stragglers, stream);
        double[][] gradients = new double[workers][3];
        double[] sum = new double[3];
        for (double[] gradient : gradients) {
            for (int i = 0; i < 3; i++) {
                gradient[i] = stream.normal();
                sum[i] += gradient[i];
            }
        }
        BitSet arrived = arrived(workers, stream.below(stragglers + 1), stream);
        GradientCode.Decoding decoding = code.decode(arrived);
        double[] decoded = new double[3];
        for (int worker = 0; worker < workers; worker++) {
            double[] sent = code.encode(worker, chunk -> gradients[chunk]);
            for (int i = 0; i < 3; i++) {
                decoded[i] += decoding.weights()[worker] * sent[i];
            }
            assertThat(decoding.weights()[worker] == 0 || arrived.get(worker)).isTrue();
            assertThat(code.chunks(worker)).hasSize(stragglers + 1);
        }
        // A drawn code of middling rate loses some digits to its condition; see the sizes of the paper below.
        for (int i = 0; i < 3; i++) {
            assertThat(Math.abs(decoded[i] - sum[i])).isLessThanOrEqualTo(1e-11 + 10 * workers * decoding.error());
        }
    }

    @ParameterizedTest
    @CsvSource({"8,2", "32,5", "256,5", "256,14", "256,27"})
    void atTheSizesOfThePaperDecodingIsExact(int workers, int stragglers) {
        Stream stream = new Streams(3).named("code of " + workers + " and " + stragglers);
        GradientCode code = GradientCode.of(workers, stragglers, stream);
        assertThat(code).isInstanceOf(CyclicCode.class);
        for (int i = 0; i < (workers > 100 ? 2 : 20); i++) {
            double error = code.decode(arrived(workers, stragglers, stream)).error();
            assertThat(error).isLessThan(1e-8);
        }
    }

    @Test
    void repetitionNeedsNoSolving() {
        GradientCode code = GradientCode.of(256, 15, new Streams(1).named("code"));
        assertThat(code).isInstanceOf(RepetitionCode.class);
        assertThat(code.decode(arrived(256, 15, new Streams(1).named("arrived")))
                        .error())
                .isZero();
        assertThat(code.load()).isEqualTo(new Fraction(1, 16));
    }

    @Test
    void tooFewResultsAreRefused() {
        GradientCode code = GradientCode.of(8, 2, new Streams(1).named("code"));
        assertThatThrownBy(() -> code.decode(arrived(8, 3, new Streams(1).named("arrived"))))
                .hasMessage("[5] of 8 results have arrived; decoding needs 6");
        assertThatThrownBy(() -> GradientCode.of(4, 4, new Streams(1).named("code")))
                .hasMessageStartingWith("a code for [4] stragglers of [4] workers is none");
    }
}
