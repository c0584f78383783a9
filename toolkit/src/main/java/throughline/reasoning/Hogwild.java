package throughline.reasoning;

import throughline.spec.Param;
import throughline.spec.Spec;

/// Workers who write at once and see each other's text (Hogwild! Inference, arXiv 2504.06261). Of what each further
/// worker writes a share advances the common work; before they see anything of each other, nothing does.
///
/// The problem is done when workers together have got as far as its trace, and has that trace's answer; at the budget
/// an answer is forced.
///
/// ```java
/// var pair = new Hogwild(2, 0.9, 0, 4_096);
/// pair.progress(4_096);                    // 7,782 tokens of one worker alone
/// exam.run(pair).accuracy();
/// ```
///
/// @param workers    at least 1
/// @param efficiency share of a further worker's tokens that advance the common work, 0 to 1
/// @param lag        passes before workers see anything of each other: 0 where text is seen as it is written
/// @param budget     forward passes, each of one token a worker; at least 1
public record Hogwild(
        @Param(value = "workers", min = 1, max = 1_000) int workers,
        @Param(value = "efficiency", min = 0, max = 1) double efficiency,

        @Param(value = "passes before workers see each other", min = 0)
        double lag,

        @Param(value = "forward passes", min = 1) double budget)
        implements Policy {
    public Hogwild {
        Spec.check(Hogwild.class, workers, efficiency, lag, budget);
    }

    /// How far workers get, in tokens of one alone.
    ///
    /// @param passes 0 or more
    public double progress(double passes) {
        return passes + efficiency * (workers - 1) * Math.max(0, passes - lag);
    }

    /// Passes in which workers get as far as one alone in some tokens.
    ///
    /// @param tokens 0 or more
    public double passes(double tokens) {
        return tokens <= lag ? tokens : lag + (tokens - lag) / (1 + efficiency * (workers - 1));
    }

    @Override
    public Outcome attempt(Problem problem) {
        Trace trace = problem.trace(0);
        double needed = passes(trace.tokens());
        double written = Math.min(needed, budget);
        WorkGraph.Builder work = new WorkGraph.Builder();
        double prompt = problem.reasoner().prompt();
        int read = work.read(prompt);
        for (int worker = 0; worker < workers; worker++) {
            work.fork(prompt + seen(written), written, read);
        }
        return new Outcome(needed <= budget ? trace.answer() : problem.forced(0), work.graph());
    }

    /// Tokens of the others that a worker attends to, in the mean over the passes.
    private double seen(double written) {
        return (workers - 1) * written / 2;
    }
}
