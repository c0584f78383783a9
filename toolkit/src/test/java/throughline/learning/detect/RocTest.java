package throughline.learning.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// The curve of hits over alarms.
class RocTest {
    @Property(tries = 200)
    void theAreaIsTheShareOfPairsRankedRightly(@ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int count) {
        Stream random = new Streams(seed).named("scores");
        double[] scores = new double[count];
        boolean[] positive = new boolean[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.below(8);
            positive[i] = i == 0 || i > 1 && random.uniform() < 0.5;
        }
        double right = 0;
        double all = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                if (positive[i] && !positive[j]) {
                    all++;
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        Roc roc = Roc.of(scores, positive);
        assertThat(roc.area()).isCloseTo(right / all, within(1e-12));
        double[] turned = Arrays.stream(scores).map(s -> -s).toArray();
        assertThat(Roc.of(turned, positive).area()).isCloseTo(1 - right / all, within(1e-12));
        assertThat(roc.hits()).isSorted();
        assertThat(roc.alarms()).isSorted();
    }

    @Test
    void trueNegativesAreReadOffTheCurve() {
        Roc perfect = Roc.of(new double[] {3, 2, 1, 0}, new boolean[] {true, true, false, false});
        assertThat(perfect.trueNegatives(0)).isEqualTo(1);
        assertThat(perfect.trueNegatives(0.2)).isEqualTo(1);
        Roc nothing = Roc.of(new double[4], new boolean[] {true, true, false, false});
        assertThat(nothing.area()).isEqualTo(0.5);
        assertThat(nothing.trueNegatives(0.2)).isCloseTo(0.2, within(1e-12));
        assertThat(nothing.trueNegatives(1)).isEqualTo(1);
    }

    @Test
    void oneKindAloneHasNoCurve() {
        assertThatThrownBy(() -> Roc.of(new double[2], new boolean[2]))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0] positive");
    }
}
