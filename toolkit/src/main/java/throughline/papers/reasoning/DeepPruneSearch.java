package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import throughline.random.Stream;

/// A solver that makes a target of three numbers, each used once, by depth-first search whose order is drawn anew each
/// time: its traces stand in for a language model's, and a judge reads their first words. States near the target come
/// earlier, the lower the temperature the more surely; so traces of one puzzle often end alike, and not always.
///
/// @param temperature of the order, in natural logarithms of the distance to the target; above 0
/// @param most        operations tried until a trace gives up
record DeepPruneSearch(double temperature, int most) {
    private static final int NUMBERS = 3;

    /// @param numbers `[3]`, 1 to 30
    /// @param target  10 to 100
    record Puzzle(List<Integer> numbers, int target) {
        static Puzzle draw(Stream random) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < NUMBERS; i++) {
                numbers.add(1 + random.below(30));
            }
            return new Puzzle(numbers, 10 + random.below(91));
        }
    }

    /// @param words  of the search: of each operation tried the depth, both numbers, the sign and the result
    /// @param answer operations that make the target, whatever their order
    record Trace(List<String> words, String answer) {}

    private record Operation(int left, char sign, int right, int result) {
        String text() {
            return "%d%c%d".formatted(left, sign, right);
        }
    }

    private record Ranked(Operation operation, double rank) {}

    private static final class Walk {
        private final List<String> words = new ArrayList<>();
        private final List<Operation> path = new ArrayList<>();
        private int tried;
    }

    /// A trace; empty when the solver gave up or nothing is left to try.
    Optional<Trace> sample(Puzzle puzzle, Stream random) {
        Walk walk = new Walk();
        if (!visit(puzzle.numbers(), puzzle.target(), walk, random)) {
            return Optional.empty();
        }
        TreeSet<String> answer = walk.path.stream().map(Operation::text).collect(Collectors.toCollection(TreeSet::new));
        return Optional.of(new Trace(walk.words, String.join(" ", answer)));
    }

    private boolean visit(List<Integer> numbers, int target, Walk walk, Stream random) {
        if (numbers.size() == 1) {
            return numbers.getFirst() == target;
        }
        for (Operation operation : drawn(numbers, target, random)) {
            if (walk.tried++ == most) {
                return false;
            }
            tell(operation, NUMBERS + 1 - numbers.size(), walk.words);
            walk.path.add(operation);
            if (visit(apply(operation, numbers), target, walk, random)) {
                return true;
            }
            walk.path.removeLast();
        }
        return false;
    }

    private static void tell(Operation operation, int depth, List<String> words) {
        words.add("#" + depth);
        words.add(String.valueOf(operation.left));
        words.add(String.valueOf(operation.sign));
        words.add(String.valueOf(operation.right));
        words.add(String.valueOf(operation.result));
    }

    /// All operations in an order drawn by their weights `1 / (1 + distance)^(1 / temperature)`: adding a Gumbel number
    /// to the logarithm of a weight and sorting draws without replacement.
    private List<Operation> drawn(List<Integer> numbers, int target, Stream random) {
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            for (int j = 0; j < i; j++) {
                for (Operation operation : operations(numbers.get(i), numbers.get(j))) {
                    double gumbel = -StrictMath.log(random.exponential(1));
                    double distance = distance(apply(operation, numbers), target);
                    ranked.add(new Ranked(operation, gumbel - StrictMath.log1p(distance) / temperature));
                }
            }
        }
        ranked.sort(Comparator.comparingDouble(one -> -one.rank));
        return ranked.stream().map(Ranked::operation).toList();
    }

    private static double distance(List<Integer> numbers, int target) {
        return numbers.stream()
                .mapToInt(number -> Math.abs(number - target))
                .average()
                .orElseThrow();
    }

    private static List<Operation> operations(int one, int other) {
        int high = Math.max(one, other);
        int low = Math.min(one, other);
        List<Operation> all = new ArrayList<>(List.of(
                new Operation(high, '+', low, high + low),
                new Operation(high, '*', low, high * low),
                new Operation(high, '-', low, high - low)));
        if (low > 0 && high % low == 0) {
            all.add(new Operation(high, '/', low, high / low));
        }
        return all;
    }

    private static List<Integer> apply(Operation operation, List<Integer> numbers) {
        List<Integer> left = new ArrayList<>(numbers);
        left.remove(Integer.valueOf(operation.left));
        left.remove(Integer.valueOf(operation.right));
        left.add(operation.result);
        return left;
    }
}
