package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.fit.Band;
import throughline.reasoning.fit.Panel;

/// What a vote brings: one spread of chances and one of wrong answers for all models of DeepSeek-R1, fitted on five and
/// held against two others, against self-consistency and against the votes of another paper.
final class RepeatedSamplesVotes {
    private static final double UNCUT = Double.POSITIVE_INFINITY;
    private static final int FITTED = 5;
    private static final double MOST_CONFUSED = 1_000;
    private static final double SURE = 0.9999;
    private static final String ERROR = "DeepSeek-R1: RMS error of five fitted cons@64";
    private static final String SCALE = "SCALE: mean gain of a majority of 8, twelve models and benchmarks";
    private static final String TENSION =
            "SCALE's models gain next to nothing by a vote of eight, where R1's gain 11 to 28 points by one of 64. No one"
                    + " spread gives both: theirs ask for s of 0.1 to 0.2, R1's for about 1. Training by reinforcement may"
                    + " make problems either always or never solved; but two of the four models are R1's distilled ones.";
    private static final String PALM = "Spread and confusion are those of other models on harder problems.";
    /// What a vote gained self-consistency elsewhere; for a null alone.
    private static final Map<String, Double> OTHERS = new TreeMap<>(Map.of(
            "self-consistency, PaLM-540B, SVAMP: gain of a vote",
            11.0,
            "self-consistency, PaLM-540B, AQuA: gain of a vote",
            12.2,
            "self-consistency, PaLM-540B, StrategyQA: gain of a vote",
            6.4,
            "self-consistency, PaLM-540B, ARC-challenge: gain of a vote",
            3.9));

    private static final String FOURTEEN =
            "Its vote gains 10 points where that of the 32B and the 70B model of about the same pass@1 gains 11 and 17."
                    + " Confusion and spread of its own would fit it, and then nothing would be predicted.";

    /// Searches by the rows they read: the shake test asks for the same ones again.
    private final Map<List<Double>, double[]> searches = new HashMap<>();

    /// @param one   pass@1
    /// @param voted majority of the samples
    private record Vote(
            String source,
            String model,
            String benchmark,
            int problems,
            int samples,
            double one,
            double voted,
            Provenance provenance) {
        String key(String what) {
            return "%s, %s, %s: %s".formatted(source, model, benchmark, what);
        }

        String single() {
            return key("pass@1");
        }

        String majority() {
            return key("cons@" + samples);
        }
    }

    private static List<Vote> votes(String source) {
        return Resource.lines("repeated-samples-votes.csv").stream()
                .filter(c -> c.get(0).equals(source))
                .map(c -> new Vote(
                        source,
                        c.get(1),
                        c.get(2),
                        Integer.parseInt(c.get(3)),
                        Integer.parseInt(c.get(4)),
                        Double.parseDouble(c.get(5)),
                        Double.parseDouble(c.get(6)),
                        Provenance.valueOf(c.get(7).toUpperCase(Locale.ROOT))))
                .toList();
    }

    private static List<Vote> fitted() {
        return votes("DeepSeek-R1").subList(0, FITTED);
    }

    private static List<Vote> held() {
        List<Vote> all = new ArrayList<>(votes("DeepSeek-R1"));
        all.subList(0, FITTED).clear();
        return all;
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        double gains = 0;
        for (String source : List.of("DeepSeek-R1", "self-consistency", "SCALE")) {
            for (Vote vote : votes(source)) {
                String where = source.equals("SCALE") ? "arXiv 2512.00466, table 1" : "report, recalled";
                rows.add(Reported.of(vote.single(), vote.one(), "%", where, vote.provenance()));
                rows.add(Reported.of(vote.majority(), vote.voted(), "%", where, vote.provenance()));
                gains += source.equals("SCALE") ? (vote.voted() - vote.one()) / 12 : 0;
            }
        }
        OTHERS.forEach(
                (row, gain) -> rows.add(Reported.of(row, gain, "points", "abstract, recalled", Provenance.RECALLED)));
        rows.add(Reported.of(
                ERROR, 0, "points", "0 by definition: what models that obey would err", Provenance.RECALLED));
        rows.add(Reported.printed(SCALE, gains, "points", "arXiv 2512.00466, table 1: the mean of its differences"));
        return rows;
    }

    /// Spread and confusion, and the constants they are.
    private record Shape(String name, double spread, double confusion, Constant... constants) {}

    void claims(Evidence evidence) {
        List<Constant> both = evidence.fit(List.of("s of five", "c of five"), this::shape);
        Constant alone = evidence.fit("s of five, where c is 8", rows -> spread(rows));
        for (Shape shape : List.of(
                new Shape("s and c fitted", both.get(0).value(), both.get(1).value(), both.toArray(Constant[]::new)),
                new Shape("s fitted", alone.value(), Distilled.CONFUSION.value(), alone, Distilled.CONFUSION))) {
            five(evidence, shape);
            for (Vote vote : held()) {
                Null line =
                        Null.of("the line through the five", rows -> line(rows).applyAsDouble(vote, rows));
                voted(evidence, vote, shape, line);
            }
            Vote palm = votes("self-consistency").getFirst();
            Null others = Null.of(
                    "pass@1 and the mean gain on four other benchmarks",
                    rows -> rows.value(palm.single())
                            + OTHERS.keySet().stream()
                                    .mapToDouble(rows::value)
                                    .average()
                                    .orElseThrow());
            voted(evidence, palm, shape, others);
            scale(evidence, shape);
        }
    }

