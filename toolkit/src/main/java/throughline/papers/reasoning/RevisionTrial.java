package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Improvement;
import throughline.reasoning.Problem;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.Refine;
import throughline.reasoning.RefinedChains;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How well so many calls do in chains of revisions side by side, by how the calls are shared out and by how hard the
/// problems are. Numbers of calls and lengths of chains are powers of 2.
///
/// Lengths of nearly the same worth can be put in order by no number of runs that one would wait for. So shares are
/// those that [#policy] tends to: the chance of a chain by [Improvement#after], and the chance that the verifier's
/// highest score is a right chain's, `C S int phi(x - d) (S Phi(x - d) + (1 - S) Phi(x))^(C-1) dx`.
///
/// ```java
/// RevisionTrial trial = RevisionTrial.of(RevisionTrial.Knobs.usual(), 64);
/// trial.table(16);               // by fifth of difficulty and length of chain
/// trial.best(16);                // the best length by fifth
/// ```
public final class RevisionTrial {
    /// Fifths of the problems; 0 is the hardest.
    static final int FIFTHS = 5;

    private static final int MOST = 4_096;
    private static final int RANKS = 500;
    private static final double ALL = 1e9;
    private static final double TOKENS = 1_000;
    private static final double STEP = 0.05;
    private static final int STEPS = 300;
    private static final double FROM = -5;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /// What is assumed of model, verifier and reviser.
    ///
    /// @param mean     chance of a fresh trace
    /// @param spread   of chances over problems
    /// @param verifier d' of the verifier that chooses a chain
    /// @param reviser  d' of the model that hands on or solves afresh
    /// @param kept     share of right answers that it hands on
    public record Knobs(
            @Param(value = "chance of a fresh trace", min = 0.001, max = 0.999)
            double mean,

            @Param(value = "spread of chances over problems", min = 0.01, max = 100)
            double spread,

            @Param(value = "d' of the verifier", min = 0, max = 10)
            double verifier,

            @Param(value = "d' of the reviser", min = 0, max = 10)
            double reviser,

            @Param(value = "share of right answers that are handed on", min = 0.001, max = 0.999)
            double kept) {
        public Knobs {
            Spec.check(Knobs.class, mean, spread, verifier, reviser, kept);
        }

        /// A model that solves three of ten, with one eye for its own answers and for those of others.
        public static Knobs usual() {
            return new Knobs(0.3, Distilled.SPREAD.value(), 1, 1, PdrModel.KEPT);
        }

        private Improvement operator() {
            return Improvement.keeping(kept, reviser);
        }
    }

    /// Percent solved, `[log2 calls][log2 length][fifth]`.
    private final double[][][] solved;

    private RevisionTrial(double[][][] solved) {
        this.solved = solved;
    }

    /// All numbers of calls that are powers of 2 up to one, and all lengths.
    ///
    /// @param calls at most, a power of 2 up to 4,096
    public static RevisionTrial of(Knobs knobs, int calls) {
        int most = log2(calls);
        double[] chances =
                exam(knobs, RANKS, 1).problems().mapToDouble(Problem::success).toArray();
        double[][][] solved = new double[most + 1][][];
        for (int n = 0; n <= most; n++) {
            solved[n] = new double[n + 1][FIFTHS];
            for (int length = 0; length <= n; length++) {
                solved[n][length] = fifths(expected(knobs, chances, 1 << n - length, 1 << length));
            }
        }
        return new RevisionTrial(solved);
    }

    /// Problems, the hardest first.
    static Exam exam(Knobs knobs, int problems, long seed) {
        return Exam.stratified(
                Reasoner.of(
                        new ProblemPopulation(knobs.mean, knobs.spread), AnswerModel.open(Distilled.CONFUSION.value())),
                problems,
                seed);
    }

    /// So many chains of a length, from which a verifier takes one.
    static RefinedChains policy(Knobs knobs, int chains, int length) {
        Refine chain = new Refine(length, knobs.operator(), ALL, TOKENS);
        return new RefinedChains(chains, chain, Aggregator.verifier(knobs.verifier));
    }

