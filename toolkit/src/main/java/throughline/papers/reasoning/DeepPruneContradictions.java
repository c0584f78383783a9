package throughline.papers.reasoning;

import static throughline.papers.reasoning.DeepPruneTables.MODELS;
import static throughline.papers.reasoning.DeepPruneTables.SETS;
import static throughline.papers.reasoning.DeepPruneTables.accuracy;
import static throughline.papers.reasoning.DeepPruneTables.at;
import static throughline.papers.reasoning.DeepPruneTables.tokens;

import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;

/// What DeepPrune's abstracts say, beside the arithmetic of its first version's tables.
final class DeepPruneContradictions {
    private static final Tolerance ROUNDED = Tolerance.absolute(0.1, "differences of two values with one decimal");
    private static final Tolerance DIGITS = Tolerance.absolute(0.005, "two digits");
    private static final String OTHER =
            "The second version's own tables are not known: it changed the models, the data or the judge.";

    private final Evidence evidence;

    DeepPruneContradictions(Evidence evidence) {
        this.evidence = evidence;
    }

    void claims() {
        claim("least cut of tokens", rows -> cuts(rows).min().orElseThrow(), ROUNDED, "GPQA is not over 80 %.");
        claim("least cut of tokens v2", rows -> cuts(rows).min().orElseThrow(), ROUNDED, OTHER);
        claim("largest cut of tokens v2", rows -> cuts(rows).max().orElseThrow(), ROUNDED, OTHER);
        claim(
                "largest change of accuracy",
                DeepPruneContradictions::change,
                ROUNDED,
                "One problem of 30 is 3.3 points: GPT-OSS-20B loses one and wins one, Qwen3-32B wins three.");
        claim(
                "same-answer pairs average",
                DeepPruneContradictions::pairs,
                ROUNDED,
                "The mean of the four models that are named; others, or weights, may be in the average.");
        claim("AUROC of the judge", rows -> rows.value("AUROC first 25 words both"), DIGITS, "");
        claim("AUROC of the judge v2", rows -> rows.value("AUROC first 25 words both"), DIGITS, OTHER);
        for (String set : SETS.subList(0, 2)) {
            String why = "the same run stands in two tables";
            same(at("tokens voting", set, 0.5), tokens("DeepPrune", "Qwen3-32B", set), why);
            same(at("accuracy voting", set, 0.5), accuracy("DeepPrune", "Qwen3-32B", set), why);
            same(
                    tokens("DeepConf-high", "GPT-OSS-20B", set),
                    tokens("cons@512", "GPT-OSS-20B", set),
                    "stopping samples early cannot take more tokens than running all: at most these");
        }
    }

    private static DoubleStream cuts(Published rows) {
        return MODELS.stream().flatMapToDouble(model -> SETS.stream()
                .mapToDouble(set -> 100
                        * (1
                                - rows.value(tokens("DeepPrune", model, set))
                                        / rows.value(tokens("cons@512", model, set)))));
    }

    private static double change(Published rows) {
        return MODELS.stream()
                .flatMapToDouble(model -> SETS.stream()
                        .mapToDouble(set -> Math.abs(rows.value(accuracy("DeepPrune", model, set))
                                - rows.value(accuracy("cons@512", model, set)))))
                .max()
                .orElseThrow();
    }

    private static double pairs(Published rows) {
        return DoubleStream.of(rows.values(
                        "same-answer pairs Qwen3-4B",
                        "same-answer pairs DeepSeek-8B",
                        "same-answer pairs QwQ-32B",
                        "same-answer pairs GLM-4.5-Air"))
                .average()
                .orElseThrow();
    }

    private void claim(String row, ToDoubleFunction<Published> table, Tolerance tolerance, String tried) {
        Constant value = evidence.fit(row + ", from the tables", table);
        evidence.claim(Recomputed.of(row, value.value())
                .as(row + ", the tables' arithmetic")
                .within(tolerance)
                .using(value)
                .byArithmetic("the tables beside the text")
                .tried(tried));
    }

    private void same(String row, String other, String why) {
        Constant value = evidence.fit(row + ", from another table", rows -> rows.value(other));
        evidence.claim(Recomputed.of(row, value.value())
                .as(row + ", beside another row")
                .within(Tolerance.relative(0.005, "the same digits"))
                .using(value)
                .byArithmetic(why)
                .tried(
                        row.contains("DeepConf")
                                ? "DeepConf's rows must be of another number of samples, or longer ones."
                                : ""));
    }
}
