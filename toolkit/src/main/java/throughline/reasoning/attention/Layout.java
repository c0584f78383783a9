package throughline.reasoning.attention;

import java.util.ArrayList;
import java.util.List;

/// Where workers of Hogwild! Inference (arXiv 2504.06261) have each other's text before them. Each has his own last.
public enum Layout {
    /// Others' whole text, unfinished as it is.
    CONTIGUOUS(false, true),
    /// Finished paragraphs of all in one history, in the order in which they were finished; nothing unfinished.
    INTERLEAVED(true, false),
    /// The history, then what others have not finished.
    COMBINED(true, true);

    private final boolean history;
    private final boolean unfinished;

    Layout(boolean history, boolean unfinished) {
        this.history = history;
        this.unfinished = unfinished;
    }

    /// Whether a finished paragraph moves to a history that all share.
    public boolean history() {
        return history;
    }

    /// Whether workers see each other's text as it is being written.
    public boolean unfinished() {
        return unfinished;
    }

    /// The blocks that a worker has before him, in order.
    ///
    /// @param workers their blocks
    /// @param worker  whose own comes last
    <B> List<B> order(B prompt, B past, List<B> workers, int worker) {
        List<B> blocks = new ArrayList<>(List.of(prompt));
        if (history) {
            blocks.add(past);
        }
        for (int other = 0; other < workers.size(); other++) {
            if (other != worker && unfinished) {
                blocks.add(workers.get(other));
            }
        }
        blocks.add(workers.get(worker));
        return blocks;
    }
}
