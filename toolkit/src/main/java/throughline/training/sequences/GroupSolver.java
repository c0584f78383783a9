package throughline.training.sequences;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/// Divides devices into groups and shares out the sequences of a micro-batch, so that the last group is done as early
/// as can be: FlexSP's integer program, solved by going through every set of degrees. For each, sequences go longest
/// first to the group that is done first with them. A set is given up as soon as it cannot beat the best so far; the
/// best few are improved by [LocalSearch].
final class GroupSolver {
    /// Up to so many sequences, the order in which they fill a set says little, and more sets are improved.
    private static final int FEW = 48;

    /// Up to so many, every way to share them out is tried, or as many placements as the next constant says.
    private static final int VERY_FEW = 16;

    private static final long TRIES = 100_000;

    /// A sharing this close to the bound is not improved further.
    private static final double PRECISION = 5e-4;

    private final DegreeSets sets;
    private final GroupTasks tasks;
    private final double devices;
    private final double near;
    private final Groups[] kept;
    private final double[] keptSeconds;
    private final double[][] work;
    private final double[][] rest;
    private final double[] longest;

    GroupSolver(DegreeSets sets, GroupTasks tasks) {
        this.sets = sets;
        this.tasks = tasks;
        devices = sets.devices();
        boolean few = tasks.lengths().length <= FEW;
        near = few ? 1.1 : 1.03;
        kept = new Groups[few ? 16 : 2];
        keptSeconds = new double[kept.length];
        int masks = 1 << sets.degrees().length;
        work = new double[masks][];
        rest = new double[masks][];
        longest = new double[masks];
    }

    /// Nothing is done before this, in seconds.
    double bound() {
        return bound((1 << sets.degrees().length) - 1);
    }

    /// Solves.
    ///
    /// @param limit only what is done before is of interest, in seconds
    /// @return the best found; empty when nothing was found before the limit, or that fits
    Optional<Sharing> solve(double limit) {
        Arrays.fill(keptSeconds, limit);
        double[] bounds = new double[sets.counts().size()];
        Arrays.setAll(bounds, set -> bound(sets.mask(set)));
        for (int set : ascending(bounds)) {
            if (bounds[set] >= limit()) {
                break;
            }
            fill(set).ifPresent(this::keep);
        }
        Optional<Sharing> improved = improved();
        return tasks.lengths().length > VERY_FEW ? improved : branched(bounds, improved, limit);
    }

    private Optional<Sharing> improved() {
        double enough = bound() * (1 + PRECISION);
        Groups best = null;
        for (Groups groups : kept) {
            if (groups != null) {
                LocalSearch.improve(tasks, groups, enough);
                best = best == null || groups.seconds() < best.seconds() ? groups : best;
            }
        }
        return Optional.ofNullable(best).map(Groups::sharing);
    }

    private Optional<Sharing> branched(double[] bounds, Optional<Sharing> improved, double limit) {
        Optional<Sharing> best = improved;
        long tries = TRIES;
        for (int set : ascending(bounds)) {
            double toBeat = best.map(Sharing::seconds).orElse(limit);
            if (bounds[set] >= toBeat || tries == 0) {
                break;
            }
            Groups empty = new Groups(tasks, sets.counts().get(set));
            Branches branches = new Branches(tasks, empty, rest[sets.mask(set)], devices, toBeat, tries);
            Optional<Sharing> found = branches.search();
            best = found.isPresent() ? found : best;
            tries = branches.triesLeft();
        }
        return best;
    }

    private static int[] ascending(double[] bounds) {
        return IntStream.range(0, bounds.length)
                .boxed()
                .sorted(Comparator.comparingDouble(set -> bounds[set]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// What a set must stay below to be kept.
    private double limit() {
        return Math.min(keptSeconds[kept.length - 1], near * keptSeconds[0]);
    }

    private void keep(Groups groups) {
        double seconds = groups.seconds();
        if (seconds >= limit()) {
            return;
        }
        int at = kept.length - 1;
        while (at > 0 && keptSeconds[at - 1] > seconds) {
            kept[at] = kept[at - 1];
            keptSeconds[at] = keptSeconds[at - 1];
            at--;
        }
        kept[at] = groups;
        keptSeconds[at] = seconds;
    }

    /// No sharing among groups of these degrees is done before: the work of all, each sequence where it is least, over
    /// the devices; and the longest, where it is fastest.
    private double bound(int mask) {
        if (rest[mask] == null) {
            least(mask);
        }
        return tasks.launch() + Math.max(rest[mask][0] / devices, longest[mask]);
    }

    private void least(int mask) {
        int n = tasks.lengths().length;
        double[] sums = new double[n + 1];
        double[] each = work(mask);
        for (int k = n - 1; k >= 0; k--) {
            sums[k] = sums[k + 1] + each[k];
        }
        rest[mask] = sums;
        double fastest = Double.POSITIVE_INFINITY;
        for (int j = tasks.least()[0]; j < sets.degrees().length; j++) {
            fastest = (mask >> j & 1) != 0 ? Math.min(fastest, tasks.seconds()[0][j]) : fastest;
        }
        longest[mask] = fastest;
    }

    /// Device seconds of each sequence where they are least, of some degrees.
    private double[] work(int mask) {
        if (work[mask] == null) {
            double[] least = new double[tasks.lengths().length];
            if (mask == 0) {
                Arrays.fill(least, Double.POSITIVE_INFINITY);
            } else {
                int j = Integer.numberOfTrailingZeros(mask);
                double[] others = work(mask & mask - 1);
                for (int k = 0; k < least.length; k++) {
                    least[k] = j < tasks.least()[k] ? others[k] : Math.min(others[k], tasks.work(k, j));
                }
            }
            work[mask] = least;
        }
        return work[mask];
    }

    private Optional<Groups> fill(int set) {
        double limit = limit();
        double[] left = rest[sets.mask(set)];
        double most = (limit - tasks.launch()) * devices;
        double done = 0;
        Groups groups = new Groups(tasks, sets.counts().get(set));
        for (int k = 0; k < groups.groupOf.length; k++) {
            int degree = groups.place(k);
            if (degree < 0) {
                return Optional.empty();
            }
            done += tasks.work(k, degree);
            if (done + left[k + 1] >= most || groups.time[groups.groupOf[k]] >= limit) {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }
}
