package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Depth-first search of CountDown, the more promising states first, as in Stream of Search (Gandhi and others, 2024,
/// arXiv 2404.03683, whose heuristics these are).
///
/// @param heuristic by which the states below a state are ordered, the lower the earlier
/// @param pruned    whether states whose heuristic exceeds the target are left out; a solution may then be missed
public record CountDownSearch(Heuristic heuristic, boolean pruned) {
    /// How far numbers are from the target.
    public enum Heuristic {
        /// Nothing: states in the order in which they are made, sums first, then products, differences and quotients.
        NONE {
            @Override
            double of(List<Integer> numbers, int target) {
                return 0;
            }
        },
        /// The mean distance of the numbers to the target.
        SUM {
            @Override
            double of(List<Integer> numbers, int target) {
                long sum = 0;
                for (int x : numbers) {
                    sum += Math.abs(x - target);
                }
                return sum / (double) numbers.size();
            }
        },
        /// The sum of the distances of the numbers to the nearest factor of the target above 1.
        FACTORS {
            @Override
            double of(List<Integer> numbers, int target) {
                long sum = 0;
                for (int x : numbers) {
                    int nearest = Integer.MAX_VALUE;
                    for (int factor = 2; factor <= target; factor++) {
                        nearest = target % factor == 0 ? Math.min(nearest, Math.abs(x - factor)) : nearest;
                    }
                    sum += nearest;
                }
                return sum;
            }
        };

        abstract double of(List<Integer> numbers, int target);
    }

    private record Promise(CountDownNode node, double heuristic) {}

    /// Searches until the first goal.
    ///
    /// @param numbers       1 or more of them
    /// @param largestResult larger results are not made
    public CountDownNode search(List<Integer> numbers, int target, int largestResult) {
        return visit(new CountDownNode(Optional.empty(), numbers, List.of(), false), target, largestResult);
    }

    private CountDownNode visit(CountDownNode node, int target, int largestResult) {
        if (node.numbers().size() == 1) {
            boolean goal = node.numbers().getFirst() == target;
            return new CountDownNode(node.by(), node.numbers(), List.of(), goal);
        }
        List<CountDownNode> below = new ArrayList<>();
        for (Promise next : promising(node.numbers(), target, largestResult)) {
            below.add(visit(next.node(), target, largestResult));
            if (below.getLast().solved()) {
                break;
            }
        }
        return new CountDownNode(node.by(), node.numbers(), below, false);
    }

    private List<Promise> promising(List<Integer> numbers, int target, int largestResult) {
        List<Promise> next = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            for (int j = i + 1; j < numbers.size(); j++) {
                for (Operation operation : Operation.all(numbers.get(i), numbers.get(j))) {
                    if (operation.result() <= largestResult) {
                        next.add(promise(operation, numbers, target));
                    }
                }
            }
        }
        if (pruned) {
            next.removeIf(state -> state.heuristic() > target);
        }
        next.sort(Comparator.comparingDouble(Promise::heuristic));
        return next;
    }

    private Promise promise(Operation operation, List<Integer> numbers, int target) {
        List<Integer> left = operation.apply(numbers).orElseThrow();
        CountDownNode node = new CountDownNode(Optional.of(operation), left, List.of(), false);
        return new Promise(node, heuristic.of(left, target));
    }
}
