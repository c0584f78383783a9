package throughline.reasoning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import throughline.spec.BadInput;

/// Parallel drafts, a workspace distilled from them, and refinement (PDR, arXiv 2510.01123): in each round some drafts
/// are written side by side, some of them are kept, and each draft of the next round reads the answer that the kept
/// ones make together, and hands it on or solves afresh. A draft that is not done within its budget hands it on too, if
/// there is one. The last round has one draft. With one draft a round it is [Refine].
///
/// Every call reads the problem and the workspace anew, so both count: [WorkGraph#criticalTokens] is the paper's
/// sequential budget, [WorkGraph#tokens] its total one. Distilling is no call of its own: a draft ends with its
/// summary.
///
/// @param drafts    of each round; the last is 1
/// @param keep      which drafts a round hands over
/// @param winner    the one answer made of those kept
/// @param operator  what a draft does with that answer
/// @param budget    tokens that a call may write, at least 1
/// @param workspace tokens of what is handed over, 0 or more
public record ParallelDrafts(
        List<Integer> drafts, Keep keep, Aggregator winner, Improvement operator, double budget, double workspace)
        implements Policy {
    /// Which drafts are kept for the workspace.
    ///
    /// @param which          of those that are done
    /// @param most           so many at most, at least 1
    /// @param discrimination d' with which the best are told, for [Which#BEST]
    public record Keep(Which which, int most, double discrimination) {
        public Keep {
            if (!(most >= 1 && discrimination >= 0)) {
                throw new BadInput("keep [most %d, d' %s]: most >= 1 and d' >= 0", most, discrimination);
            }
        }

        /// All.
        public static Keep all() {
            return any(Integer.MAX_VALUE);
        }

        /// So many, whichever.
        public static Keep any(int most) {
            return new Keep(Which.ANY, most, 0);
        }

        /// So many, those that a verifier likes best.
        public static Keep best(int most, double discrimination) {
            return new Keep(Which.BEST, most, discrimination);
        }

        /// So many, from those alone that are right, or wrong: what an oracle does to see what a workspace is worth.
        public static Keep only(boolean right, int most) {
            return new Keep(right ? Which.RIGHT : Which.WRONG, most, 0);
        }
    }

    /// Which drafts may be kept.
    public enum Which {
        /// Any.
        ANY,
        /// Those that score best.
        BEST,
        /// Those that are right.
        RIGHT,
        /// Those that are wrong.
        WRONG
    }

    /// A draft on its place in the order of all drafts.
    private record Draft(int path, int answer) {}

    public ParallelDrafts {
        drafts = List.copyOf(drafts);
        if (drafts.isEmpty() || drafts.getLast() != 1 || drafts.stream().anyMatch(count -> count < 1)) {
            throw new BadInput("drafts %s: at least 1 in each round, and 1 in the last", drafts);
        }
        if (!(budget >= 1 && workspace >= 0)) {
            throw new BadInput("PDR [budget %s, workspace %s]: budget >= 1 and workspace >= 0", budget, workspace);
        }
    }

    /// A copy with other drafts.
    public ParallelDrafts with(Integer... other) {
        return new ParallelDrafts(List.of(other), keep, winner, operator, budget, workspace);
    }

    /// A copy that keeps others.
    public ParallelDrafts with(Keep other) {
        return new ParallelDrafts(drafts, other, winner, operator, budget, workspace);
    }

    @Override
    public Outcome attempt(Problem problem) {
        WorkGraph.Builder work = new WorkGraph.Builder();
        int[] before = {};
        int shown = Trace.NONE;
        int path = 0;
        for (int round = 0; round < drafts.size(); round++) {
            int count = drafts.get(round);
            List<Draft> written = new ArrayList<>(count);
            int[] calls = new int[count];
            for (int i = 0; i < count; i++, path++) {
                Trace trace = problem.trace(path);
                boolean handsOn = operator.handsOn(shown, problem.uniform(judged(path)));
                written.add(new Draft(path, handsOn || !trace.done(budget) ? shown : trace.answer()));
                double read = problem.reasoner().prompt() + (round == 0 ? 0 : workspace);
                calls[i] = work.call(0, read, trace.cut(budget), before);
            }
            before = calls;
            shown = round < drafts.size() - 1
                    ? distilled(problem, written, round)
                    : written.getFirst().answer();
        }
        return new Outcome(shown == Trace.NONE ? problem.forced(path - 1) : shown, work.graph());
    }

    private int distilled(Problem problem, List<Draft> written, int round) {
        int[] kept = written.stream()
                .filter(draft -> draft.answer != Trace.NONE && allowed(draft.answer))
                .sorted(Comparator.comparingDouble(draft -> -score(problem, draft)))
                .limit(keep.most)
                .mapToInt(Draft::answer)
                .toArray();
        return kept.length == 0 ? Trace.NONE : winner.choose(Ballot.of(problem, kept), round);
    }

    private boolean allowed(int answer) {
        return switch (keep.which) {
            case ANY, BEST -> true;
            case RIGHT -> answer == 0;
            case WRONG -> answer != 0;
        };
    }

    private double score(Problem problem, Draft draft) {
        return keep.which == Which.BEST
                ? problem.normal(scored(draft.path)) + (draft.answer == 0 ? keep.discrimination : 0)
                : 0;
    }

    /// The place of the number that decides what a path does with the answer it is shown.
    static int judged(int path) {
        return 2 * path;
    }

    private static int scored(int path) {
        return 2 * path + 1;
    }
}
