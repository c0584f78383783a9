package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
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
import throughline.reasoning.Outcome;
import throughline.reasoning.Policy;
import throughline.reasoning.Problem;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.Trace;
import throughline.reasoning.TraceModel;
import throughline.reasoning.TraceModel.Lengths;
import throughline.reasoning.TraceModel.Strategies;
import throughline.reasoning.WorkGraph;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Reinforcement with a limit on tokens that comes and goes, with tables for a model (SIRI, arXiv 2509.25176). A
/// rollout pays 1 if its answer is right and within the limit.
///
/// The policy has three parts. *Redundancy* r: a try takes `work (1 + r)` tokens; to leave it out costs nothing.
/// *Tries*: how many it may make; it stops when it has the right answer, or takes a wrong one for right. More tries
/// make more answers right and longer. *Strategies* of each problem: better ones cost nothing. A tight limit cuts
/// redundancy and tries alike, a loose one lets tries grow again.
///
/// ```java
/// var training = SiriTraining.usual(0.27, 2_300, 1, 0.05);
/// var path = training.path(SiriSchedule.cosine(8_192, 16_384, 160), 480, 6, 1, Cancel.NEVER);
/// path.getLast();       // tokens and accuracy after three cycles
/// ```
///
/// @param population   chance of a try before training
/// @param work         median tokens of a right try of a middling problem without redundancy, at least 1
/// @param lengthRate   learning rate of redundancy and tries, above 0
/// @param strategyRate learning rate of strategies, above 0
/// @param problems     played in each step, at least 1
/// @param penalty      what a right rollout pays for each 16,384 tokens, 0 or more: a baseline
public record SiriTraining(
        ProblemPopulation population,
        double work,
        double lengthRate,
        double strategyRate,
        int problems,
        double penalty) {
    /// Tokens at which evaluation cuts.
    public static final double CAP = 16_384;

    private static final int STRATEGY = 0;
    private static final int TRIES = 1;
    private static final int REDUNDANCY = 2;
    private static final int MOST_TRIES = 4;
    private static final double SPREAD = 0.3;
    private static final double TAKEN_FOR_RIGHT = 0.1;
    private static final int SAMPLES = 32;
    private static final int FRESH = 1 << 30;

    public SiriTraining {
        if (!(work >= 1 && lengthRate > 0 && strategyRate > 0 && penalty >= 0) || problems < 1) {
            throw new BadInput(
                    "work [%s] and problems [%d] must be at least 1, rates [%s, %s] above 0, penalty [%s] not below 0",
                    work, problems, lengthRate, strategyRate, penalty);
        }
    }

    /// 64 problems with the spread of a distilled model, eight strategies each.
    ///
    /// @param chance of a try before training
    public static SiriTraining usual(double chance, double work, double lengthRate, double strategyRate) {
        return new SiriTraining(new ProblemPopulation(chance, 1.2), work, lengthRate, strategyRate, 64, 0);
    }

    /// This, paying less for long answers.
    public SiriTraining penalising(double each) {
        return new SiriTraining(population, work, lengthRate, strategyRate, problems, each);
    }

    /// What the policy does after some steps, cut at 16,384 tokens.
    ///
    /// @param step     so many were made
    /// @param accuracy share of rollouts that are right and not cut
    /// @param tokens   mean
    public record Point(int step, double accuracy, double tokens) {}

    /// The policy before training.
    public Point untrained(long seed) {
        return path(SiriSchedule.constant(CAP), 0, 1, seed, Cancel.NEVER).getLast();
    }

    /// Trains, and looks so many times, evenly, the last time at the end; after a cancel the last looks are all
    /// alike.
    ///
    /// @param looks at least 1
    public List<Point> path(SiriSchedule schedule, int steps, int looks, long seed, Cancel cancel) {
        Exam exam = exam(seed);
        TabularPolicy policy = start(exam);
        List<Point> points = new ArrayList<>();
        int done = 0;
        for (int look = 1; look <= looks; look++) {
            done = train(exam, policy, schedule, done, (int) ((long) steps * look / looks), seed, cancel);
            points.add(look(exam, policy, done, new Streams(seed).below("look")));
        }
        return points;
    }

    /// A trained model as a strategy, and the problems that it was trained on, which are the only ones it can try.
    public record Compressed(Exam exam, Policy policy) {}

    /// Trains, and returns the model as a strategy that is cut at 16,384 tokens.
    public Compressed compressCycle(SiriSchedule schedule, int steps, long seed, Cancel cancel) {
        Exam exam = exam(seed);
        TabularPolicy policy = start(exam);
        train(exam, policy, schedule, 0, steps, seed, cancel);
        Streams streams = new Streams(seed).below("strategy");
        return new Compressed(exam, problem -> {
            // Attempts at a problem are told apart by their random numbers alone.
            Stream luck = streams.named(problem.index() + " " + problem.uniform(0));
            Trace trace = rollout(problem, new Decisions(policy, luck), luck);
            return new Outcome(
                    trace.within(CAP), WorkGraph.single(problem.reasoner().prompt(), trace.cut(CAP)));
        });
    }

    /// Makes the steps from one to another, and returns how many are made in all.
    private int train(
            Exam exam, TabularPolicy policy, SiriSchedule schedule, int from, int to, long seed, Cancel cancel) {
        TabularGrpo grpo = TabularGrpo.standard(1);
        Streams streams = new Streams(seed);
        int[] all = IntStream.range(0, problems).toArray();
        int done = from;
        for (; done < to && !cancel.requested(); done++) {
            grpo.step(policy, all, task(exam, schedule.limit(done)), streams.below("step " + done));
        }
        return done;
    }

    private Exam exam(long seed) {
        Reasoner reasoner = Reasoner.of(population, AnswerModel.open(8))
                .with(TraceModel.usual().with(new Strategies(8, 0.5, 0.5)).with(new Lengths(work, 0.5, 0.3, 0.4, 1.2)));
        return Exam.stratified(reasoner, problems, seed);
    }

    /// Redundancy begins as three times the work, tries even from 1 to 4.
    private TabularPolicy start(Exam exam) {
        TabularPolicy policy = new TabularPolicy(
                Table.choice("strategy", problems, 8).atRate(strategyRate * problems),
                Table.choice("tries", 1, MOST_TRIES).atRate(lengthRate),
                Table.normal("log redundancy", 1, SPREAD).atRate(lengthRate * SPREAD));
        exam.problems()
                .forEach(problem -> policy.set(
                        STRATEGY,
                        problem.index(),
                        IntStream.range(0, 8)
                                .mapToDouble(s -> StrictMath.log(Math.max(1e-4, problem.prior(s))))
                                .toArray()));
        policy.set(REDUNDANCY, 0, StrictMath.log(3));
        return policy;
    }

    private TabularTask task(Exam exam, double limit) {
        return (index, decisions, luck) -> {
            Trace trace = rollout(exam.problem(index), decisions, luck);
            return trace.within(limit) == 0 ? 1 - penalty * trace.tokens() / CAP : 0;
        };
    }

    private static Trace rollout(Problem problem, Decisions decisions, Stream luck) {
        double stretch = 1 + StrictMath.exp(decisions.normal(REDUNDANCY, 0));
        int tries = 1 + decisions.choose(TRIES, 0);
        double tokens = 0;
        Trace last = null;
        for (int i = 0; i < tries; i++) {
            int strategy = decisions.chooseAnother(STRATEGY, problem.index());
            last = problem.trace(luck.below(FRESH), strategy);
            tokens += last.tokens() * stretch;
            if (last.correct() || luck.uniform() < TAKEN_FOR_RIGHT) {
                break;
            }
        }
        return new Trace(last.strategy(), last.answer(), tokens);
    }

    private Point look(Exam exam, TabularPolicy policy, int step, Streams streams) {
        int right = 0;
        double tokens = 0;
        for (int index = 0; index < problems; index++) {
            Stream luck = streams.named(Integer.toString(index));
            for (int sample = 0; sample < SAMPLES; sample++) {
                Trace trace = rollout(exam.problem(index), new Decisions(policy, luck), luck);
                right += trace.within(CAP) == 0 ? 1 : 0;
                tokens += trace.cut(CAP);
            }
        }
        double all = (double) problems * SAMPLES;
        return new Point(step, right / all, tokens / all);
    }
}
