package throughline.reasoning.samples;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.scaling.Bootstrap.Interval;
import throughline.scaling.PassAtK;

/// pass@k and majority@k of samples, with what a fit says of them.
///
/// @param rows by rising k: powers of two, and the fewest samples that a problem has
public record Curve(List<Row> rows) {
    private static final int DRAWS = 2_000;
    private static final int PROBLEMS = 1_500;
    private static final double TAIL = 0.025;

    public Curve {
        rows = List.copyOf(rows);
    }

    /// One k. Intervals hold 95 %, over problems drawn anew with repeats, and exact where all problems are solved
    /// or none; one problem has none, and gives NaN.
    ///
    /// @param k             samples
    /// @param pass          share of problems that one of k solves, by the unbiased estimator
    /// @param passWithin    interval
    /// @param majority      share of problems of which the most frequent of k answers is right
    /// @param majorityWithin interval
    /// @param passFit       by the fitted population; NaN without one
    /// @param passAlike     by problems that all have one chance
    /// @param majorityFit   by the fitted population and confusion; NaN without one
    /// @param majorityAlike by problems that all have one chance, and that confusion
    public record Row(
            int k,
            double pass,
            Interval passWithin,
            double majority,
            Interval majorityWithin,
            double passFit,
            double passAlike,
            double majorityFit,
            double majorityAlike) {}

    static Curve of(Samples samples, Optional<ProblemPopulation> population, AnswerModel answers) {
        int[] ks = ks(samples.fewest());
        double[][] pass = new double[ks.length][];
        double[][] majority = new double[ks.length][];
        Stream stream = new Streams(1).named("majority");
        for (int j = 0; j < ks.length; j++) {
            int k = ks[j];
            pass[j] = samples.problems().stream()
                    .mapToDouble(problem -> PassAtK.unbiased(problem.size(), problem.right(), k))
                    .toArray();
            majority[j] = samples.problems().stream()
                    .mapToDouble(problem -> MajorityAtK.of(problem).at(k, stream))
                    .toArray();
        }
        Interval[] passWithin = intervals(pass, "pass");
        Interval[] majorityWithin = intervals(majority, "vote");
        double[] fit = population.map(found -> votes(found, answers, ks)).orElse(none(ks));
        double[] alike =
                population.map(found -> votes(alike(found), answers, ks)).orElse(none(ks));
        return new Curve(IntStream.range(0, ks.length)
                .mapToObj(j -> new Row(
                        ks[j],
                        mean(pass[j]),
                        passWithin[j],
                        mean(majority[j]),
                        majorityWithin[j],
                        population.map(found -> found.passAtK(ks[j])).orElse(Double.NaN),
                        population.map(found -> alike(found).passAtK(ks[j])).orElse(Double.NaN),
                        fit[j],
                        alike[j]))
                .toList());
    }

    private static int[] ks(int fewest) {
        return IntStream.concat(IntStream.iterate(1, k -> k < fewest, k -> 2 * k), IntStream.of(fewest))
                .toArray();
    }

    private static ProblemPopulation alike(ProblemPopulation population) {
        return new ProblemPopulation(population.mean(), BetaBinomial.MOST_SPREAD);
    }

    private static double[] votes(ProblemPopulation population, AnswerModel answers, int[] ks) {
        Exam exam = Exam.stratified(Reasoner.of(population, answers), PROBLEMS, 1);
        return Arrays.stream(ks).mapToDouble(exam::majority).toArray();
    }

    private static double[] none(int[] ks) {
        return Arrays.stream(ks).mapToDouble(k -> Double.NaN).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /// The same problems are drawn for every k.
    private static Interval[] intervals(double[][] values, String name) {
        int problems = values[0].length;
        Interval[] intervals = new Interval[values.length];
        if (problems == 1) {
            Arrays.fill(intervals, new Interval(Double.NaN, Double.NaN));
            return intervals;
        }
        double[][] means = new double[values.length][DRAWS];
        Streams streams = new Streams(1).below(name);
        for (int draw = 0; draw < DRAWS; draw++) {
            Stream stream = streams.named(Integer.toString(draw));
            for (int i = 0; i < problems; i++) {
                int drawn = stream.below(problems);
                for (int j = 0; j < values.length; j++) {
                    means[j][draw] += values[j][drawn] / problems;
                }
            }
        }
        for (int j = 0; j < values.length; j++) {
            intervals[j] = certain(values[j]).orElse(PopulationFit.interval(means[j]));
        }
        return intervals;
    }

    /// Problems drawn anew say nothing where all are solved, or none. What is so in all of n problems is so in a share
    /// of at least `0.025^(1/n)` of those they come from (Clopper and Pearson, 1934).
    private static Optional<Interval> certain(double[] values) {
        double least = StrictMath.pow(TAIL, 1.0 / values.length);
        if (Arrays.stream(values).allMatch(value -> value == 1)) {
            return Optional.of(new Interval(least, 1));
        }
        return Arrays.stream(values).allMatch(value -> value == 0)
                ? Optional.of(new Interval(0, 1 - least))
                : Optional.empty();
    }

    /// A row for each k, in per cent.
    public Table table() {
        return Table.create(
                "pass@k and majority@k",
                IntColumn.create("k", rows.stream().mapToInt(Row::k)),
                column("pass@k [%]", row -> row.pass),
                column("pass low [%]", row -> row.passWithin.low()),
                column("pass high [%]", row -> row.passWithin.high()),
                column("pass fitted [%]", row -> row.passFit),
                column("pass if alike [%]", row -> row.passAlike),
                column("majority@k [%]", row -> row.majority),
                column("majority low [%]", row -> row.majorityWithin.low()),
                column("majority high [%]", row -> row.majorityWithin.high()),
                column("majority fitted [%]", row -> row.majorityFit),
                column("majority if alike [%]", row -> row.majorityAlike));
    }

    private DoubleColumn column(String name, ToDoubleFunction<Row> value) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(value).map(x -> 100 * x));
    }
}
