package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.Exam;
import throughline.reasoning.Policy;
import throughline.reasoning.Problem;
import throughline.spec.Cancel;

/// Revisions one after the other, or samples side by side (Snell et al., arXiv 2408.03314): which way to share out the
/// same calls is best depends on how hard a problem is. All of it recalled, and nothing fitted: [RevisionTrial.Knobs]
/// are ours.
///
/// A reviser here hands an answer on or solves afresh; it never does better for having seen what was wrong. That holds
/// the paper's against a model in which sequence has one use alone: a second look before the verifier's.
final class RepeatedSamplesRevisions {
    private static final String PAPER = "arXiv 2408.03314";
    private static final String RATIO = "Snell et al.: doublings of the best chain's length, by fifth of difficulty";
    private static final String EASY = "Snell et al.: revisions over best-of-n, easiest fifth";
    private static final String HARD = "Snell et al.: revisions over best-of-n, hardest fifth";
    private static final String SAVED = "Snell et al.: compute of best-of-n over that of the best choice";
    private static final int FEW = 16;
    private static final int MANY = 64;
    private static final int PROBLEMS = 1_500;
    private static final int ATTEMPTS = 4;
    private static final String TRIED =
            "A reviser that hands on or solves afresh looks at less than a verifier of the same d' that sees all calls."
                    + " With d' of 2, 95 % of right answers kept and pass@1 of 0.5, 16 in sequence gain, but most where"
                    + " problems are hard. The paper's is trained to do better once it has seen what was wrong.";
    private static final RevisionTrial.Knobs KNOBS = RevisionTrial.Knobs.usual();

    /// Revisions less best-of-n, in points, by problem; by calls.
    private final Map<Integer, double[]> gains = new HashMap<>();

    static List<Reported> reported() {
        Provenance recalled = Provenance.RECALLED;
        return List.of(
                Reported.falls(RATIO, "", PAPER, recalled),
                Reported.rises(EASY, "points", PAPER, recalled),
                Reported.falls(HARD, "points", PAPER, recalled),
                Reported.of(SAVED, 4, "", PAPER + ": about 4", recalled));
    }

    void claims(Evidence evidence, Cancel cancel) {
        RevisionTrial trial = RevisionTrial.of(KNOBS, MANY);
        for (int calls : List.of(FEW, MANY)) {
            direction(evidence, RATIO, calls, slope(trial.best(calls)), Tolerance.direction(0, "expected, not run"));
            double[] gain = gain(calls, cancel);
            if (cancel.requested()) {
                return;
            }
            int fifth = PROBLEMS / RevisionTrial.FIFTHS;
            fifth(evidence, EASY, calls, Arrays.copyOfRange(gain, PROBLEMS - fifth, PROBLEMS));
            fifth(evidence, HARD, calls, Arrays.copyOfRange(gain, 0, fifth));
        }
        evidence.claim(Recomputed.of(SAVED, trial.saved(MANY))
                .within(Tolerance.absolute(1, "'about 4'"))
                .against(Null.of(1, "choosing saves nothing"))
                .using(knobs())
                .tried(TRIED));
    }

    private static void fifth(Evidence evidence, String row, int calls, double[] gain) {
        Estimate effect = Estimate.of(gain);
        direction(
                evidence,
                row,
                calls,
                effect.mean(),
                Tolerance.direction(effect.standardError(), "300 problems, 4 attempts, same traces"));
    }

    private static void direction(Evidence evidence, String row, int calls, double effect, Tolerance tolerance) {
        evidence.claim(Recomputed.of(row, effect)
                .as("%s, %d calls".formatted(row, calls))
                .within(tolerance)
                .using(knobs())
                .tried(TRIED));
    }

    /// Kept by the instance: it depends on nothing that is reported. After a cancel it is zero.
    private double[] gain(int calls, Cancel cancel) {
        if (!gains.containsKey(calls)) {
            Exam exam = RevisionTrial.exam(KNOBS, PROBLEMS, 1);
            double[] gain = new double[PROBLEMS];
            for (int i = 0; i < PROBLEMS && !cancel.requested(); i++) {
                gain[i] = solved(exam.problem(i), 1, calls) - solved(exam.problem(i), calls, 1);
            }
            if (cancel.requested()) {
                return gain;
            }
            gains.put(calls, gain);
        }
        return gains.get(calls);
    }

    private static double solved(Problem problem, int chains, int length) {
        Policy policy = RevisionTrial.policy(KNOBS, chains, length);
        return 100.0
                / ATTEMPTS
                * IntStream.range(0, ATTEMPTS)
                        .filter(attempt ->
                                policy.attempt(problem.again(attempt)).correct())
                        .count();
    }

    /// Doublings that a fifth harder adds, by least squares over the fifths.
    private static double slope(int[] hardestFirst) {
        double middle = (hardestFirst.length - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < hardestFirst.length; i++) {
            products += (middle - i) * Integer.numberOfTrailingZeros(hardestFirst[i]);
            squares += (middle - i) * (middle - i);
        }
        return products / squares;
    }

    private static Constant[] knobs() {
        return new Constant[] {
            ours("pass@1", KNOBS.mean()),
            Distilled.SPREAD,
            Distilled.CONFUSION,
            ours("d' of the verifier", KNOBS.verifier()),
            ours("d' of the reviser", KNOBS.reviser()),
            ours("right answers handed on", KNOBS.kept())
        };
    }

    private static Constant ours(String name, double value) {
        return Constant.frozen(name, value, "ours", Provenance.RECALLED);
    }
}
