package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.List;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.MultiverseTables.Accuracy;
import throughline.papers.reasoning.MultiverseTables.Budget;

/// Accuracy at a budget of generation length: Multiverse writes as many times more tokens in it as its parallelism
/// says, so it should stand where the model that writes one by one stands at a longer budget, less what it loses with
/// all the length it needs.
final class MultiverseBudgets {
    static final List<String> BENCHMARKS = List.of("GPQA", "MATH500");
    static final String GAIN = "gain at equal length, mean";

    private MultiverseBudgets() {}

    static String gain(String benchmark) {
        return "gain at equal length, " + benchmark;
    }

    /// At the budgets whose longer ones still lie on the curve: those that can be predicted.
    static String gainReached(String benchmark) {
        return "gain at equal length, %s, budgets within reach".formatted(benchmark);
    }

    /// How many budgets have points.
    static int all(String benchmark) {
        return MultiverseTables.budgets(benchmark, MultiverseTables.ONE_BY_ONE).size();
    }

    /// How many of the budgets, the shortest first, have their longer ones on the curve.
    static int reached(String benchmark) {
        double parallelism = MultiverseTables.accuracies().stream()
                .filter(each -> each.benchmark().equals(benchmark))
                .mapToDouble(Accuracy::parallelism)
                .findFirst()
                .orElseThrow();
        double[] lengths = lengths(benchmark);
        return (int) Arrays.stream(lengths)
                .filter(length -> length * parallelism <= lengths[lengths.length - 1])
                .count();
    }

    /// The mean gain over the first budgets, as read off.
    static double gain(String benchmark, int budgets) {
        return mean(benchmark, MultiverseTables.MULTIVERSE, budgets)
                - mean(benchmark, MultiverseTables.ONE_BY_ONE, budgets);
    }

    private static double mean(String benchmark, String model, int budgets) {
        return MultiverseTables.budgets(benchmark, model).stream()
                .limit(budgets)
                .mapToDouble(Budget::accuracy)
                .average()
                .orElseThrow();
    }

    static void claims(Evidence evidence) {
        arithmetic(evidence);
        Constant[] predicted = new Constant[BENCHMARKS.size()];
        for (int i = 0; i < predicted.length; i++) {
            String benchmark = BENCHMARKS.get(i);
            String other = BENCHMARKS.get(1 - i);
            predicted[i] = evidence.fit("gain by parallelism, " + benchmark, rows -> predicted(rows, benchmark));
            evidence.claim(Recomputed.of(gainReached(benchmark), predicted[i].value())
                    .within(Tolerance.absolute(1, "half of what is claimed for the mean of both"))
                    .against(Null.of("the other benchmark's gain", rows -> rows.value(gainReached(other))))
                    .using(predicted[i])
                    .tried(
                            "The parallelism of the table is that of whole traces. Over all seven budgets GPQA gains 2.2,"
                                    + " near the prediction; but that is of the five short ones, where it gains 3.0. On MATH500"
                                    + " a parallelism of 1.06 would do."));
        }
        evidence.claim(
                Recomputed.of(GAIN, (predicted[0].value() + predicted[1].value()) / 2)
                        .within(Tolerance.absolute(1, "half of it"))
                        .against(Null.of(
                                "the gain in the table, with all the length needed",
                                rows -> tableGain(rows, "one by one")))
                        .using(predicted)
                        .tried(
                                "Neither comes out at the budgets that are predicted: GPQA gains more, MATH500 less than a third of it."));
    }

    /// What the page says against its own table and figures.
    private static void arithmetic(Evidence evidence) {
        Constant table = evidence.fit("gain in the table", rows -> tableGain(rows, "one by one"));
        evidence.claim(Recomputed.of(GAIN, table.value())
                .as("gain in the table, mean of four")
                .within(Tolerance.absolute(0.1, "rounding"))
                .using(table)
                .byArithmetic("differences in the table; with all the length needed the gain is a loss")
                .tried("The gain of the abstract is the mean of the figures, at limited lengths, which comes out."));
        Constant figures = evidence.fit(
                "gain in the figures", rows -> (rows.value(gain("GPQA")) + rows.value(gain("MATH500"))) / 2);
        evidence.claim(Recomputed.of(GAIN, figures.value())
                .as("gain in the figures, mean of two")
                .within(Tolerance.absolute(0.1, "as well as they can be read"))
                .using(figures)
                .byArithmetic("differences in the figures"));
        Constant instruct = evidence.fit("gain over Qwen2.5", rows -> tableGain(rows, "Qwen2.5-32B-Instruct"));
        evidence.claim(Recomputed.of(Multiverse.OVER_QWEN, instruct.value())
                .within(Tolerance.absolute(0.05, "rounding"))
                .using(instruct)
                .byArithmetic("differences in the table")
                .tried("The four differences as printed; no rounding of theirs gives the text's number."));
    }

    private static double tableGain(Published rows, String over) {
        return MultiverseTables.accuracies().stream()
                .mapToDouble(each -> rows.value(MultiverseTables.key(each.benchmark(), MultiverseTables.MULTIVERSE))
                        - rows.value(MultiverseTables.key(each.benchmark(), over)))
                .average()
                .orElseThrow();
    }

    /// The mean over the budgets within reach.
    static double predicted(Published rows, String benchmark) {
        double[] accuracies = MultiverseTables.accuracies(rows, benchmark, MultiverseTables.ONE_BY_ONE);
        double parallelism = rows.value(MultiverseTables.key(benchmark, "parallelism"));
        double[] lengths = lengths(benchmark);
        double gain = Arrays.stream(lengths)
                .limit(reached(benchmark))
                .map(length -> at(lengths, accuracies, length * parallelism) - at(lengths, accuracies, length))
                .average()
                .orElseThrow();
        return gain - loss(rows, benchmark);
    }

    static double loss(Published rows, String benchmark) {
        return rows.value(MultiverseTables.key(benchmark, MultiverseTables.ONE_BY_ONE))
                - rows.value(MultiverseTables.key(benchmark, MultiverseTables.MULTIVERSE));
    }

    static double[] lengths(String benchmark) {
        return MultiverseTables.budgets(benchmark, MultiverseTables.ONE_BY_ONE).stream()
                .mapToDouble(Budget::length)
                .toArray();
    }

    /// Straight between points.
    static double at(double[] x, double[] y, double place) {
        int i = 1;
        while (i < x.length - 1 && x[i] < place) {
            i++;
        }
        return y[i - 1] + (y[i] - y[i - 1]) * (place - x[i - 1]) / (x[i] - x[i - 1]);
    }

    /// The share of the text that lies in paths, were there seven of one length, in the mean of the benchmarks.
    static double shareInPaths(Published rows) {
        double parallelism = MultiverseTables.accuracies().stream()
                .map(Accuracy::benchmark)
                .mapToDouble(benchmark -> rows.value(MultiverseTables.key(benchmark, "parallelism")))
                .average()
                .orElseThrow();
        return 100 * (1 - 1 / parallelism) / (1 - 1 / 7.0);
    }
}
