package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import throughline.reasoning.puzzles.Step.Detail;
import throughline.reasoning.puzzles.Step.Kind;
import throughline.spec.BadInput;

/// CountDown: make the target out of all the numbers, each used once, with `+ - * /` and whole results.
///
/// A question reads `3 5 7 to 22`. A visited state is a line: its depth, the operation, the numbers left, as in
/// `#1 5 * 3 = 15 left 7 15`; at the last depth `goal` or `dead` instead of the numbers. A branch that failed closes
/// with `dead`. The answer repeats the operations that lead to the goal: `answer 5 * 3 = 15 15 + 7 = 22 end`.
///
/// @param rules   of its family
/// @param numbers 0 or more each, as many as the rules say
/// @param target  what is to be made
public record CountDown(CountDownRules rules, List<Integer> numbers, int target) implements Puzzle {
    static final String TO = "to";
    static final String LEFT = "left";
    static final String DEAD = "dead";
    static final String GOAL = "goal";

    public CountDown {
        numbers = List.copyOf(numbers);
        if (numbers.size() != rules.count() || numbers.stream().anyMatch(x -> x < 0)) {
            throw new IllegalArgumentException(
                    "numbers %s of CountDown must be %d, each 0 or more".formatted(numbers, rules.count()));
        }
    }

    /// Nodes of the whole tree but its root, if every operation of every pair is taken: 1,464 of four numbers.
    public static long nodes(int count) {
        return count == 1 ? 0 : choices(count) * (1 + nodes(count - 1));
    }

    /// Leaves of that tree: 1,152 of four numbers.
    public static long leaves(int count) {
        return count == 1 ? 1 : choices(count) * leaves(count - 1);
    }

    private static long choices(int count) {
        return 4L * count * (count - 1) / 2;
    }

    /// The search of its family, which may find nothing when it is pruned.
    public CountDownNode search() {
        return rules.search().search(numbers, target, rules.largestResult());
    }

    /// The same search, pruning nothing.
    CountDownNode exhaustive() {
        return new CountDownSearch(rules.heuristic(), false).search(numbers, target, rules.largestResult());
    }

    @Override
    public PuzzleVocabulary vocabulary() {
        return rules.vocabulary();
    }

    /// The target and the numbers in order.
    @Override
    public String canonical() {
        return target + "=" + numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Override
    public List<String> question() {
        List<String> words =
                new ArrayList<>(numbers.stream().map(String::valueOf).toList());
        words.addAll(List.of(TO, String.valueOf(target)));
        return words;
    }

    /// @throws BadInput if there is none
    @Override
    public List<String> solution() {
        CountDownNode found = search();
        CountDownNode sure = found.solved() ? found : exhaustive();
        if (!sure.solved()) {
            throw new BadInput(
                    "CountDown: target [%d] cannot be made of %s with results up to %d",
                    target, numbers, rules.largestResult());
        }
        return answer(sure.solution());
    }

    private static List<String> answer(List<Operation> operations) {
        List<String> words = new ArrayList<>(List.of(PuzzleVocabulary.ANSWER));
        operations.forEach(operation -> words.addAll(operation.words()));
        words.add(PuzzleVocabulary.END);
        return words;
    }

    @Override
    public List<Step> steps(Detail detail) {
        CountDownNode root = search();
        List<Step> steps = new ArrayList<>();
        for (CountDownNode at = root; !at.below().isEmpty(); at = at.below().getLast()) {
            for (CountDownNode next : at.below()) {
                steps.add(step(next, detail));
            }
            if (!at.below().getLast().solved()) {
                break;
            }
        }
        if (root.solved()) {
            steps.add(new Step(Kind.ANSWER, answer(root.solution()), List.of()));
        }
        return steps;
    }

    private Step step(CountDownNode node, Detail detail) {
        boolean progress = node.solved();
        List<String> words = line(node);
        if (!progress && node.numbers().size() > 1) {
            if (detail == Detail.FULL) {
                node.below().forEach(next -> tell(next, words));
            }
            words.add(DEAD);
        }
        return new Step(
                progress ? Kind.PROGRESS : Kind.CORRECTION,
                words,
                node.by().orElseThrow().words());
    }

    private void tell(CountDownNode node, List<String> words) {
        words.addAll(line(node));
        if (node.numbers().size() > 1) {
            node.below().forEach(next -> tell(next, words));
            words.add(DEAD);
        }
    }

    private List<String> line(CountDownNode node) {
        List<String> words =
                new ArrayList<>(List.of(depth(numbers.size() - node.numbers().size())));
        words.addAll(node.by().orElseThrow().words());
        if (node.numbers().size() == 1) {
            words.add(node.goal() ? GOAL : DEAD);
        } else {
            words.add(LEFT);
            node.numbers().forEach(x -> words.add(String.valueOf(x)));
        }
        return words;
    }

    static String depth(int depth) {
        return "#" + depth;
    }

    /// Reads what follows the last `answer`, or all if there is none: operations on numbers that are there, right, down
    /// to the target alone.
    @Override
    public boolean solvedBy(List<String> completion) {
        List<String> text = PuzzleVocabulary.upToEnd(completion);
        List<String> answer = text.subList(text.lastIndexOf(PuzzleVocabulary.ANSWER) + 1, text.size());
        if (answer.size() != (numbers.size() - 1) * Operation.WORDS) {
            return false;
        }
        Optional<List<Integer>> left = Optional.of(numbers);
        for (int i = 0; i < answer.size(); i += Operation.WORDS) {
            Optional<Operation> next = Operation.parse(answer.subList(i, i + Operation.WORDS));
            left = left.flatMap(have -> next.flatMap(operation -> operation.apply(have)));
        }
        return left.filter(List.of(target)::equals).isPresent();
    }
}
