package throughline.reasoning.attention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Who saw what, and how far before him, when workers shared a text: by the numbers of the tokens alone, so that
/// [BlockDecoder#forward] can compute the whole run from nothing and be held against a [Workspace].
public final class Transcript implements Ancestry {
    private final Layout layout;
    private final List<Integer> prompt = new ArrayList<>();
    private final List<Integer> history = new ArrayList<>();
    private final List<List<Integer>> workers;
    private final List<Integer> flat = new ArrayList<>();
    private final List<Map<Integer, Integer>> distances = new ArrayList<>();

    /// Empty.
    ///
    /// @param workers 1 or more
    public Transcript(Layout layout, int workers) {
        this.layout = layout;
        this.workers = Stream.generate(() -> (List<Integer>) new ArrayList<Integer>())
                .limit(workers)
                .toList();
    }

    /// Tokens that all see first.
    public void prompt(int... tokens) {
        for (int token : tokens) {
            write(prompt, token);
            seen(List.of(prompt));
        }
    }

    /// Each worker writes a token.
    ///
    /// @return the numbers of these, in the flat text
    public int[] step(int... tokens) {
        if (tokens.length != workers.size()) {
            throw new IllegalArgumentException(
                    "[%d] tokens for [%d] workers; each writes one".formatted(tokens.length, workers.size()));
        }
        int[] written = new int[tokens.length];
        for (int worker = 0; worker < tokens.length; worker++) {
            written[worker] = write(workers.get(worker), tokens[worker]);
        }
        for (int worker = 0; worker < tokens.length; worker++) {
            seen(layout.order(prompt, history, workers, worker));
        }
        return written;
    }

    /// A worker ends a paragraph, which goes to the history if the layout has one.
    public void finish(int worker) {
        if (layout.history()) {
            history.addAll(workers.get(worker));
            workers.get(worker).clear();
        }
    }

    private int write(List<Integer> block, int token) {
        flat.add(token);
        block.add(flat.size() - 1);
        return flat.size() - 1;
    }

    /// Books what the writer of the last token has before him.
    private void seen(List<List<Integer>> blocks) {
        List<Integer> text = blocks.stream().flatMap(List::stream).toList();
        Map<Integer, Integer> back = new HashMap<>();
        for (int place = 0; place < text.size(); place++) {
            back.put(text.get(place), text.size() - 1 - place);
        }
        distances.add(back);
    }

    /// The tokens in the order in which they were written, those of one step in the workers' order.
    public int[] flat() {
        return flat.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int tokens() {
        return flat.size();
    }

    @Override
    public boolean sees(int query, int key) {
        return distances.get(query).containsKey(key);
    }

    @Override
    public int distance(int query, int key) {
        return distances.get(query).get(key);
    }
}
