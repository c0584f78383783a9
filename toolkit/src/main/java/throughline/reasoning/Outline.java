package throughline.reasoning;

import java.util.Comparator;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// Outlines first, then a path along each (OPE, arXiv 2602.08344): one call writes down different ways to go about
/// the problem, each path is told one of them, and an answer is made of what they find. Drawn without replacement
/// from the problem's prior over strategies; with more paths than strategies, the outlines begin again.
///
/// The outlines' tokens come off the paths' budgets, so that all together write no more than as many paths with
/// `budget` tokens each.
///
/// @param paths      at least 1
/// @param budget     tokens of each path, the share of the outlines taken off
/// @param outlines   tokens that the outlines take, together, at least 0 and below `paths` times `budget`
/// @param aggregator makes the answer
public record Outline(int paths, double budget, double outlines, Aggregator aggregator) implements Policy {
    public Outline {
        if (paths < 1 || !(outlines >= 0 && budget - outlines / paths >= 1)) {
            throw new BadInput(
                    "outline [%d paths, budget %s, outlines %s]: at least 1 path, and a token left for each",
                    paths, budget, outlines);
        }
    }

    @Override
    public Outcome attempt(Problem problem) {
        int[] strategies = strategies(problem);
        double each = budget - outlines / paths;
        double prompt = problem.reasoner().prompt();
        WorkGraph.Builder work = new WorkGraph.Builder();
        int planned = work.call(0, prompt, outlines);
        int[] answers = new int[paths];
        for (int path = 0; path < paths; path++) {
            Trace trace = problem.trace(path, strategies[path % strategies.length]);
            answers[path] = trace.within(each);
            work.fork(prompt + outlines / paths, trace.cut(each), planned);
        }
        Ballot ballot = Ballot.of(problem, answers);
        return new Outcome(ballot.size() > 0 ? aggregator.choose(ballot, 0) : problem.forced(0), work.graph());
    }

    /// The order in which exponential clocks ring whose rates are the prior is that of draws without replacement.
    private static int[] strategies(Problem problem) {
        int count = problem.reasoner().traces().strategies().count();
        double[] rings = new double[count];
        for (int s = 0; s < count; s++) {
            rings[s] = -StrictMath.log1p(-problem.uniform(s)) / problem.prior(s);
        }
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> rings[s]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
