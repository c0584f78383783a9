package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;

/// Sentences of a small grammar, in which a verb agrees with a subject that may stand far before it: `the dogs that the
/// girl near the trees feeds see a cat .` A model must attend to the subject to tell the form of the verb.
final class Grammar {
    private static final List<String> WORDS = List.of(
            ".", "that", "near", "the", "a", "some", "dog", "cat", "girl", "tree", "dogs", "cats", "girls", "trees",
            "sees", "feeds", "likes", "sleeps", "see", "feed", "like", "sleep");
    private static final int NOUNS = 4;
    private static final int SINGULAR_NOUN = WORDS.indexOf("dog");
    private static final int SINGULAR_VERB = WORDS.indexOf("sees");
    private static final int VERBS = 4;
    private static final double MODIFIED = 0.35;
    private static final int DEEPEST = 2;

    private final Stream random;

    Grammar(Stream random) {
        this.random = random;
    }

    /// How many words there are.
    static int words() {
        return WORDS.size();
    }

    /// A text of sentences, cut at a length.
    int[] text(int length) {
        List<Integer> text = new ArrayList<>();
        while (text.size() < length) {
            boolean plural = noun(text, 0);
            verb(text, plural, true);
            text.add(WORDS.indexOf("."));
        }
        return text.stream().limit(length).mapToInt(word -> word).toArray();
    }

    /// Adds a noun and what goes with it; whether it is a plural.
    private boolean noun(List<Integer> text, int depth) {
        boolean plural = random.uniform() < 0.5;
        text.add(WORDS.indexOf(random.uniform() < 0.5 ? "the" : plural ? "some" : "a"));
        text.add(SINGULAR_NOUN + (plural ? NOUNS : 0) + random.below(NOUNS));
        if (depth < DEEPEST && random.uniform() < MODIFIED) {
            text.add(WORDS.indexOf("near"));
            noun(text, depth + 1);
        }
        if (depth < DEEPEST && random.uniform() < MODIFIED) {
            text.add(WORDS.indexOf("that"));
            verb(text, noun(text, depth + 1), false);
        }
        return plural;
    }

    /// The last verb takes no object.
    private void verb(List<Integer> text, boolean plural, boolean object) {
        int verb = random.below(object ? VERBS : VERBS - 1);
        text.add(SINGULAR_VERB + (plural ? VERBS : 0) + verb);
        if (object && verb < VERBS - 1) {
            noun(text, DEEPEST);
        }
    }
}
