package throughline.reasoning.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;
import throughline.spec.BadInput;

class MajorityAtKTest {
    /// All subsets, one after the other, each of equally frequent answers with the same chance.
    private static double counted(int[] pool, int answers, int k) {
        double sum = 0;
        int subsets = 0;
        for (int mask = 0; mask < 1 << pool.length; mask++) {
            if (Integer.bitCount(mask) == k) {
                subsets++;
                sum += right(pool, answers, mask);
            }
        }
        return sum / subsets;
    }

    private static double right(int[] pool, int answers, int mask) {
        int[] counts = new int[answers];
        for (int i = 0; i < pool.length; i++) {
            if ((mask >> i & 1) == 1 && pool[i] >= 0) {
                counts[pool[i]]++;
            }
        }
        int most = 0;
        int tied = 0;
        for (int count : counts) {
            tied = count > most ? 1 : count == most ? tied + 1 : tied;
            most = Math.max(most, count);
        }
        return most > 0 && counts[0] == most ? 1.0 / tied : 0;
    }

    private static int[] pool(int[] votes, int blank) {
        int[] pool = new int[votes[0] + votes[1] + votes[2] + blank];
        int at = blank;
        Arrays.fill(pool, 0, blank, -1);
        for (int answer = 0; answer < 3; answer++) {
            Arrays.fill(pool, at, at + votes[answer], answer);
            at += votes[answer];
        }
        return pool;
    }

    @Property(tries = 60)
    void itIsTheMeanOverAllSubsets(
            @ForAll @Size(3) List<@IntRange(min = 0, max = 4) Integer> drawn,
            @ForAll @IntRange(min = 1, max = 3) int blank) {
        int[] votes = drawn.stream().mapToInt(Integer::intValue).toArray();
        int[] pool = pool(votes, blank);
        assertThat(new MajorityAtK(votes, blank).ofAll()).isCloseTo(counted(pool, 3, pool.length), within(1e-12));
        for (int k = 1; k <= pool.length; k++) {
            assertThat(new MajorityAtK(votes, blank).exact(k)).isCloseTo(counted(pool, 3, k), within(1e-12));
        }
    }

    @Test
    void subsetsDrawnComeNear() {
        int[] votes = new int[80];
        Arrays.fill(votes, 10);
        votes[0] = 30;
        var majority = new MajorityAtK(votes, 0);
        assertThat(majority.isQuick(16)).isTrue();
        assertThat(majority.isQuick(400)).isFalse();
        double few = new MajorityAtK(new int[] {20, 15, 5}, 4).at(9, new Streams(1).named("a"));
        double drawn = new MajorityAtK(new int[] {2_000, 1_500, 500}, 400).at(9, new Streams(1).named("a"));
        assertThat(drawn).isCloseTo(few, within(0.05));
    }

    @Test
    void aMajorityOfAllIsTheMostFrequentAnswer() {
        assertThat(new MajorityAtK(new int[] {5, 4}, 3).exact(12)).isEqualTo(1);
        assertThat(new MajorityAtK(new int[] {4, 4}, 3).exact(11)).isEqualTo(0.5);
        assertThat(new MajorityAtK(new int[] {0, 4}, 3).exact(2)).isZero();
        assertThatThrownBy(() -> new MajorityAtK(new int[] {1, 1}, 0).at(3, new Streams(1).named("a")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("majority@[3]");
    }
}
