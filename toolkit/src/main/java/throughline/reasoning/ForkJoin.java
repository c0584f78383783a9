package throughline.reasoning;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BetaDistribution;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A trace of which a share is written in threads that run at once and do not see each other: half of the rest comes
/// before, half after. Nothing else changes, so the answer is that of the trace.
///
/// ThreadWeaver (arXiv 2512.07843) asks a server for each thread, and the server reads what the others wrote at the
/// join. Multiverse (arXiv 2506.09991) keeps all keys and values as they are.
///
/// ```java
/// var policy = new ForkJoin(32_768, 0.25, 4, 5, 3, true);
/// exam.run(policy).written();                        // tokens one after the other
/// policy.split(exam.problem(0)).speedUp();           // 1 or more
/// ```
///
/// @param budget        tokens one after the other, at least 1
/// @param share         of a trace that is written in threads, its mean over problems
/// @param concentration of the Beta distribution of that share: the smaller, the more problems have none or all
/// @param threads       most threads; their number is 2 to this, all equally likely
/// @param evenness      of the Dirichlet distribution of their lengths: the larger, the more alike they are
/// @param reads         whether the join reads what threads but the first have written
public record ForkJoin(
        @Param(value = "tokens one after the other", min = 1)
        double budget,

        @Param(value = "mean share in threads", min = 0, max = 1)
        double share,

        @Param(value = "concentration of the share", min = 1e-3, max = 1e6)
        double concentration,

        @Param(value = "most threads", min = 2, max = 1_000) int threads,

        @Param(value = "evenness of threads", min = 1, max = 1_000)
        int evenness,

        @Param("whether the join reads threads again") boolean reads)
        implements Policy {
    private static final int FIRST_PLACE = 1 << 20;

    public ForkJoin {
        Spec.check(ForkJoin.class, budget, share, concentration, threads, evenness, reads);
        if (!(share > 0 && share < 1)) {
            throw new BadInput("share [%s] of a trace in threads must be above 0 and below 1", share);
        }
    }

    /// How the trace of a problem is split.
    ///
    /// @param share  of its tokens that are in threads
    /// @param shares of the threads in these; they add up to 1
    public record Split(double share, double... shares) {
        /// The share of the tokens that lies on the longest way through.
        public double critical() {
            return 1 - share * (1 - Arrays.stream(shares).max().orElseThrow());
        }

        /// Tokens in all over those on the longest way through; 1 or more.
        public double speedUp() {
            return 1 / critical();
        }
    }

    /// The split of a problem's traces; the same at every call.
    public Split split(Problem problem) {
        int count = 2 + (int) (problem.uniform(FIRST_PLACE + 1) * (threads - 1));
        double[] shares = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            for (int draw = 0; draw < evenness; draw++) {
                shares[i] -= StrictMath.log1p(-problem.uniform(FIRST_PLACE + 2 + i * evenness + draw));
            }
            sum += shares[i];
        }
        for (int i = 0; i < count; i++) {
            shares[i] /= sum;
        }
        return new Split(shareAt(problem.uniform(FIRST_PLACE)), shares);
    }

    /// The share in threads below which it lies for some of the problems.
    ///
    /// @param rank how many of them, 0 to 1
    public double shareAt(double rank) {
        return BetaDistribution.of(share * concentration, (1 - share) * concentration)
                .inverseCumulativeProbability(rank);
    }

    @Override
    public Outcome attempt(Problem problem) {
        Trace trace = problem.trace(0);
        Split split = split(problem);
        boolean done = trace.tokens() * split.critical() <= budget;
        return new Outcome(
                done ? trace.answer() : problem.forced(0),
                work(problem.reasoner().prompt(), trace, split));
    }

    private WorkGraph work(double prompt, Trace trace, Split split) {
        WorkGraph.Builder work = new WorkGraph.Builder();
        double before = Math.min(budget, trace.tokens() * (1 - split.share) / 2);
        int fork = work.call(0, prompt, before);
        double[] written = Arrays.stream(split.shares)
                .map(part -> Math.min(budget - before, part * split.share * trace.tokens()))
                .toArray();
        int[] ends = new int[written.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = work.fork(prompt + before, written[i], fork);
        }
        double all = Arrays.stream(written).sum();
        double again = reads ? all - written[0] : 0;
        double left = budget - before - Arrays.stream(written).max().orElseThrow();
        double rest = Math.min(left, trace.tokens() * (1 - split.share) / 2);
        work.call(prompt + before + all - again, again, rest, ends);
        return work.graph();
    }
}
