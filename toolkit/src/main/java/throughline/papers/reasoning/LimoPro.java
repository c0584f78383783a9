package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.LimoProOutcome.Test;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// LIMOPro (arXiv 2505.19187): chains of reasoning from which the functional steps are removed that the answer needs
/// least, by perplexity; students that learn from them answer in fewer tokens, and not worse.
///
/// The tables are in [LimoProTables]. [LimoProTraining] does the same with small models on chains whose steps are known
/// for what they are: the searches of CountDown, with failed branches and re-checks.
public final class LimoPro implements Paper {
    private static final String PREMISE = "ln PPL of the answer, after its chain less after the question alone";
    private static final String KINDS = "importance, steps of progress less functional steps";
    private static final String SHORTER = "tokens written, less those of raw chains, ";
    private static final String RIGHT = "accuracy with half of the functional steps removed, less with raw chains";
    private static final String EFFICIENT = "ln accuracy a token, half of the functional steps removed less raw chains";
    private static final String OVER_RANDOM = "accuracy with half of the functional steps removed, PIR less random";
    private static final String OVER_ALL = "accuracy with as many steps removed, random functional less any type";
    private static final String EXPERIMENT = "a small model on pruned searches of CountDown";
    private static final String TRIED =
            "On 200 puzzles an accuracy errs by 3.5 points, and all prunings lie within that of one another. Puzzles of three"
                    + " numbers, with more dead ends, are not solved by a model of this size within a minute.";

    private final LimoProSetting setting;
    private Optional<LimoProOutcome> outcome = Optional.empty();

    /// The experiment as [LimoProSetting#small()] has it.
    public LimoPro() {
        this(LimoProSetting.small());
    }

    LimoPro(LimoProSetting setting) {
        this.setting = setting;
    }

    @Override
    public String id() {
        return "LIMOPro";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(LimoProTables.reported());
        rows.add(Reported.falls(PREMISE, "nats", "section 3, the premise of PIR", Provenance.SECONDHAND));
        rows.add(Reported.rises(KINDS, "nats", "section 3, the premise of PIR", Provenance.SECONDHAND));
        for (int ratio : LimoProTraining.RATIOS) {
            rows.add(Reported.falls(SHORTER + LimoProOutcome.pir(ratio), "tokens", "abstract", Provenance.PRINTED));
        }
        rows.add(Reported.rises(RIGHT, "%", "abstract", Provenance.PRINTED));
        rows.add(Reported.rises(EFFICIENT, "", "abstract", Provenance.PRINTED));
        rows.add(Reported.rises(OVER_RANDOM, "%", "ablation", Provenance.RECALLED));
        rows.add(Reported.rises(OVER_ALL, "%", "ablation", Provenance.RECALLED));
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        LimoProTables.claims(evidence);
        Measured<Optional<LimoProOutcome>> run = evidence.measure(EXPERIMENT, () -> outcome(cancel, progress));
        run.value().ifPresent(found -> measured(evidence, run, found));
    }

    /// Trained once for a paper: nothing that is reported goes into it.
    private synchronized Optional<LimoProOutcome> outcome(Cancel cancel, Progress progress) {
        if (outcome.isEmpty()) {
            outcome = LimoProTraining.run(setting, 1, cancel, progress);
        }
        return outcome;
    }

    private static void measured(Evidence evidence, Measured<?> run, LimoProOutcome found) {
        Test raw = found.tests().get(LimoProOutcome.RAW);
        Test half = found.tests().get(LimoProOutcome.pir(50));
        Test random = found.tests().get(LimoProOutcome.RANDOM);
        Test any = found.tests().get(LimoProOutcome.ALL_TYPES);
        sign(evidence, run, PREMISE, difference(found.chain(), found.question()));
        sign(evidence, run, KINDS, difference(found.progress(), found.functional()));
        for (int ratio : LimoProTraining.RATIOS) {
            String name = LimoProOutcome.pir(ratio);
            Test pruned = found.tests().get(name);
            sign(evidence, run, SHORTER + name, Estimate.paired(pruned.tokens(), raw.tokens()));
        }
        sign(evidence, run, RIGHT, Estimate.paired(half.solved(), raw.solved()));
        if (half.efficiency() > 0 && raw.efficiency() > 0) {
            sign(evidence, run, EFFICIENT, efficiency(half, raw));
        }
        sign(evidence, run, OVER_RANDOM, Estimate.paired(half.solved(), random.solved()));
        sign(evidence, run, OVER_ALL, Estimate.paired(random.solved(), any.solved()));
    }

    private static void sign(Evidence evidence, Measured<?> run, String row, Estimate effect) {
        evidence.claim(Recomputed.of(row, effect.mean())
                .within(Tolerance.direction(effect.standardError(), "over test puzzles, or steps of chains"))
                .from(run)
                .tried(row.equals(OVER_RANDOM) ? TRIED : ""));
    }

    private static Estimate difference(Estimate a, Estimate b) {
        return new Estimate(
                a.mean() - b.mean(),
                Math.hypot(a.standardError(), b.standardError()),
                Math.min(a.samples(), b.samples()));
    }

    /// The logarithm of the ratio of two efficiencies, its error from paired first-order shares of each puzzle.
    private static Estimate efficiency(Test pruned, Test raw) {
        double[] after = pruned.shares();
        double[] before = raw.shares();
        double effect = StrictMath.log(pruned.efficiency() / raw.efficiency());
        return new Estimate(effect, Estimate.paired(after, before).standardError(), after.length);
    }

    /// Accuracy, with a standard error, over tokens written, of models that learnt on from raw and from pruned chains.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return outcome(cancel, progress).map(found -> {
            Plot plot = Plot.of(
                    "What is left when steps are removed", Axis.of("tokens written", ""), Axis.of("solved", "%"));
            for (var test : found.tests().entrySet()) {
                Estimate solved = test.getValue().accuracy();
                plot = plot.intervals(
                        test.getKey(),
                        new double[] {test.getValue().length().mean()},
                        new double[] {solved.mean()},
                        new double[] {solved.mean() - solved.standardError()},
                        new double[] {solved.mean() + solved.standardError()});
            }
            return plot;
        });
    }
}
