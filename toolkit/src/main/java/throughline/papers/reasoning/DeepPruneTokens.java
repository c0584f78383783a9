package throughline.papers.reasoning;

import static throughline.papers.reasoning.DeepPruneTables.MODELS;
import static throughline.papers.reasoning.DeepPruneTables.SETS;
import static throughline.papers.reasoning.DeepPruneTables.cut;
import static throughline.papers.reasoning.DeepPruneTables.problems;
import static throughline.papers.reasoning.DeepPruneTables.tokens;

import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;

/// What DeepPrune saves by one constant: how many samples of a problem run to their end. It is found from one row; then
/// the lengths of samples, which cons@512's tokens tell, give the others:
/// `cut = 1 - ((512 - K) 500 + K L) / (512 L)`.
final class DeepPruneTokens {
    static final int SAMPLES = 512;
    static final double PREFIX = 500;
    static final String FITTED_MODEL = "Qwen3-32B";
    static final String FITTED_SET = "AIME24";
    private static final double MANY = 1e8;

    private DeepPruneTokens() {}

    /// Mean tokens of a sample.
    static Constant length(Evidence evidence, String model, String set) {
        return evidence.fit("tokens of a sample, %s %s".formatted(model, set), rows -> length(rows, model, set));
    }

    private static double length(Published rows, String model, String set) {
        return MANY * rows.value(tokens("cons@512", model, set)) / problems(set) / SAMPLES;
    }

    /// Samples of a problem that run to their end.
    static Constant completed(Evidence evidence) {
        return evidence.fit("samples that run to their end", DeepPruneTokens::completed);
    }

    /// From one row.
    static double completed(Published rows) {
        double length = length(rows, FITTED_MODEL, FITTED_SET);
        double each = MANY * rows.value(tokens("DeepPrune", FITTED_MODEL, FITTED_SET)) / problems(FITTED_SET);
        return (each - SAMPLES * PREFIX) / (length - PREFIX);
    }

    /// Tokens of a problem when so many of its samples run to their end.
    static double ofProblem(double completed, double length) {
        return (SAMPLES - completed) * PREFIX + completed * length;
    }

    /// Tokens of a benchmark, in the table's unit.
    static double inTable(double ofProblem, String set) {
        return ofProblem * problems(set) / MANY;
    }

    static void claims(Evidence evidence) {
        Constant completed = completed(evidence);
        for (String model : MODELS) {
            for (String set : SETS) {
                Constant length = length(evidence, model, set);
                double left = ofProblem(completed.value(), length.value()) / (SAMPLES * length.value());
                Recomputed predicted = Recomputed.of(cut(model, set), 100 * (1 - left))
                        .within(Tolerance.absolute(6, "six points, the same constant for three models"))
                        .using(completed, length);
                evidence.claim(
                        model.equals(FITTED_MODEL) && set.equals(FITTED_SET)
                                ? predicted.byArithmetic("the row that the constant was found from")
                                : predicted.against(same()).tried(tried(model, set)));
            }
        }
    }

    /// Who knows the row that the constant was found from, and not why lengths matter, repeats it.
    private static Null same() {
        return Null.of(
                "the cut of %s on %s again".formatted(FITTED_MODEL, FITTED_SET),
                rows -> rows.value(cut(FITTED_MODEL, FITTED_SET)));
    }

    private static String tried(String model, String set) {
        return model.equals("GPT-OSS-20B") || model.equals("DeepSeek-8B") && set.equals("GPQA")
                ? "The same number of samples for all models and sets is too simple: from the tables, 89 of 512 run to"
                        + " their end for GPT-OSS-20B on AIME24, 100 for DeepSeek-8B and 212 for GPT-OSS-20B on GPQA."
                : "";
    }
}
