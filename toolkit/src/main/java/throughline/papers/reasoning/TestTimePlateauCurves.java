package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.Saturation;
import throughline.reasoning.SuccessQuantile;
import throughline.reasoning.fit.ExpectedAccuracy;
import throughline.reasoning.fit.Panel;

/// Accuracy over samples, or over rounds of rethinking, of problems that are not all alike.
///
/// @param population of problems
/// @param notices    chance that a round thinks a wrong answer over again
/// @param abandons   chance that a round thinks a right answer over again; the paper has 0
record TestTimePlateauCurves(ProblemPopulation population, double notices, double abandons) {
    static final int MOST = 32;
    private static final int RANKS = 400;
    private static final int LEVELS = 5;
    private static final double[] FITTED = {1, 2, 4, 8};

    /// Two ways to spend more.
    enum Way {
        /// Samples and a majority.
        VOTE,
        /// Samples of which one is right.
        HIT,
        /// Rounds of rethinking.
        ROUNDS
    }

    /// Shares of the problems solved with 1, 2, ..., 32 samples or rounds.
    double[] curve(Way way) {
        return switch (way) {
            case VOTE -> {
                ExpectedAccuracy expected = new Panel(
                                Reasoner.of(population, AnswerModel.open(Distilled.CONFUSION.value())), Panel.MAJORITY)
                        .expected(MOST);
                yield each(n -> expected.accuracy(n, Double.POSITIVE_INFINITY));
            }
            case HIT -> each(population::passAtK);
            case ROUNDS -> rounds();
        };
    }

    private static double[] each(IntToDoubleFunction accuracy) {
        return IntStream.rangeClosed(1, MOST).mapToDouble(accuracy).toArray();
    }

    /// Of each problem a chain of two states, begun by a first try: wrong answers are left with the chance to notice
    /// times that of a right one, right answers with the chance to abandon times that of a wrong one.
    private double[] rounds() {
        SuccessQuantile quantile = population.quantile();
        double[] sums = new double[MOST];
        for (int i = 0; i < RANKS; i++) {
            double chance = quantile.at((i + 0.5) / RANKS);
            double right = chance;
            for (int round = 0; round < MOST; round++) {
                sums[round] += right / RANKS;
                right += (1 - right) * notices * chance - right * abandons * (1 - chance);
            }
        }
        return sums;
    }

    /// The paper's law fitted to 1, 2, 4 and 8 of a curve's points.
    static Saturation fit(double[] curve) {
        return Saturation.fit(
                FITTED, Arrays.stream(FITTED).map(n -> curve[(int) n - 1]).toArray());
    }

    /// A level of difficulty, and where more samples stop to be worth it.
    ///
    /// @param one       pass@1 of its problems
    /// @param predicted by the law, fitted on up to eight samples
    /// @param alike     by the law without a ceiling, of problems that all have the same chance
    /// @param observed  the last sample that solved more problems than it is worth
    record Level(double one, int predicted, int alike, int observed) {}

    /// Five levels of drawn problems.
    ///
    /// @param each  problems of a level
    /// @param least gain that is worth a sample
    List<Level> levels(int each, double least, long seed) {
        Exam exam =
                Exam.drawn(Reasoner.of(population, AnswerModel.open(Distilled.CONFUSION.value())), LEVELS * each, seed);
        int[] byRank = IntStream.range(0, exam.size())
                .boxed()
                .sorted((a, b) ->
                        Double.compare(exam.problem(b).rank(), exam.problem(a).rank()))
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.range(0, LEVELS)
                .mapToObj(level -> level(exam, Arrays.copyOfRange(byRank, level * each, (level + 1) * each), least))
                .toList();
    }

    private static Level level(Exam exam, int[] problems, double least) {
        int[] solved = new int[MOST];
        double one = 0;
        for (int index : problems) {
            int first = IntStream.range(0, MOST)
                    .filter(path -> exam.problem(index).trace(path).correct())
                    .findFirst()
                    .orElse(MOST);
            for (int n = first; n < MOST; n++) {
                solved[n]++;
            }
            one += exam.problem(index).success() / problems.length;
        }
        int observed = observed(solved, least * problems.length);
        double some = Math.clamp(one, 1e-6, 1 - 1e-6);
        double[] shares = Arrays.stream(solved)
                .mapToDouble(n -> (double) n / problems.length)
                .toArray();
        return new Level(one, fit(positive(shares)).plateau(least), new Saturation(1, some).plateau(least), observed);
    }

    /// The last sample that solved more problems than it is worth, counting from 0. Problems are counted and not their
    /// shares added up: one of a hundred is not more than 0.01, whatever a sum of hundredths rounds to.
    ///
    /// @param solved problems, with 1, 2, ... samples
    /// @param worth  problems
    static int observed(int[] solved, double worth) {
        return IntStream.range(1, solved.length)
                .filter(n -> solved[n] - solved[n - 1] > worth + 1e-9)
                .max()
                .orElse(0);
    }

    /// A law is fitted to logarithms: of a level with nothing solved, half a problem in a thousand.
    private static double[] positive(double[] curve) {
        return Arrays.stream(curve).map(share -> Math.max(share, 5e-4)).toArray();
    }
}
