package throughline.reasoning.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// What must hold whatever is sampled.
class PruningTest {
    private static final GreedyClustering GREEDY = new GreedyClustering(0.5, 32, 10);

    /// Samples with so many answers beside the right one, the right one as likely as given.
    private static Sampled samples(int count, double right, int wrong, Streams streams) {
        Stream random = streams.named("samples");
        int[] answers = new int[count];
        double[] tokens = new double[count];
        double[] confidence = new double[count];
        for (int i = 0; i < count; i++) {
            answers[i] = random.uniform() < right ? 0 : 1 + random.below(wrong);
            tokens[i] = 1000 + random.exponential(5000);
            confidence[i] = random.normal() + (answers[i] == 0 ? 1 : 0);
        }
        return new Sampled(answers, tokens, confidence);
    }

    @Property(tries = 200)
    void theGroupsOfAnyJudgeHoldEachSampleOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @DoubleRange(min = 0, max = 1) double threshold,
            @ForAll @IntRange(min = 1, max = 40) int most) {
        Streams streams = new Streams(seed);
        Sampled samples = samples(count, 0.6, 5, streams);
        Similarity judge = PairJudge.random().reads(samples, streams);
        Clusters clusters = new GreedyClustering(threshold, most, 3).of(count, judge, streams.named("members"));
        assertThat(clusters.members().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        assertThat(clusters.count()).isBetween(1, Math.min(most, count));
        assertThat(clusters.comparisons()).isLessThanOrEqualTo((long) count * most * 3);
    }

    @Property(tries = 200)
    void aPerfectJudgeGroupsByAnswer(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @DoubleRange(min = 0, max = 0.99) double threshold) {
        Streams streams = new Streams(seed);
        Sampled samples = samples(count, 0.6, 5, streams);
        JudgePruning pruning = new JudgePruning(GREEDY.with(threshold), 500, count);
        Clusters clusters = pruning.clusters(samples, PairJudge.perfect(), streams);
        clusters.members().forEach(group -> assertThat(group).allMatch(other -> samples.same(group.getFirst(), other)));
        assertThat((long) clusters.count())
                .isEqualTo(IntStream.of(samples.answers()).distinct().count());
        assertThat(pruning.voting(samples, PairJudge.perfect(), streams).correct())
                .as("the vote inside the largest group is the vote of all, up to equals")
                .isEqualTo(samples.answers()[clusters.largest().getFirst()] == 0);
    }

    @Property(tries = 200)
    void tokensAreThoseOfPrefixesAndOfWhatWentOn(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 3000) double prefix,
            @ForAll @IntRange(min = 1, max = 60) int completed) {
        Streams streams = new Streams(seed);
        Sampled samples = samples(100, 0.7, 5, streams);
        JudgePruning pruning = new JudgePruning(GREEDY, prefix, completed);
        Pruned pruned = pruning.voting(samples, new BinormalJudge(0.87, 0.8, 0.3), streams);
        double begun = DoubleStream.of(samples.tokens())
                .map(tokens -> Math.min(prefix, tokens))
                .sum();
        double rest = pruned.completed().stream()
                .mapToDouble(s -> Math.max(0, samples.tokens()[s] - prefix))
                .sum();
        assertThat(pruned.tokens()).isCloseTo(begun + rest, within(1e-6));
        assertThat(pruned.completed()).hasSizeBetween(1, completed);
        assertThat(PlainVoting.of(samples).tokens()).isGreaterThanOrEqualTo(pruned.tokens() - 1e-6);
    }

    @Property(tries = 100)
    void nothingSavedAndNothingLostWhenAllGoOn(@ForAll long seed) {
        Streams streams = new Streams(seed);
        Sampled samples = samples(100, 0.5, 3, streams);
        JudgePruning pruning = new JudgePruning(GREEDY.with(0), 500, 100);
        Pruned pruned = pruning.voting(samples, PairJudge.always(0.5), streams);
        assertThat(pruned.groups()).isEqualTo(1);
        assertThat(pruned.tokens()).isCloseTo(PlainVoting.of(samples).tokens(), within(1e-6));
        assertThat(pruned.answer()).isEqualTo(PlainVoting.of(samples).answer());
    }

    @Test
    void thereAreFewerGroupsTheLowerTheThreshold() {
        BinormalJudge judge = new BinormalJudge(0.87, 0.8, 0.2);
        double before = Double.POSITIVE_INFINITY;
        for (double threshold : new double[] {0.95, 0.75, 0.63, 0.5, 0.25}) {
            double groups = groups(judge, threshold);
            assertThat(groups).isLessThan(before);
            before = groups;
        }
    }

    private static double groups(PairJudge judge, double threshold) {
        return IntStream.range(0, 60)
                .map(problem -> {
                    Streams streams = new Streams(problem);
                    Sampled samples = samples(150, 0.7, 6, streams);
                    JudgePruning pruning = new JudgePruning(GREEDY.with(threshold), 500, 30);
                    return pruning.clusters(samples, judge, streams).count();
                })
                .average()
                .orElseThrow();
    }

    @Test
    void aJudgeRanksPairsAsOftenRightlyAsItsAurocSays() {
        for (double shared : new double[] {0, 0.5}) {
            double right = 0;
            double all = 0;
            for (int problem = 0; problem < 400; problem++) {
                Streams streams = new Streams(problem);
                Sampled samples = samples(40, 0.5, 1, streams);
                Similarity judge = new BinormalJudge(0.87, 0.8, shared).reads(samples, streams);
                for (int i = 0; i + 3 < 40; i += 4) {
                    boolean same = samples.same(i, i + 1);
                    if (same != samples.same(i + 2, i + 3)) {
                        all++;
                        right += judge.of(i, i + 1) > judge.of(i + 2, i + 3) == same ? 1 : 0;
                    }
                }
            }
            assertThat(right / all).isCloseTo(0.87, within(0.02));
        }
    }

    @Test
    void whatAJudgeSaysIsAProbability() {
        double prior = 0.8;
        double says = 0;
        double is = 0;
        int asked = 0;
        for (int problem = 0; problem < 500; problem++) {
            Streams streams = new Streams(problem);
            boolean same = streams.named("pair").uniform() < prior;
            Sampled pair = new Sampled(new int[] {0, same ? 0 : 1}, new double[] {1, 1}, new double[2]);
            double probability =
                    new BinormalJudge(0.87, prior, 0.4).reads(pair, streams).of(0, 1);
            assertThat(probability).isBetween(0.0, 1.0);
            if (probability > 0.6 && probability < 0.95) {
                says += probability;
                is += same ? 1 : 0;
                asked++;
            }
        }
        assertThat(is / asked).isCloseTo(says / asked, within(0.06));
    }

    @Test
    void whatAJudgeSaysOfAPairDependsOnNeitherOrderNorTime() {
        Streams streams = new Streams(3);
        Sampled samples = samples(50, 0.5, 3, streams);
        for (PairJudge kind : List.of(new BinormalJudge(0.8, 0.8, 0.5), PairJudge.random(), PairJudge.perfect())) {
            Similarity judge = kind.reads(samples, streams);
            Similarity again = kind.reads(samples, streams);
            for (int i = 0; i < 50; i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(judge.of(i, j)).isEqualTo(judge.of(j, i)).isEqualTo(again.of(j, i));
                }
            }
        }
    }

    @Test
    void aBetterJudgeKeepsTheLargestGroupPurer() {
        double before = 0;
        for (double auroc : new double[] {0.5, 0.6, 0.7072, 0.87, 0.97}) {
            double pure = purity(new BinormalJudge(auroc, 0.8, 0));
            assertThat(pure).isGreaterThanOrEqualTo(before);
            before = pure;
        }
    }

    /// Share of pairs in the largest group that end alike.
    private static double purity(PairJudge judge) {
        return IntStream.range(0, 60)
                .mapToDouble(problem -> {
                    Streams streams = new Streams(problem);
                    Sampled samples = samples(150, 0.7, 6, streams);
                    List<Integer> largest = new JudgePruning(GREEDY, 500, 30)
                            .clusters(samples, judge, streams)
                            .largest();
                    return largest.stream()
                            .mapToDouble(s -> samples.same(s, largest.getFirst()) ? 1 : 0)
                            .average()
                            .orElseThrow();
                })
                .average()
                .orElseThrow();
    }

    @Test
    void stoppingByConfidenceTakesFewerTokensTheHigherItsThreshold() {
        Sampled samples = samples(400, 0.4, 3, new Streams(1));
        double all = PlainVoting.of(samples).tokens();
        double high =
                new ConfidenceStopping(16, 0.9, 2).of(samples, new Streams(1)).tokens();
        double low =
                new ConfidenceStopping(16, 0.1, 2).of(samples, new Streams(1)).tokens();
        assertThat(low).isLessThan(high);
        assertThat(high).isLessThan(all);
        assertThat(new ConfidenceStopping(16, 0, 2).of(samples, new Streams(1)).completed())
                .hasSizeLessThan(100);
    }

    @Test
    void agreementEndsIt() {
        int[] answers = new int[100];
        double[] ones = DoubleStream.generate(() -> 1).limit(100).toArray();
        Pruned ended = new ConfidenceStopping(16, 0.9, 0.95).of(new Sampled(answers, ones, ones), new Streams(1));
        assertThat(ended.tokens()).isEqualTo(16);
        assertThat(ended.correct()).isTrue();
    }

    @Property(tries = 100)
    void votingWithinTokensKeepsToThem(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1e6) double tokens) {
        Sampled samples = samples(100, 0.5, 3, new Streams(seed));
        Pruned some = PlainVoting.within(samples, tokens);
        assertThat(some.completed()).isNotEmpty();
        assertThat(some.completed().size() == 1 || some.tokens() <= tokens).isTrue();
    }

    @Test
    void aJudgesReadingIsCounted() {
        JudgeCost cost = new JudgeCost(4e9, 1000);
        double comparisons = 512 * 10 * 10;
        assertThat(cost.flops(comparisons)).isCloseTo(0.41e18, within(0.005e18));
        assertThat(cost.asTokensOf(32.8e9, comparisons)).isCloseTo(6.24e6, within(0.01e6));
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThatThrownBy(() -> new Sampled(new int[2], new double[1], new double[2]))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[2]")
                .hasMessageContaining("[1]");
        assertThatThrownBy(() -> new JudgePruning(GREEDY, -1, 3)).isInstanceOf(BadInput.class);
    }

    @Test
    void whatIsNoSampleNoVoteAndNoProbabilityIsAnError() {
        double[] one = {1};
        for (double tokens : new double[] {Double.NaN, 0, -5, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Sampled(new int[1], new double[] {tokens}, one))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("sample [0] has [%s] tokens".formatted(tokens));
        }
        Sampled single = new Sampled(new int[1], one, one);
        assertThatThrownBy(single::agreement).hasMessageContaining("samples [1]");
        for (int votes : new int[] {-1, 0, 2}) {
            assertThatThrownBy(() -> PlainVoting.first(single, votes))
                    .hasMessageContaining("votes [%d]".formatted(votes));
        }
        assertThatThrownBy(() -> PlainVoting.within(single, Double.NaN)).isInstanceOf(BadInput.class);
        Stream random = new Streams(1).named("members");
        assertThatThrownBy(() -> GREEDY.of(0, (_, _) -> 1, random)).hasMessageContaining("samples [0]");
        for (double said : new double[] {Double.NaN, -0.1, 1.1}) {
            assertThatThrownBy(() -> GREEDY.of(2, (_, _) -> said, random))
                    .hasMessageContaining("the judge says [%s] of samples 1 and 0".formatted(said));
        }
        assertThatThrownBy(() -> Prune.of(0, 0.87, 0.5, 50)).hasMessageContaining("samples [0]");
        assertThatThrownBy(() -> Prune.of(8, 0.87, 0.5, 50).counting(new JudgeCost(4e9, 1_000), 0))
                .hasMessageContaining("generator [0.0]");
    }

    @Test
    void anAnswerMayBeAnyNumber() {
        double[] ones = {1, 1, 1};
        int large = Integer.MAX_VALUE;
        assertThat(PlainVoting.of(new Sampled(new int[] {3, large, large}, ones, ones))
                        .answer())
                .isEqualTo(large);
    }
}
