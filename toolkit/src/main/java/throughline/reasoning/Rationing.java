package throughline.reasoning;

import java.util.Arrays;
import throughline.spec.BadInput;

/// So many tokens for all sub-problems of a problem, shared out. One of difficulty d takes as many as
/// [TraceModel.Lengths] says of a problem whose rank is d, and comes to nothing if it has fewer.
///
/// @param parts   sub-problems
/// @param lengths that they take; `wrong` and `between` play no part
/// @param tokens  for all of them, at least 1
/// @param share   whether the same for each, or by difficulty
public record Rationing(Decomposition parts, TraceModel.Lengths lengths, double tokens, Share share) implements Policy {
    private static final double EDGE = 1e-3;

    /// Who gets how much.
    public enum Share {
        /// Each the same.
        EVEN,
        /// In proportion to the tokens that half the sub-problems of its difficulty make do with.
        BY_DIFFICULTY
    }

    public Rationing {
        if (!(tokens >= 1)) {
            throw new BadInput("tokens [%s] for all sub-problems must be at least 1", tokens);
        }
    }

    @Override
    public Outcome attempt(Problem problem) {
        double[] typical = Arrays.stream(parts.of(problem)).map(this::typical).toArray();
        double all = Arrays.stream(typical).sum();
        int answer = problem.trace(0).answer();
        WorkGraph.Builder work = new WorkGraph.Builder();
        int last = work.read(problem.reasoner().prompt());
        double context = problem.reasoner().prompt();
        for (int i = 0; i < typical.length; i++) {
            double ration = share == Share.EVEN ? tokens / typical.length : tokens * typical[i] / all;
            double needed = typical[i] * StrictMath.exp(lengths.within() * problem.normal(Decomposition.place(i, 4)));
            if (needed > ration) {
                // Which wrong answer comes of it does not matter: nobody votes.
                answer = Math.max(answer, 1);
            }
            double written = Math.min(needed, ration);
            last = work.fork(context, written, last);
            context += written;
        }
        return new Outcome(answer, work.graph());
    }

    private double typical(double difficulty) {
        double score = NormalScore.at(Math.clamp(difficulty, EDGE, 1 - EDGE));
        return lengths.median() * StrictMath.exp(lengths.difficulty() * score);
    }
}
