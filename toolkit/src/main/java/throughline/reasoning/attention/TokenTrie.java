package throughline.reasoning.attention;

import java.util.ArrayList;
import java.util.List;

/// Texts that begin alike, merged into one tree of tokens: a token sees its ancestors, and its position is its depth.
///
/// This is how ThreadWeaver (arXiv 2512.07843) trains on all requests of a parallel trace in one sequence.
///
/// ```java
/// TokenTrie trie = TokenTrie.of(List.of(List.of(7, 8, 1), List.of(7, 8, 2, 3)));
/// trie.tokens();        // 5, where the texts have 7
/// trie.sees(4, 2);      // false: 3 does not see 1
/// trie.place(1, 3);     // 4: the last token of the second text
/// ```
public final class TokenTrie implements Ancestry {
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();

    private TokenTrie() {}

    /// Merges texts.
    ///
    /// @param texts each a list of token numbers
    public static TokenTrie of(List<List<Integer>> texts) {
        TokenTrie trie = new TokenTrie();
        texts.forEach(trie::insert);
        return trie;
    }

    private void insert(List<Integer> text) {
        int[] path = new int[text.size()];
        int parent = -1;
        for (int depth = 0; depth < path.length; depth++) {
            parent = child(parent, text.get(depth), depth);
            path[depth] = parent;
        }
        places.add(path);
    }

    private int child(int parent, int token, int depth) {
        for (int i = parent + 1; i < tokens.size(); i++) {
            if (parents.get(i) == parent && tokens.get(i) == token) {
                return i;
            }
        }
        tokens.add(token);
        parents.add(parent);
        depths.add(depth);
        return tokens.size() - 1;
    }

    @Override
    public int tokens() {
        return tokens.size();
    }

    @Override
    public boolean sees(int query, int key) {
        int ancestor = query;
        while (ancestor > key) {
            ancestor = parents.get(ancestor);
        }
        return ancestor == key;
    }

    @Override
    public int distance(int query, int key) {
        return depths.get(query) - depths.get(key);
    }

    /// The tokens as they lie flat, parents before children.
    public int[] flat() {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Where a token of one of the texts lies in the flat sequence.
    ///
    /// @param text  in the order given
    /// @param token of that text, from 0
    public int place(int text, int token) {
        return places.get(text)[token];
    }
}
