package throughline.reasoning.attention;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.training.ranks.Matrix;

/// What the workers of Hogwild! Inference (arXiv 2504.06261) share: a prompt, a history of finished paragraphs, and a
/// block each that he writes and others read. Nothing is computed twice and, but for a paragraph that is finished, no
/// stored key is touched when a block moves.
///
/// ```java
/// Workspace workspace = new Workspace(decoder, Layout.COMBINED, 2);
/// workspace.prompt(3, 1, 4);
/// Matrix logits = workspace.step(1, 5);   // both workers write a token
/// workspace.finish(0);                    // the first has ended a paragraph
/// ```
public final class Workspace {
    private final BlockDecoder decoder;
    private final Layout layout;
    private final Cache prompt;
    private final Cache history;
    private final List<Cache> workers;

    /// Empty.
    ///
    /// @param workers 1 or more
    public Workspace(BlockDecoder decoder, Layout layout, int workers) {
        this.decoder = decoder;
        this.layout = layout;
        this.prompt = decoder.cache();
        this.history = decoder.cache();
        this.workers = Stream.generate(decoder::cache).limit(workers).toList();
    }

    /// Reads tokens into what all see first.
    public void prompt(int... tokens) {
        for (int token : tokens) {
            decoder.step(List.of(View.of(prompt)), token);
        }
    }

    /// Each worker writes a token.
    ///
    /// @return logits of each worker's next, `[workers, vocabulary]`
    public Matrix step(int... tokens) {
        return decoder.step(
                IntStream.range(0, workers.size()).mapToObj(this::view).toList(), tokens);
    }

    /// A worker ends a paragraph, which goes to the history if the layout has one.
    public void finish(int worker) {
        if (layout.history()) {
            history.append(workers.get(worker));
            workers.get(worker).clear();
        }
    }

    private View view(int worker) {
        return View.of(layout.order(prompt, history, workers, worker).toArray(Cache[]::new));
    }
}
