package throughline.papers.reasoning;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import throughline.papers.reasoning.SiriTraining.Point;
import throughline.reasoning.fit.Band;
import throughline.spec.Cancel;

/// Finds what a training begins with, and how fast it goes, from an untrained model and the end of a first
/// compression.
///
/// @param chance       of a try before training
/// @param work         median tokens of a try without redundancy
/// @param lengthRate   of redundancy and tries
/// @param strategyRate of strategies
record SiriFit(double chance, double work, double lengthRate, double strategyRate) {
    static final int SEEDS = 3;

    private static final int BENCHMARK = 30;
    private static final int SAMPLES = 64;
    private static final int TURNS = 10;
    private static final int ROUNDS = 4;
    private static final double TOKENS_BY_RATE = 5;
    private static final double ACCURACY_BY_RATE = 0.06;

    /// What an untrained model does fixes chance and work, what it does after a compression the two rates. The
    /// chance is moved by the odds that are missing and the work by the tokens, in turn; the rates are moved by
    /// fixed slopes, and stay where a step would leave 0.01 to 3 for lengths (above, some seeds run away) and
    /// 0.005 to 2 for strategies.
    ///
    /// @param before      tokens and accuracy, as a share
    /// @param after       the same, after `compression` steps
    /// @param compression half a cycle
    static SiriFit of(Point before, Point after, SiriSchedule schedule, int compression) {
        SiriFit found = begins(before, 1, 0.1);
        for (int round = 0; round < ROUNDS; round++) {
            Point now = found.mean(schedule, compression, 1, Cancel.NEVER).getLast();
            found = new SiriFit(
                    found.chance,
                    found.work,
                    within(
                            0.01,
                            3,
                            found.lengthRate
                                    * StrictMath.exp(TOKENS_BY_RATE * StrictMath.log(now.tokens() / after.tokens()))),
                    within(
                            0.005,
                            2,
                            found.strategyRate
                                    * StrictMath.exp((after.accuracy() - now.accuracy()) / ACCURACY_BY_RATE)));
        }
        return found;
    }

    /// Chance and work alone; rates as given.
    static SiriFit begins(Point before, double lengthRate, double strategyRate) {
        SiriFit found = new SiriFit(before.accuracy(), before.tokens() / 5, lengthRate, strategyRate);
        for (int turn = 0; turn < TURNS; turn++) {
            Point now = found.mean(SiriSchedule.constant(SiriTraining.CAP), 0, 1, Cancel.NEVER)
                    .getLast();
            double chance =
                    turn % 2 == 0 ? odds(found.chance, logit(before.accuracy()) - logit(now.accuracy())) : found.chance;
            double work = turn % 2 == 1 ? found.work * Math.pow(before.tokens() / now.tokens(), 2) : found.work;
            found = new SiriFit(chance, work, lengthRate, strategyRate);
        }
        return found;
    }

    SiriTraining training() {
        return SiriTraining.usual(chance, work, lengthRate, strategyRate);
    }

    /// Looks at a training, each the mean over the seeds.
    List<Point> mean(SiriSchedule schedule, int steps, int looks, Cancel cancel) {
        List<List<Point>> runs = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> training().path(schedule, steps, looks, seed, cancel))
                .toList();
        return IntStream.range(0, looks)
                .mapToObj(look -> new Point(
                        runs.getFirst().get(look).step(),
                        runs.stream()
                                .mapToDouble(run -> run.get(look).accuracy())
                                .average()
                                .orElseThrow(),
                        runs.stream()
                                .mapToDouble(run -> run.get(look).tokens())
                                .average()
                                .orElseThrow()))
                .toList();
    }

    /// How far 30 problems stray from the accuracy after some steps, in percent, once that before training is known: of
    /// seed 1, each problem tried 64 times, as in the paper.
    Band band(SiriSchedule schedule, int steps, Cancel cancel) {
        return Band.given(solved(schedule, 0, cancel), solved(schedule, steps, cancel), BENCHMARK);
    }

    private double[] solved(SiriSchedule schedule, int steps, Cancel cancel) {
        SiriTraining.Compressed model = training().compressCycle(schedule, steps, 1, cancel);
        return model.exam()
                .problems()
                .mapToDouble(problem -> 100.0
                        / SAMPLES
                        * IntStream.range(0, SAMPLES)
                                .filter(attempt -> model.policy()
                                        .attempt(problem.again(attempt))
                                        .correct())
                                .count())
                .toArray();
    }

    private static double within(double least, double most, double value) {
        return Math.max(least, Math.min(most, value));
    }

    private static double odds(double share, double more) {
        return 1 / (1 + StrictMath.exp(-logit(share) - more));
    }

    private static double logit(double share) {
        return StrictMath.log(share / (1 - share));
    }
}
