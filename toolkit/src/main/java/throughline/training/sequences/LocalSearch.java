package throughline.training.sequences;

/// Shortens the group that is done last: moves one of its sequences to another group, or exchanges it for one there,
/// as long as that helps.
final class LocalSearch {
    private static final int MOST_STEPS = 400;

    private final GroupTasks tasks;
    private final Groups groups;

    private LocalSearch(GroupTasks tasks, Groups groups) {
        this.tasks = tasks;
        this.groups = groups;
    }

    /// Improves groups in place, down to a bound at best.
    static void improve(GroupTasks tasks, Groups groups, double bound) {
        LocalSearch search = new LocalSearch(tasks, groups);
        for (int step = 0; step < MOST_STEPS && groups.seconds() > bound; step++) {
            if (!search.step()) {
                return;
            }
        }
    }

    private boolean step() {
        int last = 0;
        for (int g = 1; g < groups.time.length; g++) {
            last = groups.time[g] > groups.time[last] ? g : last;
        }
        double best = groups.time[last] * (1 - 1e-9);
        int moved = -1;
        int swapped = -1;
        int target = -1;
        int n = groups.groupOf.length;
        for (int k = 0; k < n; k++) {
            if (groups.groupOf[k] != last || k > 0 && groups.groupOf[k - 1] == last && sameAsBefore(k)) {
                continue;
            }
            for (int g = 0; g < groups.time.length; g++) {
                double worse = g == last ? Double.POSITIVE_INFINITY : afterMove(k, g);
                if (worse < best) {
                    best = worse;
                    moved = k;
                    swapped = -1;
                    target = g;
                }
            }
            for (int other = 0; other < n; other++) {
                double worse = groups.groupOf[other] == last ? Double.POSITIVE_INFINITY : afterSwap(k, other);
                if (worse < best) {
                    best = worse;
                    moved = k;
                    swapped = other;
                    target = groups.groupOf[other];
                }
            }
        }
        if (moved < 0) {
            return false;
        }
        if (swapped >= 0) {
            groups.move(swapped, last);
        }
        groups.move(moved, target);
        return true;
    }

    private boolean sameAsBefore(int k) {
        return tasks.lengths()[k] == tasks.lengths()[k - 1];
    }

    private double afterMove(int k, int to) {
        int from = groups.groupOf[k];
        if (groups.degree[to] < tasks.least()[k] || groups.room[to] < tasks.lengths()[k]) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(
                groups.time[from] - tasks.seconds()[k][groups.degree[from]],
                groups.time[to] + tasks.seconds()[k][groups.degree[to]]);
    }

    private double afterSwap(int k, int other) {
        int from = groups.groupOf[k];
        int to = groups.groupOf[other];
        int fromDegree = groups.degree[from];
        int toDegree = groups.degree[to];
        long more = (long) tasks.lengths()[k] - tasks.lengths()[other];
        if (toDegree < tasks.least()[k]
                || fromDegree < tasks.least()[other]
                || more > groups.room[to]
                || -more > groups.room[from]) {
            return Double.POSITIVE_INFINITY;
        }
        double[] one = tasks.seconds()[k];
        double[] two = tasks.seconds()[other];
        return Math.max(
                groups.time[from] - one[fromDegree] + two[fromDegree], groups.time[to] + one[toDegree] - two[toDegree]);
    }
}
