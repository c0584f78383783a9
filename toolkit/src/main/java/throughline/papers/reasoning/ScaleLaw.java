package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Published;
import throughline.reasoning.Adaptive;
import throughline.reasoning.Decomposition;
import throughline.reasoning.Difficulties;
import throughline.reasoning.TwoSystems;

/// A model that thinks about hard sub-problems, on a benchmark of SCALE: what was fitted, and on which rows.
///
/// Of the accuracies three are fitted, AIME24 at thresholds 0.2, 0.6 and 0.9, with three constants; of the tokens the
/// same three rows, with two. Of AIME25 one accuracy is fitted with one constant. The shares of hard sub-problems are
/// inputs: the model's own judgement, as it was printed.
///
/// @param thinking  accuracy if all is thought about, as a share
/// @param parts     sub-problems
/// @param systems   the two ways to solve them
/// @param constants all of these
record ScaleLaw(double thinking, Decomposition parts, TwoSystems systems, List<Constant> constants) {
    static final double[] FITTED = {0.2, 0.6, 0.9};
    private static final double ENOUGH = 1e-13;

    /// Fits what is said above, on AIME24.
    static ScaleLaw fit(Evidence evidence) {
        List<Constant> all = evidence.fit(
                List.of("thinking", "half", "width", "tokens at once", "tokens with thinking", "sub-problems"),
                ScaleLaw::constants);
        List<Constant> hard = fitHard(evidence, "AIME24");
        return new ScaleLaw(
                all.getFirst().value(),
                new Decomposition(all.get(5).value(), difficulties(hard)),
                new TwoSystems(
                        all.get(1).value(),
                        all.get(2).value(),
                        all.get(3).value(),
                        all.get(4).value()),
                Stream.concat(all.stream(), hard.stream()).toList());
    }

    /// The same systems on AIME25: nothing is moved but the accuracy with thinking.
    static ScaleLaw moved(Evidence evidence, ScaleLaw from) {
        List<Constant> hard = fitHard(evidence, "AIME25");
        Constant thinking = evidence.fit("thinking, AIME25", rows -> {
            ScaleLaw base = of(rows);
            double kept = new Adaptive(
                            FITTED[0],
                            new Decomposition(base.parts.count(), difficulties(rows, "AIME25")),
                            base.systems,
                            0)
                    .kept();
            return rows.value(ScaleTables.accuracy("AIME25", FITTED[0])) / 100 / kept;
        });
        return new ScaleLaw(
                thinking.value(),
                new Decomposition(from.parts.count(), difficulties(hard)),
                from.systems,
                Stream.of(from.constants, hard, List.of(thinking))
                        .flatMap(List::stream)
                        .toList());
    }

    private static List<Constant> fitHard(Evidence evidence, String benchmark) {
        return evidence.fit(
                Arrays.stream(ScaleTables.THRESHOLDS)
                        .mapToObj(at -> "hard, " + benchmark + ", " + at)
                        .toList(),
                rows -> shares(rows, benchmark));
    }

    private static Difficulties difficulties(List<Constant> hard) {
        return Difficulties.above(
                ScaleTables.THRESHOLDS,
                hard.stream().mapToDouble(Constant::value).toArray());
    }

    /// The law straight from the rows, for figures.
    static ScaleLaw of(Published rows) {
        double[] all = constants(rows);
        return new ScaleLaw(
                all[0],
                new Decomposition(all[5], difficulties(rows, "AIME24")),
                new TwoSystems(all[1], all[2], all[3], all[4]),
                List.of());
    }

    static Difficulties difficulties(Published rows, String benchmark) {
        return Difficulties.above(ScaleTables.THRESHOLDS, shares(rows, benchmark));
    }

    private static double[] shares(Published rows, String benchmark) {
        return Arrays.stream(ScaleTables.THRESHOLDS)
                .map(at -> rows.value(ScaleTables.hard(benchmark, at)) / 100)
                .toArray();
    }

    private static double[] constants(Published rows) {
        double count = rows.value(ScaleTables.result("Qwen3-32B", "SCALE", "AIME24", "tokens"))
                / rows.value(ScaleTables.result("Qwen3-32B", "SCALE", "AIME24", "tokens a part"));
        Decomposition parts = new Decomposition(count, difficulties(rows, "AIME24"));
        double[] tokens = tokens(rows, parts);
        double[] accuracy = accuracy(rows, parts);
        return new double[] {accuracy[0], accuracy[1], accuracy[2], tokens[0], tokens[1], count};
    }

    /// A straight line through three rows by least squares: tokens of a sub-problem over the share that is hard.
    private static double[] tokens(Published rows, Decomposition parts) {
        double n = FITTED.length;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (double at : FITTED) {
            double hard = parts.difficulties().above(at);
            double each = 1_000 * rows.value(ScaleTables.tokens("AIME24", at)) / parts.count();
            x += hard;
            y += each;
            xx += hard * hard;
            xy += hard * each;
        }
        double slope = (n * xy - x * y) / (n * xx - x * x);
        double quick = (y - slope * x) / n;
        return new double[] {quick, quick + slope};
    }

    /// Three constants through three rows: where the sum of squared differences of logarithms is zero.
    private static double[] accuracy(Published rows, Decomposition parts) {
        double[] logarithms = Arrays.stream(FITTED)
                .map(at -> StrictMath.log(rows.value(ScaleTables.accuracy("AIME24", at)) / 100))
                .toArray();
        double[] at = {-0.2, 0.9, StrictMath.log(0.2)};
        for (int round = 0; round < 3; round++) {
            at = new SimplexOptimizer(new SimpleValueChecker(-1, ENOUGH))
                    .optimize(
                            new MaxEval(20_000),
                            new ObjectiveFunction(point -> error(point, logarithms, parts)),
                            GoalType.MINIMIZE,
                            new InitialGuess(at),
                            new NelderMeadSimplex(3, 0.1))
                    .getPoint();
        }
        return new double[] {StrictMath.exp(at[0]), at[1], StrictMath.exp(at[2])};
    }

    private static double error(double[] point, double[] logarithms, Decomposition parts) {
        if (Math.abs(point[1]) > 5 || Math.abs(point[2]) > 4) {
            return 1e6 * (Math.abs(point[1]) + Math.abs(point[2]));
        }
        TwoSystems systems = new TwoSystems(point[1], StrictMath.exp(point[2]), 1, 1);
        double error = 0;
        for (int i = 0; i < FITTED.length; i++) {
            double kept = new Adaptive(FITTED[i], parts, systems, 0).kept();
            double off = point[0] + StrictMath.log(kept) - logarithms[i];
            error += off * off;
        }
        return error;
    }

    /// The policy at a threshold.
    Adaptive at(double threshold) {
        return new Adaptive(threshold, parts, systems, 0);
    }

    /// Accuracy in percent.
    double accuracy(double threshold) {
        return 100 * thinking * at(threshold).kept();
    }

    /// Thousands of tokens a problem.
    double thousands(double threshold) {
        return at(threshold).written() / 1_000;
    }

    Constant[] all() {
        return constants.toArray(Constant[]::new);
    }
}