    /// Percent that [#policy] solves, by problem.
    ///
    /// @param chances that a fresh trace is right
    static double[] expected(Knobs knobs, double[] chances, int chains, int length) {
        return Arrays.stream(chances)
                .map(chance -> 100 * highest(chains, knobs.operator().after(length - 1, chance), knobs.verifier))
                .toArray();
    }

    private static double highest(int chains, double right, double discrimination) {
        if (chains == 1) {
            return right;
        }
        double sum = 0;
        for (int i = 0; i < STEPS; i++) {
            double x = FROM + STEP * i;
            double below = right * NORMAL.cumulativeProbability(x)
                    + (1 - right) * NORMAL.cumulativeProbability(x + discrimination);
            sum += NORMAL.density(x) * StrictMath.pow(below, chains - 1);
        }
        return STEP * chains * right * sum;
    }

    /// Means of fifths of values, one a problem.
    static double[] fifths(double[] values) {
        int each = values.length / FIFTHS;
        return IntStream.range(0, FIFTHS)
                .mapToDouble(fifth -> Arrays.stream(values, fifth * each, (fifth + 1) * each)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static int log2(int calls) {
        if (calls < 1 || calls > MOST || Integer.bitCount(calls) != 1) {
            throw new BadInput("calls [%d] must be a power of 2 up to %d", calls, MOST);
        }
        return Integer.numberOfTrailingZeros(calls);
    }

    /// The best length of a chain by fifth, the hardest first; of equal ones the shortest.
    ///
    /// @param calls a power of 2, no more than were tried
    public int[] best(int calls) {
        double[][] lengths = solved[log2(calls)];
        return IntStream.range(0, FIFTHS)
                .map(fifth -> 1 << best(lengths, fifth))
                .toArray();
    }

    private static int best(double[][] lengths, int fifth) {
        int best = 0;
        for (int length = 1; length < lengths.length; length++) {
            best = lengths[length][fifth] > lengths[best][fifth] ? length : best;
        }
        return best;
    }

    /// Percent solved by chains of one call: best-of-n.
    public double sideBySide(int calls) {
        return Arrays.stream(solved[log2(calls)][0]).average().orElseThrow();
    }

    /// Percent solved where each fifth has its best length.
    public double chosen(int calls) {
        double[][] lengths = solved[log2(calls)];
        return IntStream.range(0, FIFTHS)
                .mapToDouble(fifth -> lengths[best(lengths, fifth)][fifth])
                .average()
                .orElseThrow();
    }

    /// How many times fewer calls do as well as some side by side, where each fifth has its best length; interpolated
    /// in the logarithm of the calls, at least 1.
    public double saved(int calls) {
        double goal = sideBySide(calls);
        int n = 0;
        while (chosen(1 << n) < goal) {
            n++;
        }
        if (n == 0) {
            return calls;
        }
        double before = chosen(1 << n - 1);
        return calls / StrictMath.pow(2, n - 1 + (goal - before) / (chosen(1 << n) - before));
    }

    /// Rows for each fifth and length: `fifth` (1 is the hardest), `calls in a chain`, `chains`, `solved [%]`.
    public Table table(int calls) {
        double[][] lengths = solved[log2(calls)];
        Table table = Table.create(
                "%d calls".formatted(calls),
                IntColumn.create("fifth"),
                IntColumn.create("calls in a chain"),
                IntColumn.create("chains"),
                DoubleColumn.create("solved [%]"));
        for (int fifth = 0; fifth < FIFTHS; fifth++) {
            for (int length = 0; length < lengths.length; length++) {
                table.intColumn(0).append(fifth + 1);
                table.intColumn(1).append(1 << length);
                table.intColumn(2).append(calls >> length);
                table.doubleColumn(3).append(lengths[length][fifth]);
            }
        }
        return table;
    }
}
