package throughline.parallel.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.hipparchus.fraction.Fraction;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;

/// Round by round, the checkers say what the definitions say of the whole.
class StragglerPatternTest {
    private static final int WORKERS = 4;

    private static List<BitSet> drawn(long seed, int rounds, double share) {
        Stream stream = new Streams(seed).named("pattern");
        List<BitSet> pattern = new ArrayList<>();
        for (int r = 0; r < rounds; r++) {
            BitSet round = new BitSet();
            for (int worker = 0; worker < WORKERS; worker++) {
                round.set(worker, stream.uniform() < share);
            }
            pattern.add(round);
        }
        return pattern;
    }

    private static int distinct(List<BitSet> window) {
        BitSet all = new BitSet();
        window.forEach(all::or);
        return all.cardinality();
    }

    private static int[] rounds(List<BitSet> window, int worker) {
        List<Integer> rounds = new ArrayList<>();
        for (int r = 0; r < window.size(); r++) {
            if (window.get(r).get(worker)) {
                rounds.add(r);
            }
        }
        return rounds.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<List<BitSet>> windows(List<BitSet> pattern, int length) {
        List<List<BitSet>> windows = new ArrayList<>();
        for (int r = 0; r < pattern.size(); r++) {
            windows.add(pattern.subList(Math.max(0, r + 1 - length), r + 1));
        }
        return windows;
    }

    @Property(tries = 400)
    void burstsAreWhatTheyAreDefinedToBe(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int window,
            @ForAll @IntRange(min = 1, max = 5) int burst,
            @ForAll @IntRange(max = 4) int lambda) {
        int within = Math.min(burst, window);
        List<BitSet> pattern = drawn(seed, 6, 0.15);
        boolean expected = windows(pattern, window).stream().allMatch(rounds -> {
            boolean close = true;
            for (int worker = 0; worker < WORKERS; worker++) {
                int[] slow = rounds(rounds, worker);
                close &= slow.length == 0 || slow[slow.length - 1] - slow[0] < within;
            }
            return close && distinct(rounds) <= lambda;
        });
        assertThat(new StragglerPattern.Bursty(within, window, lambda).conforms(pattern))
                .isEqualTo(expected);
    }

    @Property(tries = 400)
    void anyhowIsWhatItIsDefinedToBe(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int window,
            @ForAll @IntRange(max = 3) int times,
            @ForAll @IntRange(max = 4) int lambda) {
        List<BitSet> pattern = drawn(seed, 6, 0.15);
        boolean expected = windows(pattern, window).stream().allMatch(rounds -> {
            boolean rare = true;
            for (int worker = 0; worker < WORKERS; worker++) {
                rare &= rounds(rounds, worker).length <= times;
            }
            return rare && distinct(rounds) <= lambda;
        });
        assertThat(new StragglerPattern.Arbitrary(times, window, lambda).conforms(pattern))
                .isEqualTo(expected);
    }

    @Property
    void theLeastLoadIsLeastAndMetAtTheEnd(
            @ForAll @IntRange(min = 2, max = 40) int workers,
            @ForAll @IntRange(min = 1, max = 5) int burst,
            @ForAll @IntRange(min = 1, max = 5) int more,
            @ForAll @IntRange(max = 40) int some) {
        int lambda = some % (workers + 1);
        Multiplexed scheme = new Multiplexed(workers, burst, burst + more, lambda);
        Fraction least = scheme.pattern().leastLoad(workers);
        assertThat(scheme.load().compareTo(least)).isNotNegative();
        assertThat(scheme.load().equals(least)).isEqualTo(lambda >= workers - 1 || lambda == 0);
    }

    @Test
    void patternsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new StragglerPattern.Bursty(3, 2, 1))
                .hasMessage("bursts [B=3, W=2, λ=1] must have 1 <= B <= W and λ >= 0");
    }
}
