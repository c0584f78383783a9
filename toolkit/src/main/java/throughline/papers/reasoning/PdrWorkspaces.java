package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.List;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.ParallelDrafts.Keep;
import throughline.reasoning.Policy;

/// Workspaces that an oracle fills, the other model, and what a pipeline takes.
final class PdrWorkspaces {
    private static final String WRONG = "a workspace of wrong drafts alone hurts";
    private static final String RIGHT = "a workspace of right drafts alone helps";
    private static final String VERIFIER = "wrong drafts hurt less where the model verifies better";
    private static final String BASELINE = "PDR gains less where a single pass solves more";
    private static final String GEMINI = "gemini-2.5-flash, 24k in sequence: PDR over long CoT";
    private static final String SHORTER = "gemini-2.5-flash: PDR gains more at 16k than at 24k in sequence";
    private static final String REFINED = "gemini-2.5-flash, 24k in sequence: SR over long CoT";
    private static final String TOTAL = "tokens in all over those in sequence, 8, 4 and 1 drafts";
    private static final String ATTENTION = "pairs that attention compares, three calls in sequence over one pass";

    private PdrWorkspaces() {}

    static List<Reported> reported() {
        String figure = "figures, by notes of a reader";
        return List.of(
                Reported.falls(WRONG, "points", "recalled", Provenance.RECALLED),
                Reported.rises(RIGHT, "points", "recalled", Provenance.RECALLED),
                Reported.rises(VERIFIER, "points", "recalled", Provenance.RECALLED),
                Reported.rises(BASELINE, "points", figure, Provenance.SECONDHAND),
                Reported.rises(GEMINI, "points", figure, Provenance.SECONDHAND),
                Reported.rises(SHORTER, "points", figure, Provenance.SECONDHAND),
                Reported.falls(REFINED, "points", figure, Provenance.SECONDHAND),
                Reported.notKnown(TOTAL, "", "nowhere"),
                Reported.notKnown(ATTENTION, "", "nowhere"));
    }

    static void claims(Evidence evidence, PdrGains.Fitted fitted) {
        oracles(evidence, fitted);
        gemini(evidence, fitted);
        work(evidence, fitted);
    }

    private static void oracles(Evidence evidence, PdrGains.Fitted fitted) {
        PdrModel model = fitted.model();
        Constant[] constants = fitted.constants();
        double[] usual = model.solved(model.drafts(8, 4, 1));
        String chosen = "an oracle chose them: who adopts what it reads cannot but follow";
        oracle(evidence, WRONG, Estimate.paired(wrong(model), usual), constants, chosen);
        double[] right = model.solved(model.drafts(Keep.only(true, PdrModel.WORKSPACE), 8, 4, 1));
        oracle(evidence, RIGHT, Estimate.paired(right, usual), constants, chosen);
        PdrModel better = PdrModel.of(constants[0].value(), constants[1].value() + 0.5);
        Estimate less = Estimate.paired(
                differences(wrong(better), better.solved(better.single())),
                differences(wrong(model), model.solved(model.single())));
        direction(evidence, VERIFIER, less, constants, "");
    }

    private static double[] wrong(PdrModel model) {
        return model.solved(model.drafts(Keep.only(false, PdrModel.WORKSPACE), 8, 4, 1));
    }

    private static double[] differences(double[] some, double[] others) {
        double[] differences = new double[some.length];
        Arrays.setAll(differences, i -> some[i] - others[i]);
        return differences;
    }

    private static void oracle(Evidence evidence, String row, Estimate effect, Constant[] constants, String why) {
        evidence.claim(effect(row, effect, constants).byArithmetic(why));
    }

    private static void direction(Evidence evidence, String row, Estimate effect, Constant[] constants, String tried) {
        evidence.claim(effect(row, effect, constants).tried(tried));
    }

    private static Recomputed effect(String row, Estimate effect, Constant[] constants) {
        return Recomputed.of(row, effect.mean())
                .within(Tolerance.direction(effect.standardError(), "1,500 problems, paired"))
                .using(constants);
    }

    /// A model of which we know that it verifies better, and no pass@1 or length: these are ours.
    private static void gemini(Evidence evidence, PdrGains.Fitted fitted) {
        Constant share = Constant.frozen("pass@1, gemini", 0.87, "ours", Provenance.RECALLED);
        Constant length = Constant.frozen("tokens of a trace, gemini", 8_000, "ours, median", Provenance.RECALLED);
        Constant[] constants = {fitted.constants()[1], share, length};
        PdrModel model = PdrModel.of(share.value(), fitted.constants()[1].value());
        Estimate high = gain(model, model.drafts(8, 4, 1));
        PdrModel low = fitted.model();
        Estimate there = gain(low, low.drafts(8, 4, 1));
        direction(
                evidence,
                BASELINE,
                new Estimate(
                        there.mean() - high.mean(),
                        Math.hypot(there.standardError(), high.standardError()),
                        high.samples()),
                fitted.constants(),
                "");
        PdrModel at24 = model.within(8_000);
        PdrModel at16 = model.within(16_000.0 / 3);
        Estimate gain24 = gain(at24, at24.drafts(8, 4, 1));
        Estimate gain16 = gain(at16, at16.drafts(8, 4, 1));
        String tried = "Medians of 1,000 to 8,000 tokens: PDR is above long CoT at 24k with all, SR below it with 6,000"
                + " and more, and with none does PDR gain more at 16k. A model that is told its budget may"
                + " write shorter; these do not.";
        direction(evidence, GEMINI, gain24, constants, tried);
        Estimate more = new Estimate(
                gain16.mean() - gain24.mean(),
                Math.hypot(gain16.standardError(), gain24.standardError()),
                gain16.samples());
        direction(evidence, SHORTER, more, constants, tried);
        direction(evidence, REFINED, gain(at24, at24.refine()), constants, tried);
    }

    private static Estimate gain(PdrModel model, Policy policy) {
        return Estimate.paired(model.solved(policy), model.solved(model.single()));
    }

    private static void work(Evidence evidence, PdrGains.Fitted fitted) {
        PdrModel model = fitted.model();
        var score = model.exam().run(model.drafts(8, 4, 1));
        evidence.claim(Recomputed.of(TOTAL, score.tokens() / score.critical()).using(fitted.constants()));
        evidence.claim(Recomputed.of(ATTENTION, model.attention(model.refine())).using(fitted.constants()));
    }
}
