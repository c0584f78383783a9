package throughline.training.sequences;

import java.util.Optional;

/// Shares a few sequences out among given groups by trying every way that may still beat the best so far, longest
/// sequence first.
final class Branches {
    private final GroupTasks tasks;
    private final Groups groups;
    private final double[] left;
    private final double devices;
    private double best;
    private long tries;
    private Optional<Sharing> found = Optional.empty();

    /// @param groups  empty
    /// @param left    least device seconds of each sequence and all after it
    /// @param devices of all groups
    /// @param best    seconds to beat
    /// @param tries   placements allowed in all
    Branches(GroupTasks tasks, Groups groups, double[] left, double devices, double best, long tries) {
        this.tasks = tasks;
        this.groups = groups;
        this.left = left;
        this.devices = devices;
        this.best = best;
        this.tries = tries;
    }

    /// The best that beats what there was; empty when nothing does, or too many placements were tried.
    Optional<Sharing> search() {
        branch(0, 0);
        return found;
    }

    /// Placements that were not needed.
    long triesLeft() {
        return Math.max(0, tries);
    }

    private void branch(int k, double done) {
        if (k == groups.groupOf.length) {
            best = groups.seconds();
            found = Optional.of(groups.sharing());
            return;
        }
        for (int group = 0; group < groups.time.length; group++) {
            int degree = groups.degree[group];
            if (degree < tasks.least()[k]
                    || groups.room[group] < tasks.lengths()[k]
                    || groups.time[group] + tasks.seconds()[k][degree] >= best
                    || done + tasks.work(k, degree) + left[k + 1] >= devices * (best - tasks.launch())
                    || likeOneBefore(group)) {
                continue;
            }
            if (--tries < 0) {
                return;
            }
            groups.add(k, group);
            branch(k + 1, done + tasks.work(k, degree));
            groups.remove(k);
        }
    }

    /// Groups of one degree that hold nothing are alike.
    private boolean likeOneBefore(int group) {
        return group > 0
                && groups.degree[group - 1] == groups.degree[group]
                && groups.empty(group)
                && groups.empty(group - 1);
    }
}
