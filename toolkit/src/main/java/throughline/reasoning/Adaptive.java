package throughline.reasoning;

import throughline.spec.BadInput;

/// Thinking where it is hard (SCALE, arXiv 2512.00466): a problem is taken apart, a judge says how hard each
/// sub-problem is, and only those above a threshold are thought about. Each call goes on from all that was written.
///
/// With thinking everywhere the problem is solved as a whole trace would; each sub-problem that is answered at once
/// multiplies the chance by [TwoSystems#atOnce].
///
/// @param threshold of the judged difficulty, from 0 to 1; those above it are thought about
/// @param parts     sub-problems
/// @param systems   what the two ways bring and take
/// @param noise     standard deviation of what is judged around the difficulty, 0 or more
public record Adaptive(double threshold, Decomposition parts, TwoSystems systems, double noise) implements Policy {
    public Adaptive {
        if (!(threshold >= 0 && threshold <= 1 && noise >= 0 && noise <= 10)) {
            throw new BadInput(
                    "adaptive [threshold %s, noise %s]: threshold from 0 to 1, noise from 0 to 10", threshold, noise);
        }
    }

    /// A copy whose judge errs.
    public Adaptive judged(double other) {
        return new Adaptive(threshold, parts, systems, other);
    }

    @Override
    public Outcome attempt(Problem problem) {
        return attempt(problem, parts.of(problem), systems, Double.POSITIVE_INFINITY);
    }

    /// This where thinking about all sub-problems takes the tokens of the problem's trace, the same for each, and an
    /// answer at once the same share of that as before; at a budget an answer is forced. So with thinking
    /// everywhere it is [Policy#single].
    ///
    /// @param budget tokens for all sub-problems, at least 1
    public Policy within(double budget) {
        if (!(budget >= 1)) {
            throw new BadInput("budget [%s] must be at least 1 token", budget);
        }
        return problem -> {
            double[] difficulties = parts.of(problem);
            return attempt(
                    problem, difficulties, systems.slow(problem.trace(0).tokens() / difficulties.length), budget);
        };
    }

    private Outcome attempt(Problem problem, double[] difficulties, TwoSystems costs, double budget) {
        boolean failed = false;
        WorkGraph.Builder work = new WorkGraph.Builder();
        double prompt = problem.reasoner().prompt();
        int last = work.read(prompt);
        double needed = 0;
        for (int i = 0; i < difficulties.length; i++) {
            double judged = difficulties[i] + noise * problem.normal(Decomposition.place(i, 2));
            boolean slow = judged > threshold;
            double tokens = slow ? costs.slow() : costs.quick();
            failed |= !slow && problem.uniform(Decomposition.place(i, 3)) >= costs.atOnce(difficulties[i]);
            double room = budget - needed;
            if (room > 0) {
                last = work.fork(prompt + needed, Math.min(tokens, room), last);
            }
            needed += tokens;
        }
        // A trace's tokens are whole, their sum over its parts need not be.
        int answer = needed <= budget + 1e-6 ? problem.trace(0).answer() : problem.forced(0);
        // Which wrong answer comes of a failure does not matter: nobody votes.
        return new Outcome(failed ? Math.max(answer, 1) : answer, work.graph());
    }

    /// The share of sub-problems that are thought about.
    public double hard() {
        Difficulties law = parts.difficulties();
        double share = 0;
        double[] values = law.values();
        for (int i = 0; i < values.length; i++) {
            share += law.mass(i) * thought(values[i]);
        }
        return share;
    }

    /// Accuracy over that of a model that thinks about everything.
    public double kept() {
        Difficulties law = parts.difficulties();
        double each = 0;
        double[] values = law.values();
        for (int i = 0; i < values.length; i++) {
            double thought = thought(values[i]);
            each += law.mass(i) * (thought + (1 - thought) * systems.atOnce(values[i]));
        }
        return parts.all(each);
    }

    /// Tokens written, on average.
    public double written() {
        double hard = hard();
        return parts.count() * (hard * systems.slow() + (1 - hard) * systems.quick());
    }

    private double thought(double difficulty) {
        if (noise == 0) {
            return difficulty > threshold ? 1 : 0;
        }
        return NormalScore.below((difficulty - threshold) / noise);
    }
}
