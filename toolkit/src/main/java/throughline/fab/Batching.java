package throughline.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which of the waiting lots are started together.
@FunctionalInterface
public interface Batching {
    /// One lot at a time.
    Batching SINGLE = ranked -> ranked.subList(0, 1);

    /// Chooses a batch.
    ///
    /// @param ranked lots that may share a batch, best first by the station's dispatching rule, at least one
    /// @return some of them; empty when no batch can be started yet
    List<Lot> choose(List<Lot> ranked);

    /// Whether a free tool, when it cannot start this batch yet, waits for it rather than start one that ranks after it
    /// and does not hold tools itself.
    ///
    /// @param first the lot of it that ranks first
    default boolean holds(Lot first) {
        return false;
    }

    /// How many wafers a full batch has.
    ///
    /// @param lot one of it
    default int wafers(Lot lot) {
        return lot.wafers();
    }

    /// What it does in a few words, such as `batch of 3`; empty when there is nothing to say.
    default String about() {
        return "";
    }

    /// Batches by the number of wafers.
    ///
    /// @param key     what lots must agree in to share a batch, such as the name of a step
    /// @param minimum wafers it takes to start, 1 or more, unless there is no room for one more lot like the first
    /// @param maximum wafers there is room for
    /// @param holds   whether tools wait for this batch when the queue-time limit of its first lot runs
    record Wafers(String key, int minimum, int maximum, boolean holds) implements Batching {
        public Wafers {
            if (minimum < 1 || maximum < minimum) {
                throw new IllegalArgumentException(
                        "batch %s: minimum [%d] must be at least 1 and at most the maximum [%d], in wafers"
                                .formatted(key, minimum, maximum));
            }
        }

        @Override
        public List<Lot> choose(List<Lot> ranked) {
            int wafers = 0;
            int lots = 0;
            while (lots < ranked.size() && wafers + ranked.get(lots).wafers() <= maximum) {
                wafers += ranked.get(lots++).wafers();
            }
            boolean full = wafers + ranked.getFirst().wafers() > maximum;
            return wafers < minimum && !full ? List.of() : ranked.subList(0, lots);
        }

        @Override
        public boolean holds(Lot first) {
            return holds && first.bound();
        }

        @Override
        public int wafers(Lot lot) {
            return maximum;
        }

        @Override
        public String about() {
            return minimum == maximum
                    ? "batch of %d wafers".formatted(maximum)
                    : "batch of %d to %d wafers".formatted(minimum, maximum);
        }
    }

    /// Batches by pattern: each lot has a letter, and a batch is allowed when its letters, in any order, are one of the
    /// patterns. Chosen is the allowed batch that comes first when batches are compared lot by lot in the ranking.
    ///
    /// @param letter   of a lot
    /// @param patterns such as `AAB`; longer ones before shorter when a full batch is preferred
    static Batching patterns(Function<Lot, Character> letter, String... patterns) {
        List<Map<Character, Integer>> allowed =
                Arrays.stream(patterns).map(Patterns::count).toList();
        return new Patterns(letter, allowed);
    }

    /// Batches by pattern.
    ///
    /// @param letter  of a lot
    /// @param allowed how many of each letter a batch may have
    record Patterns(Function<Lot, Character> letter, List<Map<Character, Integer>> allowed) implements Batching {
        static Map<Character, Integer> count(String letters) {
            Map<Character, Integer> counts = new TreeMap<>();
            letters.chars().forEach(c -> counts.merge((char) c, 1, Integer::sum));
            return counts;
        }

        @Override
        public int wafers(Lot lot) {
            return lot.wafers()
                    * allowed.stream().mapToInt(Patterns::size).max().orElse(1);
        }

        @Override
        public String about() {
            return allowed.stream()
                    .map(Patterns::size)
                    .distinct()
                    .sorted()
                    .map(String::valueOf)
                    .collect(Collectors.joining(" or ", "batch of ", ""));
        }

        @Override
        public List<Lot> choose(List<Lot> ranked) {
            Map<Character, Integer> there = new TreeMap<>();
            ranked.forEach(lot -> there.merge(letter.apply(lot), 1, Integer::sum));
            List<Map<Character, Integer>> possible = new ArrayList<>();
            for (Map<Character, Integer> pattern : allowed) {
                boolean enough = pattern.entrySet().stream()
                        .allMatch(need -> there.getOrDefault(need.getKey(), 0) >= need.getValue());
                if (enough && (possible.isEmpty() || size(pattern) == size(possible.getFirst()))) {
                    possible.add(pattern);
                }
            }
            return possible.isEmpty() ? List.of() : first(ranked, possible);
        }

        /// Any lot with a letter that some possible pattern still lacks can be taken: all lots of a letter are alike to
        /// the patterns, and those taken are the first of their letter.
        private List<Lot> first(List<Lot> ranked, List<Map<Character, Integer>> possible) {
            List<Lot> batch = new ArrayList<>();
            Map<Character, Integer> taken = new TreeMap<>();
            List<Map<Character, Integer>> left = possible;
            for (Lot lot : ranked) {
                char c = letter.apply(lot);
                int with = taken.getOrDefault(c, 0) + 1;
                List<Map<Character, Integer>> still =
                        left.stream().filter(p -> p.getOrDefault(c, 0) >= with).toList();
                if (!still.isEmpty()) {
                    left = still;
                    taken.put(c, with);
                    batch.add(lot);
                    if (batch.size() == size(left.getFirst())) {
                        break;
                    }
                }
            }
            return batch;
        }

        private static int size(Map<Character, Integer> pattern) {
            return pattern.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
