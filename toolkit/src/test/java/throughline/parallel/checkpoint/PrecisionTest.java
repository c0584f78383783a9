package throughline.parallel.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Numbers of two bytes, all of them.
class PrecisionTest {
    private static final int ALL = 1 << Short.SIZE;

    private static double decoded(Precision precision, int bits) {
        return precision.get(
                ByteBuffer.allocate(Short.BYTES).putShort((short) bits).flip());
    }

    private static int encoded(Precision precision, double number) {
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES);
        precision.put(bytes, number);
        return bytes.flip().getShort() & 0xffff;
    }

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void everyNumberIsItsOwnNearestAndKeepsItsBits(Precision precision) {
        for (int bits = 0; bits < ALL; bits++) {
            double number = decoded(precision, bits);
            double nearest = precision.nearest(number);
            assertThat(Double.doubleToLongBits(nearest)).isEqualTo(Double.doubleToLongBits(number));
            if (Double.isNaN(number)) {
                assertThat(decoded(precision, encoded(precision, number))).isNaN();
            } else {
                assertThat(encoded(precision, number)).isEqualTo(bits);
            }
        }
    }

    /// Of every two neighbours, from the least to infinity: the middle goes to the even one, and what is a bit of a
    /// double to either side to that side.
    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void betweenTwoNeighboursTheNearerIsTakenAndOfTwoTheEven(Precision precision) {
        int infinity = encoded(precision, Double.POSITIVE_INFINITY);
        for (int bits = 0; bits < infinity; bits++) {
            double low = decoded(precision, bits);
            // Half a unit beyond the largest, where the next would be if there were one.
            double high = bits + 1 < infinity ? decoded(precision, bits + 1) : 2 * low - decoded(precision, bits - 1);
            double middle = low + (high - low) / 2;
            double above = bits + 1 < infinity ? high : Double.POSITIVE_INFINITY;
            double even = bits % 2 == 0 ? low : above;
            for (int sign : new int[] {1, -1}) {
                assertThat(precision.nearest(sign * middle)).isEqualTo(sign * even);
                assertThat(precision.nearest(sign * Math.nextDown(middle))).isEqualTo(sign * low);
                assertThat(precision.nearest(sign * Math.nextUp(middle))).isEqualTo(sign * above);
            }
        }
    }

    /// The JDK casts floats to half and doubles to single precision; exponents are those of all bits drawn.
    @Test
    void castsAreThoseOfTheJdkWhereItHasThem() {
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            float single = Float.intBitsToFloat(random.nextInt());
            double number = Double.longBitsToDouble(random.nextLong());
            same(Precision.FLOAT16.nearest(single), Float.float16ToFloat(Float.floatToFloat16(single)));
            same(Precision.FLOAT.nearest(single * Math.PI), (float) (single * Math.PI));
            same(Precision.FLOAT.nearest(number), (float) number);
            same(Precision.DOUBLE.nearest(number), number);
        }
    }

    private static void same(double one, double other) {
        assertThat(Double.doubleToLongBits(one)).isEqualTo(Double.doubleToLongBits(other));
    }

    /// By way of single precision it would come to 1, which is farther.
    @Test
    void aDoubleIsRoundedOnce() {
        double number = 1 + 0x1p-8 + 0x1p-40;
        assertThat(Precision.BFLOAT16.nearest((float) number)).isEqualTo(1);
        assertThat(Precision.BFLOAT16.nearest(number)).isEqualTo(1 + 0x1p-7);
    }

    @Test
    void signsOfZeroAndWhatIsNoNumberAreKept() {
        for (Precision precision : Precision.values()) {
            assertThat(1 / precision.nearest(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(precision.nearest(Double.NaN)).isNaN();
            assertThat(precision.nearest(-Double.MIN_VALUE))
                    .isEqualTo(precision == Precision.DOUBLE ? -Double.MIN_VALUE : -0.0);
        }
        assertThat(decoded(Precision.BFLOAT16, encoded(Precision.BFLOAT16, Float.intBitsToFloat(0x7f800001))))
                .isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void filesHoldWhatWasCast(Precision precision, @TempDir Path folder) {
        Model model = new Model(List.of(Parameter.of("a", 0, 7), Parameter.of("b", 0, 3)));
        Contents contents = Contents.of(model, Rules.parse("** fragment dim=0"), List.of("weight"), precision);
        double[] numbers = {Math.PI, -1e-6, 70_000, 1e300, 0, 1 / 3.0, -2};
        Tensors dense = (name, _) -> name.equals("a") ? numbers : new double[] {1, 2, 3};
        Layout layout = Layout.of(2, 1, 2, 1);
        DistributedCheckpoint ranks = DistributedCheckpoint.cut(
                folder, contents, layout, dense.in(precision), 1, Cancel.NEVER, Progress.NONE);
        assertThat(DistributedCheckpoint.open(folder).tensor("a", "weight"))
                .isEqualTo(IntStream.range(0, 7)
                        .mapToDouble(i -> precision.nearest(numbers[i]))
                        .toArray());
        assertThat(ranks.contents().bytes()).isEqualTo(10L * precision.bytes());
    }
}
