package throughline.papers.tokens;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import throughline.learning.Torch;
import throughline.learning.tokens.TokenSchedule;
import throughline.learning.tokens.TokenShape;
import throughline.learning.tokens.TokenTraining;
import throughline.learning.tokens.Tokens;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// Token transformers of several sizes, trained on several amounts of simulated fab with several numbers of parallel
/// streams: the table that a law in N, D and P is fitted to.
///
/// ```java
/// TokenGrid.STANDARD.run(Path.of("out/fab-tokens"), Cancel.onInterrupt(), Notebook.progress("training"));
/// ```
///
/// All but the largest configuration are trained first. A law is fitted to them, what it predicts for the largest is
/// written down, and only then is that one trained.
///
/// There must be as many configurations besides the largest as the law has coefficients: five, or six with streams.
///
/// @param sizes   of models, layers and then widths rising, at least 2
/// @param tokens  D, amounts learned from, rising, at least 2
/// @param streams P, rising, at least 1
/// @param context tokens that a model sees
/// @param prefix  of each stream where there are several
/// @param batch   sequences of a step
/// @param rate    highest learning rate of a model of width 1; it falls with the root of the width
/// @param heldOut tokens that the loss is measured on, at least: whole runs are
/// @param seed    of all that is random
public record TokenGrid(
        List<Size> sizes,
        List<Long> tokens,
        List<Integer> streams,
        int context,
        int prefix,
        int batch,
        double rate,
        long heldOut,
        long seed) {
    private static final int STEPS_A_CHECKPOINT = 200;
    private static final int LEAST_VOCABULARY = 2;

    /// A model without its streams.
    ///
    /// @param layers of attention and perceptron
    /// @param width  of the hidden state
    /// @param heads  of the attention
    public record Size(int layers, int width, int heads) {}

    /// 45 configurations of 1,600 to 120,000 parameters, for two processors and a few minutes. The rate is the best of
    /// three or so, tried on P = 1 and 262,144 tokens for each width by the loss on held-out runs.
    public static final TokenGrid STANDARD = new TokenGrid(
            List.of(new Size(2, 8, 1), new Size(2, 16, 1), new Size(2, 24, 2), new Size(2, 40, 2), new Size(2, 64, 2)),
            List.of(65_536L, 196_608L, 589_824L),
            List.of(1, 2, 4),
            64,
            4,
            8,
            0.08,
            32_768,
            1);

    /// 54 configurations of 50,000 to 50 million parameters, for a GPU; what a step keeps until its end is held to
    /// about 4 GiB. Never run so far.
    public static final TokenGrid FULL = new TokenGrid(
            List.of(
                    new Size(4, 32, 2),
                    new Size(4, 64, 4),
                    new Size(6, 128, 4),
                    new Size(8, 256, 8),
                    new Size(12, 384, 8),
                    new Size(16, 512, 8)),
            List.of(4_194_304L, 16_777_216L, 67_108_864L),
            List.of(1, 2, 4),
            256,
            16,
            64,
            0.04,
            262_144,
            1);

    /// @throws BadInput when there are too few sizes, amounts or configurations, they do not rise, a model has no such
    /// shape, or an amount is not whole steps
    public TokenGrid {
        sizes = List.copyOf(sizes);
        tokens = List.copyOf(tokens);
        streams = List.copyOf(streams);
        if (sizes.size() < 2 || tokens.size() < 2 || streams.isEmpty()) {
            throw new BadInput(
                    "a grid of [%d] sizes, %d amounts of tokens and %d numbers of streams; it needs 2, 2 and 1",
                    sizes.size(), tokens.size(), streams.size());
        }
        List<TokenCell> cells = cells(sizes, tokens, streams);
        for (int i = 1; i < cells.size(); i++) {
            if (TokenCell.ORDER.compare(cells.get(i - 1), cells.get(i)) >= 0) {
                throw new BadInput("sizes %s, tokens %s and streams %s must each rise", sizes, tokens, streams);
            }
        }
        int coefficients =
                TokenPrediction.law(streams.size() > 1).coefficients().size();
        if (cells.size() <= coefficients) {
            throw new BadInput(
                    "a grid of [%d] configurations; a law of %d coefficients needs %d besides the largest",
                    cells.size(), coefficients, coefficients);
        }
        cells.forEach(cell -> cell.shape(LEAST_VOCABULARY, context, prefix));
        TokenSchedule.of(1, batch, rate);
        if (heldOut < context) {
            throw new BadInput("heldOut [%d] tokens must be at least those of a context, %d", heldOut, context);
        }
        for (long amount : tokens) {
            if (amount < 1 || amount % ((long) context * batch) != 0) {
                throw new BadInput("tokens [%d] must be a multiple of a step's, %d", amount, (long) context * batch);
            }
        }
    }

    /// All configurations, in [TokenCell#ORDER].
    List<TokenCell> cells() {
        return cells(sizes, tokens, streams);
    }

    private static List<TokenCell> cells(List<Size> sizes, List<Long> tokens, List<Integer> streams) {
        List<TokenCell> cells = new ArrayList<>();
        for (Size size : sizes) {
            for (long amount : tokens) {
                for (int parallel : streams) {
                    cells.add(new TokenCell(size.layers(), size.width(), size.heads(), parallel, amount));
                }
            }
        }
        return cells;
    }

    /// Trains what a folder lacks, on all processors, or on the GPU alone.
    ///
    /// @param progress in work done, which time follows roughly
    /// @return what is done; the largest configuration is there when all are
    /// @throws BadInput when the folder is of another grid, or cannot be written
    public TokenResults run(Path folder, Cancel cancel, Progress progress) {
        boolean gpu = Torch.device().isGpu();
        return run(folder, gpu ? 1 : Runtime.getRuntime().availableProcessors(), cancel, progress);
    }

    /// Trains what a folder lacks. The losses are the same to the bit for any number of workers, and when the grid was
    /// interrupted; not on a GPU, whose sums are made in no fixed order.
    ///
    /// @param workers that train a configuration each, with the engine's threads each
    TokenResults run(Path folder, int workers, Cancel cancel, Progress progress) {
        TokenFolder kept = new TokenFolder(folder, toString());
        List<TokenCell> cells = cells();
        TokenCell largest = cells.getLast();
        List<TokenCell> others = missing(kept, cells.subList(0, cells.size() - 1));
        List<TokenCell> last = missing(kept, List.of(largest));
        if (!others.isEmpty() || !last.isEmpty()) {
            long most = tokens.getLast();
            Tokens text = FabTokens.simulate(most, heldOut, seed, cancel, Progress.NONE);
            if (text != null) {
                Training training = new Training(text, kept, cancel, progress);
                Workers.all(others.stream().map(training::of).toList(), workers);
                if (!cancel.requested() && !last.isEmpty() && kept.prediction().isEmpty()) {
                    TokenPrediction.of(kept.done(), model(largest, text), cancel)
                            .ifPresent(said -> kept.predicted(said.lines()));
                }
                Workers.all(last.stream().map(training::of).toList(), 1);
            }
        }
        return new TokenResults(kept.done(), largest, kept.prediction(), kept.seconds());
    }

    /// Those that take longest first, so that workers end together.
    private static List<TokenCell> missing(TokenFolder kept, List<TokenCell> cells) {
        List<TokenCell> done = kept.done().stream().map(TokenLoss::cell).toList();
        return cells.stream()
                .filter(cell -> !done.contains(cell))
                .sorted(Comparator.comparingLong(TokenCell::work).reversed())
                .toList();
    }

    private TokenShape shape(TokenCell cell, Tokens text) {
        return cell.shape(text.vocabulary().size(), context, prefix);
    }

    /// A configuration whose loss is not known yet.
    private TokenLoss model(TokenCell cell, Tokens text) {
        TokenShape shape = shape(cell, text);
        return new TokenLoss(cell, shape.size(), shape.embeddings(), Double.NaN);
    }

    /// How fast a configuration learns.
    TokenSchedule schedule(TokenCell cell) {
        int steps = Math.toIntExact(cell.tokens() / ((long) context * batch));
        return TokenSchedule.of(steps, batch, rate / Math.sqrt(cell.width()));
    }

    /// The work of all that is trained in one run.
    private final class Training {
        private final Tokens text;
        private final TokenFolder kept;
        private final Cancel cancel;
        private final Progress progress;
        private final long all = cells().stream().mapToLong(TokenCell::work).sum();
        private final AtomicLong passed;

        Training(Tokens text, TokenFolder kept, Cancel cancel, Progress progress) {
            this.text = text;
            this.kept = kept;
            this.cancel = cancel;
            this.progress = progress;
            passed = new AtomicLong(
                    kept.done().stream().mapToLong(loss -> loss.cell().work()).sum());
        }

        /// A configuration's training, as work for somebody; null comes of it in any case.
        Supplier<Void> of(TokenCell cell) {
            return () -> {
                if (!cancel.requested()) {
                    train(cell);
                }
                return null;
            };
        }

        private void train(TokenCell cell) {
            long start = System.nanoTime();
            Path file = kept.checkpoint(cell);
            try (TokenTraining training = begin(cell, file)) {
                Progress shared = share(cell);
                boolean done = false;
                while (!done && !cancel.requested()) {
                    done = training.run(STEPS_A_CHECKPOINT, cancel, shared);
                    if (!done) {
                        training.save(file);
                    }
                }
                double loss = done ? training.model().loss(text.heldOut(), cancel) : Double.NaN;
                if (!Double.isNaN(loss)) {
                    TokenLoss model = model(cell, text);
                    kept.keep(new TokenLoss(cell, model.n(), model.rest(), loss), (System.nanoTime() - start) / 1e9);
                }
            }
        }

        private TokenTraining begin(TokenCell cell, Path file) {
            return Files.exists(file)
                    ? TokenTraining.resume(shape(cell, text), text.train(), schedule(cell), seed, file)
                    : TokenTraining.start(shape(cell, text), text.train(), schedule(cell), seed);
        }

        /// Steps of a configuration as its share of all work.
        private Progress share(TokenCell cell) {
            AtomicLong before = new AtomicLong();
            return (done, of) -> {
                long now = cell.work() * done / of;
                progress.report(passed.addAndGet(now - before.getAndSet(now)), all);
            };
        }
    }
}
