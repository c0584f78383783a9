package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;

/// The words of a kind of puzzle, each with a number of its own. [#PAD] is 0 and [#END] is 1 in each.
public final class PuzzleVocabulary {
    /// Fills up a batch; never part of a sequence.
    public static final String PAD = "pad";
    /// Ends a completion.
    public static final String END = "end";
    /// Opens the answer at the end of a search.
    public static final String ANSWER = "answer";
    /// Opens a re-check.
    public static final String CHECK = "check";
    /// Closes a re-check.
    public static final String OK = "ok";

    private final List<String> words;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int largest;

    /// Of all words but [#PAD], [#END], [#ANSWER], [#CHECK] and [#OK], which every vocabulary has, and of numbers.
    ///
    /// @param own     the puzzle's words, all different
    /// @param largest of the numbers, which start at 0 and are a word each; -1 for none
    PuzzleVocabulary(List<String> own, int largest) {
        this.largest = largest;
        words = new ArrayList<>(List.of(PAD, END, ANSWER, CHECK, OK));
        words.addAll(own);
        for (String word : words) {
            if (ids.put(word, ids.size()) != null) {
                throw new IllegalArgumentException("word [%s] is there twice".formatted(word));
            }
        }
    }

    /// How many words there are.
    public int size() {
        return words.size() + largest + 1;
    }

    /// The number of [#PAD], 0.
    public int pad() {
        return 0;
    }

    /// The number of [#END], 1.
    public int end() {
        return 1;
    }

    /// The number of a word.
    ///
    /// @throws BadInput if the vocabulary lacks it
    public int id(String word) {
        if (number(word) && Integer.parseInt(word) <= largest) {
            return words.size() + Integer.parseInt(word);
        }
        Integer id = ids.get(word);
        if (id == null) {
            throw new BadInput("word [%s] is not in the vocabulary: %s, and numbers up to %d", word, words, largest);
        }
        return id;
    }

    /// Whether a word is a number, of at most nine digits.
    static boolean number(String word) {
        return !word.isEmpty() && word.length() < 10 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// The numbers of words.
    public int[] ids(List<String> text) {
        return text.stream().mapToInt(this::id).toArray();
    }

    /// The words of numbers, each from 0 to `size() - 1`.
    ///
    /// @throws BadInput if one is none of these
    public List<String> words(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(this::word).toList();
    }

    private String word(int id) {
        if (id < 0 || id >= size()) {
            throw new BadInput("token [%d] must be from 0 to %d", id, size() - 1);
        }
        return id < words.size() ? words.get(id) : String.valueOf(id - words.size());
    }

    /// A text before its first end, without padding.
    static List<String> upToEnd(List<String> text) {
        int end = text.indexOf(END);
        return end < 0 ? text : text.subList(0, end);
    }
}
