package throughline.training.sequences;

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
import throughline.spec.Cancel;

/// Groups of different sizes, against the integer program and against single degrees.
class FlexSpTest {
    private static final int LIMIT = 192 * 1024;
    private static final Ulysses COSTS = Ulysses.Profile.GPT_7B.costs(LIMIT, 64);
    private static final FlexSp FLEX_SP = new FlexSp(COSTS, 64);

    private static int[] batch(int seed, int sequences) {
        return Lengths.wikipedia().batch(sequences, LIMIT, new Streams(seed).named("batch"));
    }

    @Property(tries = 40)
    void smallCasesComeWithinOnePercentOfTheIntegerProgram(
            @ForAll @IntRange(max = 100_000) int seed, @ForAll @IntRange(min = 1, max = 12) int sequences) {
        Stream stream = new Streams(seed).named("case");
        int devices = 4 << stream.below(3);
        Ulysses costs = Ulysses.Profile.values()[stream.below(3)].costs(LIMIT, 64);
        int[] lengths = sorted(Lengths.wikipedia()
                .longer("longer", stream.uniform(1, 8), stream.uniform(0, 0.3))
                .batch(sequences, (int) (0.9 * costs.capacity() * devices / sequences), stream));
        GroupProgram.Result exact = new GroupProgram(costs, devices, 2).solve(lengths, 5, Cancel.NEVER);
        DegreeSets sets = DegreeSets.of(devices, 2);
        double fast = new GroupSolver(sets, GroupTasks.of(costs, lengths, sets.degrees()))
                .solve(Double.POSITIVE_INFINITY)
                .orElseThrow()
                .seconds();
        assertThat(exact.seconds()).isPresent();
        assertThat(fast).isLessThanOrEqualTo(1.01 * exact.seconds().get());
        assertThat(fast).isGreaterThanOrEqualTo(exact.bound() * (1 - 1e-5));
    }

    @Property(tries = 5)
    void aStepIsNoShorterThanTheWorkAllowsAndNoLongerThanWithOneDegree(@ForAll @IntRange(max = 1_000) int seed) {
        int[] batch = batch(seed, 200);
        double seconds = FLEX_SP.assign(batch).seconds();
        double work = Arrays.stream(batch)
                .mapToDouble(length -> 2 * COSTS.seconds(length, 2))
                .sum();
        int longest = Arrays.stream(batch).max().orElseThrow();
        double alone = Double.POSITIVE_INFINITY;
        for (int degree = 2; degree <= 64; degree *= 2) {
            alone = degree * COSTS.capacity() < longest ? alone : Math.min(alone, COSTS.seconds(longest, degree));
        }
        assertThat(seconds * (1 + 1e-12)).isGreaterThanOrEqualTo(COSTS.launch() + Math.max(work / 64, alone));
        assertThat(seconds)
                .isLessThanOrEqualTo(new BestDegree(COSTS, 64).assign(batch).seconds());
        assertThat(new BestDegree(COSTS, 64).assign(batch).seconds())
                .isLessThanOrEqualTo(
                        StaticParallel.fitting(COSTS, 64, LIMIT).assign(batch).seconds());
    }

    @Test
    void thePlaceOfASequenceInTheBatchDoesNotMatter() {
        int[] batch = batch(1, 300);
        int[] sorted = sorted(batch);
        assertThat(FLEX_SP.assign(sorted).seconds())
                .isCloseTo(FLEX_SP.assign(batch).seconds(), within(1e-9));
    }

    @Test
    void withEveryExchangeEquallyFastLittleIsGained() {
        int[] batch = batch(3, 512);
        Ulysses flat = COSTS.flat();
        double gain = StaticParallel.fitting(flat, 64, LIMIT).assign(batch).seconds()
                / new FlexSp(flat, 64).assign(batch).seconds();
        double usual = StaticParallel.fitting(COSTS, 64, LIMIT).assign(batch).seconds()
                / FLEX_SP.assign(batch).seconds();
        assertThat(usual).isGreaterThan(1.4);
        assertThat(gain).isLessThan(1.15);
    }

    @Test
    void equalLengthsAtTheLimitLeaveNothingToGain() {
        int limit = 384 * 1024;
        Ulysses costs = Ulysses.Profile.GPT_7B.costs(limit, 64);
        int[] batch = new int[8];
        Arrays.fill(batch, limit);
        double gain = StaticParallel.fitting(costs, 64, limit).assign(batch).seconds()
                / new FlexSp(costs, 64).assign(batch).seconds();
        assertThat(gain).isCloseTo(1, within(1e-9));
    }

    @Test
    void aLongSequenceGetsAWideGroupAndFourShorterOnesGetNodes() {
        int[] batch = {102_400, 49_152, 49_152, 49_152, 49_152};
        assertThat(FLEX_SP.assign(batch).pieces())
                .extracting(piece -> piece.devices().size())
                .containsExactlyInAnyOrder(32, 8, 8, 8, 8);
    }

    @Test
    void fewBucketsCostLittle() {
        int[] batch = batch(5, 256);
        double exact = FLEX_SP.assign(batch).seconds();
        double bucketed = new FlexSp(COSTS, 64, 2, 16).assign(batch).seconds();
        assertThat(bucketed).isBetween(0.999 * exact, 1.1 * exact);
    }

    @Test
    void sixtyFourDevicesCanBeDividedInTwoHundredAndTwoWays() {
        assertThat(DegreeSets.of(64, 2).counts()).hasSize(202);
    }

    @Test
    void microBatchesAreCutWhereTheLargestIsLeast() {
        assertThat(MicroBatches.cut(new int[] {9, 5, 4, 3, 3, 2, 1}, 3)).containsExactly(1, 3, 7);
        assertThat(MicroBatches.cut(new int[] {1, 1, 1}, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void lengthsAreRoundedUpByAsLittleAsCanBe() {
        assertThat(Buckets.round(new int[] {100, 90, 10, 9, 8}, 2)).containsExactly(100, 100, 10, 10, 10);
        assertThat(Buckets.round(new int[] {5, 4, 3}, 3)).containsExactly(5, 4, 3);
    }

    @Test
    void theTimeOfAGroupIsWhatItsExplanationSays() {
        int[] lengths = {1024, 4096, 25_600};
        assertThat(COSTS.explain(lengths, 8).value()).isCloseTo(COSTS.seconds(lengths, 8), within(1e-12));
    }

    @Test
    void aSequenceThatFitsNowhereIsRefused() {
        assertThatThrownBy(() -> FLEX_SP.assign(new int[] {1 << 20}))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[1048576]");
        assertThatThrownBy(() -> new FlexSp(COSTS, 64, 3, 0).assign(new int[] {128}))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("power of two");
    }

    private static int[] sorted(int[] batch) {
        return Arrays.stream(batch)
                .boxed()
                .sorted((a, b) -> b - a)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
