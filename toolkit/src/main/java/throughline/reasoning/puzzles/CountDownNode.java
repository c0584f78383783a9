package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A state that a search of CountDown visited, with those that it visited below it.
///
/// @param by      what led here; empty at the root
/// @param numbers that are left
/// @param below   in the order of the visits; when the search ends at a goal, the last leads there
/// @param goal    whether the one number left is the target
public record CountDownNode(Optional<Operation> by, List<Integer> numbers, List<CountDownNode> below, boolean goal) {
    public CountDownNode {
        numbers = List.copyOf(numbers);
        below = List.copyOf(below);
    }

    /// Whether the goal is here or below.
    public boolean solved() {
        return goal || !below.isEmpty() && below.getLast().solved();
    }

    /// States visited from here on, this one counted unless it is the root.
    public int nodes() {
        return (by.isPresent() ? 1 : 0)
                + below.stream().mapToInt(CountDownNode::nodes).sum();
    }

    /// States with one number left, of those visited from here on.
    public int leaves() {
        return numbers.size() == 1
                ? 1
                : below.stream().mapToInt(CountDownNode::leaves).sum();
    }

    /// The operations of the way to the goal; empty if there is none.
    public List<Operation> solution() {
        List<Operation> way = new ArrayList<>();
        if (solved()) {
            collect(way::add);
        }
        return way;
    }

    private void collect(Consumer<Operation> way) {
        by.ifPresent(way);
        if (!below.isEmpty()) {
            below.getLast().collect(way);
        }
    }
}
