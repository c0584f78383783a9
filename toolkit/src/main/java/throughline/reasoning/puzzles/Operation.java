package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two whole numbers combined into a third.
///
/// @param left   0 or more
/// @param sign   one of `+ - * /`
/// @param right  0 or more
/// @param result whole and 0 or more
public record Operation(int left, char sign, int right, int result) {
    private static final String SIGNS = "+*-/";
    /// Words that tell an operation: `7 * 3 = 21`.
    static final int WORDS = 5;

    /// The operation of two numbers, if its result is whole, 0 or more, and an int.
    static Optional<Operation> of(int left, char sign, int right) {
        long result =
                switch (sign) {
                    case '+' -> (long) left + right;
                    case '*' -> (long) left * right;
                    case '-' -> (long) left - right;
                    case '/' -> right != 0 && left % right == 0 ? left / right : -1;
                    default -> -1;
                };
        return result < 0 || result > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new Operation(left, sign, right, (int) result));
    }

    /// What may be made of two numbers: sum and product, and the difference and the quotient of the larger by the
    /// smaller where that is whole.
    static List<Operation> all(int a, int b) {
        List<Operation> all = new ArrayList<>();
        for (char sign : SIGNS.toCharArray()) {
            boolean turned = (sign == '-' || sign == '/') && a < b;
            of(turned ? b : a, sign, turned ? a : b).ifPresent(all::add);
        }
        return all;
    }

    /// In words: `7 * 3 = 21`.
    List<String> words() {
        return List.of(String.valueOf(left), String.valueOf(sign), String.valueOf(right), "=", String.valueOf(result));
    }

    /// The operation that words tell, if they are one and it is right.
    static Optional<Operation> parse(List<String> words) {
        if (words.size() != WORDS
                || !words.get(3).equals("=")
                || words.get(1).length() != 1
                || !PuzzleVocabulary.number(words.get(0))
                || !PuzzleVocabulary.number(words.get(2))
                || !PuzzleVocabulary.number(words.get(4))) {
            return Optional.empty();
        }
        int result = Integer.parseInt(words.get(4));
        return of(Integer.parseInt(words.get(0)), words.get(1).charAt(0), Integer.parseInt(words.get(2)))
                .filter(operation -> operation.result == result);
    }

    /// The numbers that are left after it, its result last; empty if one that it takes is not there.
    Optional<List<Integer>> apply(List<Integer> numbers) {
        List<Integer> left = new ArrayList<>(numbers);
        boolean there = left.remove(Integer.valueOf(this.left)) && left.remove(Integer.valueOf(right));
        left.add(result);
        return there ? Optional.of(left) : Optional.empty();
    }
}
