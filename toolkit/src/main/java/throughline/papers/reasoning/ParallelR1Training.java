package throughline.papers.reasoning;

import java.util.stream.IntStream;
import throughline.learning.rl.Decisions;
import throughline.learning.rl.TabularGrpo;
import throughline.learning.rl.TabularPolicy;
import throughline.learning.rl.TabularPolicy.Table;
import throughline.learning.rl.TabularTask;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Ballot;
import throughline.reasoning.Exam;
import throughline.reasoning.Problem;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.reasoning.TraceModel.Strategies;
import throughline.scaling.PassAtK;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Reinforcement of parallel thinking, with tables for a model (Parallel-R1, arXiv 2509.07980): on each problem a
/// softmax over strategies, which begins as the problem's prior, and for all problems together one logit: whether to
/// open a parallel block. A block draws some strategies without replacement, and a summary that cannot tell right from
/// wrong picks one of their answers, mostly the most frequent.
///
/// ```java
/// var training = ParallelR1Training.usual();
/// var end = training.trained(Schedule.SCAFFOLD, 1, Cancel.NEVER);
/// end.mean();        // share of rollouts that are right
/// end.parallel();    // share that open a block
/// ```
///
/// @param population   before training: the chance of a trace that follows the prior
/// @param strategies   of each problem
/// @param paths        of a block, 2 to the number of strategies
/// @param start        share of rollouts that open a block before training, above 0 and below 1
/// @param problems     played in each step, at least 1
/// @param steps        of training, a multiple of 10
/// @param learningRate above 0
public record ParallelR1Training(
        ProblemPopulation population,
        Strategies strategies,
        int paths,
        double start,
        int problems,
        int steps,
        double learningRate) {
    private static final int SAMPLES = 64;
    private static final int BEST_OF = 16;
    private static final int STRATEGY = 0;
    private static final int BLOCK = 1;
    private static final double BLOCK_RATE = 5;
    private static final double CONFUSION = 8;
    private static final int FRESH = 1 << 30;
    private static final int CALLS = 1 << 20;
    private static final Aggregator SUMMARY = Aggregator.summary(0, 3);

    /// What a step pays, and whether blocks are open to it.
    public enum Schedule {
        /// No blocks: GRPO as usual.
        SEQUENTIAL,
        /// Paid for being right alone, blocks at will.
        ACCURACY,
        /// Of ten steps two pay 1.2 for a right block, 1 for right without, and -1 for wrong.
        ALTERNATING,
        /// Nothing but blocks in the first half, then blocks at will; paid for being right alone.
        SCAFFOLD
    }

    public ParallelR1Training {
        if (paths < 2 || paths > strategies.count() || problems < 1 || steps < 0 || steps % 10 != 0) {
            throw new BadInput(
                    "paths [%d] must be from 2 to the strategies, %d; problems [%d] at least 1; steps [%d] a multiple of 10",
                    paths, strategies.count(), problems, steps);
        }
        if (!(start > 0 && start < 1 && learningRate > 0)) {
            throw new BadInput("start [%s] must be between 0 and 1, learning rate [%s] above 0", start, learningRate);
        }
    }

    /// Problems of which one trace in seven is right, eight strategies of which some are rare, blocks of three paths,
    /// 19 rollouts of 20 open one, 100 problems and 400 steps.
    public static ParallelR1Training usual() {
        return new ParallelR1Training(
                new ProblemPopulation(0.15, 1.6), new Strategies(8, 0.5, 0.5), 3, 0.95, 100, 400, 0.5);
    }

    /// This with fewer steps, or more.
    public ParallelR1Training withSteps(int other) {
        return new ParallelR1Training(population, strategies, paths, start, problems, other, learningRate);
    }

    /// How well the policy does after some steps, from 64 rollouts of each problem.
    ///
    /// @param step     so many were made
    /// @param mean     share of rollouts that are right
    /// @param best     share of problems that at least one of 16 solves
    /// @param parallel share of rollouts that open a block
    public record Point(int step, double mean, double best, double parallel) {}

    /// The policy before training.
    ///
    /// @param schedule says only whether blocks are open
    public Point untrained(Schedule schedule, long seed) {
        return trained(schedule, seed, 0, 1, Cancel.NEVER)[0];
    }

    /// Trains, and looks at the end. Same seed, same problems, whatever the schedule.
    public Point trained(Schedule schedule, long seed, Cancel cancel) {
        return trained(schedule, seed, steps, 1, cancel)[0];
    }

    /// Trains, and looks so many times, evenly; after a cancel the last looks are all alike.
    ///
    /// @param looks divides the number of steps
    public Point[] path(Schedule schedule, long seed, int looks, Cancel cancel) {
        return trained(schedule, seed, steps, looks, cancel);
    }

    private Point[] trained(Schedule schedule, long seed, int made, int looks, Cancel cancel) {
        Exam exam = exam(seed);
        TabularPolicy policy = start(exam);
        TabularGrpo grpo = TabularGrpo.standard(learningRate);
        Streams streams = new Streams(seed).below(schedule.name());
        int[] all = IntStream.range(0, problems).toArray();
        Point[] points = new Point[looks];
        int done = 0;
        for (int look = 0; look < looks; look++) {
            for (; done < made * (look + 1) / looks && !cancel.requested(); done++) {
                grpo.step(policy, all, task(exam, schedule, done), streams.below("step " + done));
            }
            points[look] = look(exam, policy, schedule, done, streams.below("look"));
        }
        return points;
    }

    private Exam exam(long seed) {
        Reasoner reasoner = Reasoner.of(population, AnswerModel.open(CONFUSION))
                .with(TraceModel.usual().with(strategies));
        return Exam.stratified(reasoner, problems, seed);
    }

    private TabularPolicy start(Exam exam) {
        TabularPolicy policy = new TabularPolicy(
                Table.choice("strategy", problems, strategies.count()).atRate(problems),
                Table.yesNo("block", 1).atRate(BLOCK_RATE));
        exam.problems()
                .forEach(problem -> policy.set(
                        STRATEGY,
                        problem.index(),
                        IntStream.range(0, strategies.count())
                                .mapToDouble(s -> StrictMath.log(Math.max(1e-4, problem.prior(s))))
                                .toArray()));
        policy.set(BLOCK, 0, StrictMath.log(start / (1 - start)));
        return policy;
    }

    private TabularTask task(Exam exam, Schedule schedule, int step) {
        boolean bonus = schedule == Schedule.ALTERNATING && step % 10 >= 8;
        boolean forced = schedule == Schedule.SCAFFOLD && step < steps / 2;
        return (index, decisions, luck) -> {
            boolean block = forced || opens(schedule, decisions);
            boolean right = right(exam.problem(index), block, decisions, luck);
            if (!bonus) {
                return right ? 1 : 0;
            }
            return right ? block ? 1.2 : 1 : -1;
        };
    }

    private static boolean opens(Schedule schedule, Decisions decisions) {
        return schedule != Schedule.SEQUENTIAL && decisions.yes(BLOCK, 0);
    }

    private boolean right(Problem problem, boolean block, Decisions decisions, Stream luck) {
        int[] answers = new int[block ? paths : 1];
        for (int path = 0; path < answers.length; path++) {
            int strategy = decisions.chooseAnother(STRATEGY, problem.index());
            answers[path] = problem.trace(luck.below(FRESH), strategy).answer();
        }
        return SUMMARY.choose(Ballot.of(problem, answers), luck.below(CALLS)) == 0;
    }

    private Point look(Exam exam, TabularPolicy policy, Schedule schedule, int step, Streams streams) {
        int[] right = new int[problems];
        int blocks = 0;
        for (int index = 0; index < problems; index++) {
            Stream luck = streams.named(Integer.toString(index));
            for (int sample = 0; sample < SAMPLES; sample++) {
                Decisions decisions = new Decisions(policy, luck);
                boolean block = opens(schedule, decisions);
                blocks += block ? 1 : 0;
                right[index] += right(exam.problem(index), block, decisions, luck) ? 1 : 0;
            }
        }
        double all = (double) problems * SAMPLES;
        return new Point(step, IntStream.of(right).sum() / all, PassAtK.mean(SAMPLES, right, BEST_OF), blocks / all);
    }
}
