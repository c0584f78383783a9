package throughline.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Whole runs dealt to three sides, never rows of one run: neighbouring rows are nearly equal, and a model tested on
/// them is tested on what it has seen.
///
/// @param train      what weights are fitted to
/// @param validation what decides when to stop and how strongly to regularise
/// @param test       what scores are computed on, and nothing else
public record Split(List<Series> train, List<Series> validation, List<Series> test) {
    /// @throws BadInput if a run is on two sides, or twice on one
    public Split {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        Map<String, String> sides = new HashMap<>();
        claim(sides, train, "train");
        claim(sides, validation, "validation");
        claim(sides, test, "test");
    }

    private static void claim(Map<String, String> sides, List<Series> runs, String side) {
        for (Series series : runs) {
            String other = sides.put(series.run(), side);
            if (other != null) {
                throw new BadInput("run [%s] is in %s and in %s; a run is on one side", series.run(), other, side);
            }
        }
    }

    /// Deals runs by lot. Right for runs that share no random numbers; for others see [#byKnob]. Which run falls where
    /// depends on the seed and the names of the runs, not on their order.
    ///
    /// @param runs       at least three
    /// @param train      share for training, in (0, 1)
    /// @param validation share for validation, in (0, 1); the rest is for test, and no side is left empty
    /// @param seed       another seed, another deal
    /// @throws BadInput if the shares leave nothing for test, or there are fewer than three runs
    public static Split byRun(List<Series> runs, double train, double validation, long seed) {
        checkShares(train, validation);
        int n = runs.size();
        if (n < 3) {
            throw new BadInput("[%d] runs cannot be split by run; train, validation and test need one each", n);
        }
        int first = Math.clamp(Math.round(train * n), 1, n - 2);
        int second = Math.clamp(Math.round(validation * n), 1, n - first - 1);
        List<Series> dealt = dealt(runs, seed);
        return new Split(
                inOrder(runs, dealt.subList(0, first)),
                inOrder(runs, dealt.subList(first, first + second)),
                inOrder(runs, dealt.subList(first + second, n)));
    }

    /// Deals groups of runs that share a knob, such as their seed: runs with common random numbers can be equal for a
    /// long time, and a model tested on one has seen it in the other.
    ///
    /// @param knob       of every run; runs with the same value are on one side. At least three values
    /// @param train      share of the values for training, in (0, 1)
    /// @param validation share of the values for validation, in (0, 1); the rest is for test
    /// @param seed       another seed, another deal
    /// @throws BadInput as [#byRun], and if a run lacks the knob
    public static Split byKnob(List<Series> runs, String knob, double train, double validation, long seed) {
        checkShares(train, validation);
        List<Double> values = new ArrayList<>(
                new TreeSet<>(runs.stream().map(run -> run.knob(knob)).toList()));
        int n = values.size();
        if (n < 3) {
            throw new BadInput("[%d] values of %s cannot be split; train, validation and test need one each", n, knob);
        }
        new Streams(seed).named("split").shuffle(values);
        int first = Math.clamp(Math.round(train * n), 1, n - 2);
        int second = Math.clamp(Math.round(validation * n), 1, n - first - 1);
        return new Split(
                having(runs, knob, values.subList(0, first)),
                having(runs, knob, values.subList(first, first + second)),
                having(runs, knob, values.subList(first + second, n)));
    }

    private static List<Series> having(List<Series> runs, String knob, List<Double> values) {
        return runs.stream().filter(run -> values.contains(run.knob(knob))).toList();
    }

    private static void checkShares(double train, double validation) {
        if (!(train > 0 && validation > 0 && train + validation < 1)) {
            throw new BadInput(
                    "split [%s, %s]: the shares of train and validation must be positive and leave some for test",
                    train, validation);
        }
    }

    /// Holds out the runs that satisfy a condition, such as a lot size that training must not see, and deals the
    /// others to training and validation by lot.
    ///
    /// @param runs       at least two beside those held out
    /// @param test       which runs are held out
    /// @param validation share of the others, in (0, 1), at least one run
    /// @param seed       another seed, another deal of the others
    /// @throws BadInput if nothing is held out, or fewer than two runs are left
    public static Split holdingOut(List<Series> runs, Predicate<Series> test, double validation, long seed) {
        List<Series> held = runs.stream().filter(test).toList();
        List<Series> rest = runs.stream().filter(test.negate()).toList();
        if (held.isEmpty() || rest.size() < 2) {
            throw new BadInput(
                    "[%d] of %d runs held out; hold out at least one, and leave at least two",
                    held.size(), runs.size());
        }
        if (!(validation > 0 && validation < 1)) {
            throw new BadInput("validation share [%s] must be above 0 and below 1", validation);
        }
        int second = Math.clamp(Math.round(validation * rest.size()), 1, rest.size() - 1);
        List<Series> dealt = dealt(rest, seed);
        return new Split(
                inOrder(rest, dealt.subList(second, rest.size())), inOrder(rest, dealt.subList(0, second)), held);
    }

    private static List<Series> dealt(List<Series> runs, long seed) {
        List<Series> dealt = new ArrayList<>(runs);
        dealt.sort(Comparator.comparing(Series::run));
        new Streams(seed).named("split").shuffle(dealt);
        return dealt;
    }

    private static List<Series> inOrder(List<Series> runs, List<Series> chosen) {
        Set<Series> in = new HashSet<>(chosen);
        return runs.stream().filter(in::contains).toList();
    }
}