    private static void five(Evidence evidence, Shape shape) {
        Constant error = evidence.fit(
                ERROR + ", " + shape.name(),
                rows -> rms(rows, (vote, all) -> expected(vote, all, shape.spread(), shape.confusion())));
        evidence.claim(Recomputed.of(ERROR, error.value())
                .as("%s, %s".formatted(ERROR, shape.name()))
                .within(Tolerance.absolute(5, "one and a half problems of 30"))
                .against(Null.of("a straight line over pass@1, two constants", rows -> rms(rows, line(rows))))
                .using(shape.constants())
                .using(error));
    }

    private static void voted(Evidence evidence, Vote vote, Shape shape, Null none) {
        Constant mean = evidence.fit("m of " + vote.model(), rows -> rows.value(vote.single()) / 100);
        Band band =
                Band.of(panel(mean.value(), shape.spread(), shape.confusion()), vote.samples(), UNCUT, vote.problems());
        double width = Math.max(3, 200 * band.deviation());
        evidence.claim(Recomputed.of(vote.majority(), 100 * band.expected())
                .as("%s, %s".formatted(vote.majority(), shape.name()))
                .within(Tolerance.absolute(
                        width, "two standard deviations of as many problems with this pass@1, and 3 points at least"))
                .against(none)
                .using(shape.constants())
                .using(mean)
                .tried(vote.model().contains("14B") ? FOURTEEN : vote.problems() > 1_000 ? PALM : ""));
    }

    private static void scale(Evidence evidence, Shape shape) {
        List<Vote> votes = votes("SCALE");
        Constant gain = evidence.fit("mean gain of twelve, " + shape.name(), rows -> votes.stream()
                .mapToDouble(
                        vote -> expected(vote, rows, shape.spread(), shape.confusion()) - rows.value(vote.single()))
                .average()
                .orElseThrow());
        evidence.claim(Recomputed.of(SCALE, gain.value())
                .as("%s, %s".formatted(SCALE, shape.name()))
                .within(Tolerance.absolute(2, "of twelve, each of 30 or 40 problems"))
                .against(Null.of(0, "no gain"))
                .using(shape.constants())
                .using(gain)
                .tried(TENSION));
    }

    private static Panel panel(double mean, double spread, double confusion) {
        return new Panel(
                Reasoner.of(new ProblemPopulation(Math.min(mean, SURE), spread), AnswerModel.open(confusion)),
                Panel.MAJORITY);
    }

    private static double expected(Vote vote, Published rows, double spread, double confusion) {
        double mean = rows.value(vote.single()) / 100;
        return 100 * panel(mean, spread, confusion).expected(vote.samples()).accuracy(vote.samples(), UNCUT);
    }

    /// Spread and confusion that leave the least squares on the five. They make up for each other: the more errors
    /// differ, the more alike to always or never problems may be, up to errors that are all different.
    private double[] shape(Published rows) {
        return searches.computeIfAbsent(
                read(rows, 2),
                _ -> Compass.least(
                        (s, c) -> c > MOST_CONFUSED
                                ? Double.POSITIVE_INFINITY
                                : rms(rows, (vote, all) -> expected(vote, all, s, c)),
                        new double[] {1, Distilled.CONFUSION.value()}));
    }

    private double spread(Published rows) {
        double c = Distilled.CONFUSION.value();
        return searches.computeIfAbsent(
                        read(rows, 1),
                        _ -> Compass.least(
                                (s, _) -> rms(rows, (vote, all) -> expected(vote, all, s, c)), new double[] {1, 1}))[0];
    }

    /// The rows of the five, and how many numbers are fitted to them.
    private static List<Double> read(Published rows, double free) {
        List<Double> read = new ArrayList<>(List.of(free));
        for (Vote vote : fitted()) {
            read.add(rows.value(vote.single()));
            read.add(rows.value(vote.majority()));
        }
        return read;
    }

    private static double rms(Published rows, ToDoubleBiFunction<Vote, Published> predicted) {
        return Math.sqrt(fitted().stream()
                .mapToDouble(vote -> predicted.applyAsDouble(vote, rows) - rows.value(vote.majority()))
                .map(error -> error * error)
                .average()
                .orElseThrow());
    }

    /// Least squares of cons@64 over pass@1 on the five.
    private static ToDoubleBiFunction<Vote, Published> line(Published rows) {
        double[] x =
                fitted().stream().mapToDouble(vote -> rows.value(vote.single())).toArray();
        double[] y = fitted().stream()
                .mapToDouble(vote -> rows.value(vote.majority()))
                .toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }
        double slope = products / squares;
        return (vote, all) -> meanY + slope * (all.value(vote.single()) - meanX);
    }

    /// A row for each of DeepSeek-R1's models: `model`, `pass@1 [%]`, `cons@64 [%]`, `expected [%]`, `band [points]`, a
    /// standard deviation, and `rows`, `fitted` or `predicted`.
    Table table(Published rows) {
        double[] shape = shape(rows);
        List<Vote> all = votes("DeepSeek-R1");
        List<Band> bands = all.stream()
                .map(vote -> Band.of(
                        panel(rows.value(vote.single()) / 100, shape[0], shape[1]),
                        vote.samples(),
                        UNCUT,
                        vote.problems()))
                .toList();
        return Table.create(
                "R1 at 64 samples",
                StringColumn.create("model", all.stream().map(Vote::model)),
                DoubleColumn.create("pass@1 [%]", all.stream().mapToDouble(vote -> rows.value(vote.single()))),
                DoubleColumn.create("cons@64 [%]", all.stream().mapToDouble(vote -> rows.value(vote.majority()))),
                DoubleColumn.create("expected [%]", bands.stream().mapToDouble(band -> 100 * band.expected())),
                DoubleColumn.create("band [points]", bands.stream().mapToDouble(band -> 100 * band.deviation())),
                StringColumn.create(
                        "rows", all.stream().map(vote -> fitted().contains(vote) ? "fitted" : "predicted")));
    }
}
