package throughline.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /// Deals runs by lot. Which run falls where depends on the seed and the names of the runs, not on their order.
    ///
    /// @param runs       at least three
    /// @param train      share for training, in (0, 1)
    /// @param validation share for validation, in (0, 1); the rest is for test, and no side is left empty
    /// @param seed       another seed, another deal
    /// @throws BadInput if the shares leave nothing for test, or there are fewer than three runs
    public static Split byRun(List<Series> runs, double train, double validation, long seed) {
        if (!(train > 0 && validation > 0 && train + validation < 1)) {
            throw new BadInput(
                    "split [%s, %s]: the shares of train and validation must be positive and leave some for test",
                    train, validation);
        }
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
