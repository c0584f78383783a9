package throughline.reasoning;

import throughline.spec.BadInput;

/// Sequential refinement (arXiv 2510.01123): a trace, then calls that each read the problem and the answer so far, and
/// hand it on or solve afresh. A call that is not done within its budget hands on what it was shown; if there is
/// nothing to hand on after the last, it is forced to answer.
///
/// @param calls     one after the other, the first trace counted; at least 1
/// @param operator  what a call does with the answer so far
/// @param budget    tokens that a call may write, at least 1
/// @param workspace tokens in which an answer is handed over, 0 or more
public record Refine(int calls, Improvement operator, double budget, double workspace) implements Policy {
    public Refine {
        if (!(calls >= 1 && calls <= 10_000 && budget >= 1 && workspace >= 0)) {
            throw new BadInput(
                    "refinement [%d calls, budget %s, workspace %s]: calls from 1 to 10,000, budget at least 1,"
                            + " workspace 0 or more",
                    calls, budget, workspace);
        }
    }

    @Override
    public Outcome attempt(Problem problem) {
        WorkGraph.Builder work = new WorkGraph.Builder();
        int answer = chain(problem, 0, work);
        return new Outcome(answer == Trace.NONE ? problem.forced(calls - 1) : answer, work.graph());
    }

    /// The answer of the last call; [Trace#NONE] if there is none to hand on.
    ///
    /// @param first path of the first call; the others take those that follow
    int chain(Problem problem, int first, WorkGraph.Builder work) {
        double prompt = problem.reasoner().prompt();
        Trace start = problem.trace(first);
        int answer = start.within(budget);
        int last = work.call(0, prompt, start.cut(budget));
        for (int path = first + 1; path < first + calls; path++) {
            Trace next = problem.trace(path);
            if (!operator.handsOn(answer, problem.uniform(ParallelDrafts.judged(path)))) {
                answer = next.done(budget) ? next.answer() : answer;
            }
            last = work.call(0, prompt + workspace, next.cut(budget), last);
        }
        return answer;
    }
}
