package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.stream.IntStream;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.ForkJoin;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;

/// Speed-ups by fork and join alone: a share of each trace, drawn for the problem, lies in 2 to 5 threads. The share
/// and the threads' lengths are independent, so that each of the former's quantiles meets each of the latter's: this
/// takes fewer draws than problems one by one, and gives the same.
final class ThreadWeaverThreads {
    private static final int PROBLEMS = 3_000;
    private static final int FEW = 150;
    private static final int MANY = 800;
    private static final double ENOUGH = 1e-4;

    private final Exam exam;
    /// Of the text in threads, what does not lie in the longest one; ascending.
    private final double[] saved;

    ThreadWeaverThreads() {
        Reasoner reasoner = Reasoner.of(new ProblemPopulation(0.8, 0.5), AnswerModel.open(8));
        exam = Exam.stratified(reasoner, PROBLEMS, 1);
        double[] all = exam.problems()
                .mapToDouble(problem -> 1
                        - Arrays.stream(policy(0.5).split(problem).shares())
                                .max()
                                .orElseThrow())
                .sorted()
                .toArray();
        saved = IntStream.range(0, FEW)
                .mapToDouble(i -> all[(int) ((i + 0.5) / FEW * PROBLEMS)])
                .toArray();
    }

    static ForkJoin policy(double share) {
        return new ForkJoin(1e7, share, 4, 5, 3, true);
    }

    /// Speed-ups, all equally likely, when the share in threads has this mean.
    double[] speedUps(double share) {
        return speedUps(share, MANY);
    }

    /// Of each quantile of the share with each of what is saved.
    private double[] speedUps(double share, int quantiles) {
        ForkJoin policy = policy(share);
        double[] speedUps = new double[quantiles * FEW];
        for (int i = 0; i < quantiles; i++) {
            double in = policy.shareAt((i + 0.5) / quantiles);
            for (int j = 0; j < FEW; j++) {
                speedUps[i * FEW + j] = 1 / (1 - in * saved[j]);
            }
        }
        return speedUps;
    }

    /// The mean share in threads that gives a mean speed-up, by false position on 1 over it, in which it is nearly
    /// straight.
    double share(double meanSpeedUp) {
        double wanted = 1 / meanSpeedUp;
        double low = 0.001;
        double high = 0.95;
        double atLow = 1;
        double atHigh = 1 / mean(high);
        double share = low;
        for (int i = 0; i < 20; i++) {
            share = low + (high - low) * (atLow - wanted) / (atLow - atHigh);
            double at = 1 / mean(share);
            if (Math.abs(at - wanted) < ENOUGH) {
                break;
            }
            if (at > wanted) {
                low = share;
                atLow = at;
            } else {
                high = share;
                atHigh = at;
            }
        }
        return share;
    }

    private double mean(double share) {
        return Arrays.stream(speedUps(share, FEW)).average().orElseThrow();
    }

    /// The median of the largest speed-up of some problems.
    double largest(double share, int problems) {
        double[] sorted = Arrays.stream(speedUps(share)).sorted().toArray();
        return sorted[(int) (Math.pow(0.5, 1.0 / problems) * sorted.length)];
    }

    /// The mean of speed-ups less the mean trace over the mean longest way.
    ///
    /// @return the difference, and its standard error
    double[] spread(double share) {
        ForkJoin policy = policy(share);
        double[] ratios = new double[PROBLEMS];
        double tokens = 0;
        double critical = 0;
        for (int i = 0; i < PROBLEMS; i++) {
            ForkJoin.Split split = policy.split(exam.problem(i));
            double trace = exam.problem(i).trace(0).tokens();
            ratios[i] = split.speedUp();
            tokens += trace;
            critical += trace * split.critical();
        }
        double mean = Arrays.stream(ratios).average().orElseThrow();
        double squares = Arrays.stream(ratios)
                .map(ratio -> (ratio - mean) * (ratio - mean))
                .sum();
        return new double[] {mean - tokens / critical, Math.sqrt(squares) / PROBLEMS};
    }
}
