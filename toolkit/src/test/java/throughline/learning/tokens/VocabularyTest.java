package throughline.learning.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class VocabularyTest {
    private static double[][] run(double[]... columns) {
        return columns;
    }

    @Test
    void fewValuesHaveABinEach() {
        Vocabulary vocabulary = Vocabulary.fit(
                List.of("a", "b"), List.<double[][]>of(run(new double[] {3, 1, 7}, new double[] {5, 5, 6})), 8);
        assertThat(vocabulary.size()).isEqualTo(5);
        assertThat(vocabulary.encode(run(new double[] {1, 3, 7, 100, -4}, new double[] {5, 6, 6, 0, 9})))
                .containsExactly(0, 3, 1, 4, 2, 4, 2, 3, 0, 4);
    }

    @Property(tries = 100)
    void binsAreInOrderAndNoneIsFull(
            @ForAll @Size(min = 40, max = 200) List<@DoubleRange(min = -9, max = 9) Double> values,
            @ForAll @IntRange(min = 2, max = 20) int most) {
        double[] column = values.stream().mapToDouble(Double::doubleValue).toArray();
        Vocabulary vocabulary = Vocabulary.fit(List.of("x"), List.<double[][]>of(run(column)), most);
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        short[] tokens = vocabulary.encode(run(sorted));
        assertThat(vocabulary.size()).isBetween(1, most);
        for (int i = 0; i < tokens.length; i++) {
            assertThat((int) tokens[i]).isBetween(i == 0 ? 0 : (int) tokens[i - 1], vocabulary.size() - 1);
        }
    }

    @Test
    void manyValuesAreDealtEvenly() {
        double[] column = new double[1_000];
        Arrays.setAll(column, i -> i * i);
        Vocabulary vocabulary = Vocabulary.fit(List.of("x"), List.<double[][]>of(run(column)), 10);
        int[] counts = new int[vocabulary.size()];
        for (short token : vocabulary.encode(run(column))) {
            counts[token]++;
        }
        assertThat(counts).hasSize(10).containsOnly(100);
    }

    @Test
    void whatDoesNotFitIsSaid() {
        Vocabulary vocabulary = Vocabulary.fit(List.of("x"), List.<double[][]>of(run(new double[] {1, 2})), 4);
        assertThatThrownBy(() -> vocabulary.encode(run(new double[] {Double.NaN})))
                .isInstanceOf(BadInput.class)
                .hasMessage("column x has no bin for [NaN]");
        assertThatThrownBy(() -> vocabulary.encode(run(new double[2], new double[3])))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("columns of [2, 3] rows");
        assertThatThrownBy(() -> Vocabulary.fit(List.of("x"), List.of(), 4)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Vocabulary.fit(List.of("x"), List.of(), 1)).isInstanceOf(BadInput.class);
        double[] hole = IntStream.range(0, 99)
                .mapToDouble(i -> i == 50 ? Double.NaN : i)
                .toArray();
        assertThatThrownBy(() -> Vocabulary.fit(List.of("x"), List.<double[][]>of(run(hole)), 4))
                .isInstanceOf(BadInput.class)
                .hasMessage("column x [NaN]: bins are taken from finite numbers");
    }

    /// A token is a short: what is beyond would come round as a negative one.
    @Test
    void moreTokensThanCanBeToldApartAreRefused() {
        double[] column = IntStream.range(0, 1_000).mapToDouble(i -> i).toArray();
        List<String> names = Collections.nCopies(33, "x");
        double[][] run = Collections.nCopies(33, column).toArray(double[][]::new);
        assertThatThrownBy(() -> Vocabulary.fit(names, List.<double[][]>of(run), 1_000))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[33000] tokens");
    }
}
