package throughline.papers.reasoning;

import java.util.BitSet;
import java.util.stream.IntStream;
import throughline.learning.rl.Decisions;
import throughline.learning.rl.TabularGrpo;
import throughline.learning.rl.TabularPolicy;
import throughline.learning.rl.TabularPolicy.Table;
import throughline.learning.rl.TabularTask;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Problem;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.reasoning.TraceModel.Strategies;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Reinforcement of who writes the outlines (OPE, arXiv 2602.08344), with tables for a model: on each problem a softmax
/// over strategies, which begins as the problem's prior. What a path makes of its strategy is fixed; the paper trains
/// that in turn.
///
/// Rewarding outlines raises what four of them reach, from 64 to 71 % of the problems trained on (seed 1). Rewarding
/// paths raises it further, from 59 to 75 %: where a policy can learn of each problem which strategy is best, to repeat
/// that one is better than to try others. What either brings to problems that are new, tables cannot tell.
///
/// ```java
/// var end = OpeTraining.usual().trained(OpeTraining.Rollout.OUTLINES, 1, Cancel.NEVER);
/// end.coverage();      // share of problems that one of four paths solves
/// end.ways();          // different strategies among the four
/// ```
///
/// @param population   before training: the chance of a path that follows the prior
/// @param strategies   of each problem
/// @param paths        that are looked at, and outlines of a rollout; 2 to the number of strategies
/// @param problems     played in each step, at least 1
/// @param steps        of training, at least 0
/// @param learningRate above 0
public record OpeTraining(
        ProblemPopulation population, Strategies strategies, int paths, int problems, int steps, double learningRate) {
    private static final int SAMPLES = 64;
    private static final int FRESH = 1 << 30;
    private static final double CONFUSION = 8;

    /// What a rollout is, and what it is paid for.
    public enum Rollout {
        /// A path, paid for being right; paths are then independent.
        PATH,
        /// Outlines of different strategies, paid if a path along any of them is right.
        OUTLINES
    }

    public OpeTraining {
        if (paths < 2 || paths > strategies.count() || problems < 1 || steps < 0 || !(learningRate > 0)) {
            throw new BadInput(
                    "paths [%d] must be from 2 to the strategies, %d; problems [%d] at least 1; steps [%d] at least 0;"
                            + " learning rate [%s] above 0",
                    paths, strategies.count(), problems, steps, learningRate);
        }
    }

    /// The problems and strategies of [Ope], four paths, 100 problems and 150 steps.
    public static OpeTraining usual() {
        return new OpeTraining(new ProblemPopulation(0.4, 1.2), Ope.MIDDLE, 4, 100, 150, 1);
    }

    /// This with fewer steps, or more.
    public OpeTraining withSteps(int other) {
        return new OpeTraining(population, strategies, paths, problems, other, learningRate);
    }

    /// What paths of a policy reach, from 64 tries at each problem.
    ///
    /// @param mean     share of paths that are right
    /// @param coverage share of tries in which at least one path is right
    /// @param ways     different strategies among the paths of a try
    public record Point(double mean, double coverage, double ways) {}

    /// Trains, and looks at the end; same seed, same problems.
    public Point trained(Rollout rollout, long seed, Cancel cancel) {
        Reasoner reasoner = Reasoner.of(population, AnswerModel.open(CONFUSION))
                .with(TraceModel.usual().with(strategies));
        Exam exam = Exam.stratified(reasoner, problems, seed);
        TabularPolicy policy = prior(exam);
        TabularGrpo grpo = TabularGrpo.standard(learningRate);
        TabularTask task = (index, decisions, luck) ->
                right(exam.problem(index), rollout, rollout == Rollout.PATH ? 1 : paths, decisions, luck) > 0 ? 1 : 0;
        Streams streams = new Streams(seed).below("outlines").below(rollout.name());
        int[] all = IntStream.range(0, problems).toArray();
        for (int step = 0; step < steps && !cancel.requested(); step++) {
            grpo.step(policy, all, task, streams.below("step " + step));
        }
        return look(exam, policy, rollout, streams.below("look"));
    }

    private TabularPolicy prior(Exam exam) {
        TabularPolicy policy = new TabularPolicy(
                Table.choice("strategy", problems, strategies.count()).atRate(problems));
        exam.problems()
                .forEach(problem -> policy.set(
                        0,
                        problem.index(),
                        IntStream.range(0, strategies.count())
                                .mapToDouble(s -> StrictMath.log(Math.max(1e-4, problem.prior(s))))
                                .toArray()));
        return policy;
    }

    /// How many of some paths are right.
    private static int right(Problem problem, Rollout rollout, int paths, Decisions decisions, Stream luck) {
        int right = 0;
        for (int path = 0; path < paths; path++) {
            right += problem.trace(luck.below(FRESH), strategy(problem, rollout, decisions))
                            .correct()
                    ? 1
                    : 0;
        }
        return right;
    }

    private static int strategy(Problem problem, Rollout rollout, Decisions decisions) {
        return rollout == Rollout.PATH
                ? decisions.choose(0, problem.index())
                : decisions.chooseAnother(0, problem.index());
    }

    private Point look(Exam exam, TabularPolicy policy, Rollout rollout, Streams streams) {
        double[] sums = new double[3];
        for (int index = 0; index < problems; index++) {
            Problem problem = exam.problem(index);
            Stream luck = streams.named(Integer.toString(index));
            for (int sample = 0; sample < SAMPLES; sample++) {
                Decisions decisions = new Decisions(policy, luck);
                BitSet ways = new BitSet();
                int right = 0;
                for (int path = 0; path < paths; path++) {
                    int strategy = strategy(problem, rollout, decisions);
                    ways.set(strategy);
                    right += problem.trace(luck.below(FRESH), strategy).correct() ? 1 : 0;
                }
                sums[0] += right / (double) paths;
                sums[1] += right > 0 ? 1 : 0;
                sums[2] += ways.cardinality();
            }
        }
        double tries = (double) problems * SAMPLES;
        return new Point(sums[0] / tries, sums[1] / tries, sums[2] / tries);
    }
}
