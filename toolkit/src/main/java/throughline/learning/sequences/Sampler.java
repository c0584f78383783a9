package throughline.learning.sequences;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import throughline.learning.Torch;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Spec;

/// Lets a model write, token by token, with keys and values kept: a completion ends at the stop token, or where its
/// budget does. Prompts of one length are computed together, and a row that has ended makes no more work.
///
/// ```java
/// List<List<Completion>> tried = new Sampler(0.7, STOP, 40).sample(model, prompts, 16, new Streams(2));
/// ```
///
/// @param temperature that logits are divided by; at 0 the likeliest token follows
/// @param stop        token that ends a completion
/// @param budget      tokens of a completion at most
public record Sampler(
        @Param(value = "what logits are divided by", min = 0, max = 100)
        double temperature,

        @Param(value = "token that ends a completion", min = 0)
        int stop,

        @Param(value = "tokens of a completion at most", min = 1)
        int budget) {
    /// Completions that are written side by side; it depends on nothing, so that sums are the same on every machine.
    private static final int AT_ONCE = 1_024;
    /// Rows that have ended are dropped when fewer than this share are left.
    private static final double LEFT = 0.75;

    public Sampler {
        Spec.check(Sampler.class, temperature, stop, budget);
    }

    /// Completions of prompts. Each draws from a stream of its own, named by the number of its prompt and its own.
    ///
    /// @param prompts of any lengths, each of at least one token
    /// @param each    completions of a prompt, at least 1
    /// @return `[prompt][completion]`
    /// @throws BadInput when prompt and budget are more than the model sees, or a token is none
    public List<List<Completion>> sample(SequenceModel model, List<int[]> prompts, int each, Streams random) {
        return sample(model, prompts, each, random, Cancel.NEVER);
    }

    /// As [#sample(SequenceModel, List, int, Streams)], until a cancel: what is not written then ends where it is.
    public List<List<Completion>> sample(
            SequenceModel model, List<int[]> prompts, int each, Streams random, Cancel cancel) {
        if (each < 1) {
            throw new BadInput("[%d] completions of a prompt must be at least 1", each);
        }
        Torch.prepareThread();
        TreeMap<Integer, List<Integer>> byLength = new TreeMap<>();
        for (int p = 0; p < prompts.size(); p++) {
            require(model.shape(), prompts.get(p), p);
            byLength.computeIfAbsent(prompts.get(p).length, length -> new ArrayList<>())
                    .add(p);
        }
        List<List<Completion>> all =
                new ArrayList<>(prompts.stream().map(p -> List.<Completion>of()).toList());
        int most = Math.max(1, AT_ONCE / each);
        for (List<Integer> alike : byLength.values()) {
            for (int from = 0; from < alike.size(); from += most) {
                List<Integer> chosen = alike.subList(from, Math.min(from + most, alike.size()));
                List<Row> rows =
                        write(model, chosen.stream().map(prompts::get).toList(), rows(chosen, each, random), cancel);
                for (int i = 0; i < chosen.size(); i++) {
                    all.set(
                            chosen.get(i),
                            rows.subList(i * each, (i + 1) * each).stream()
                                    .map(Row::completion)
                                    .toList());
                }
            }
        }
        return all;
    }

    private void require(SequenceShape shape, int[] prompt, int number) {
        if (prompt.length == 0 || prompt.length + budget > shape.context() + 1) {
            throw new BadInput(
                    "prompt %d of [%d] tokens, and [%d] to write: the model sees from 1 to %d",
                    number, prompt.length, budget, shape.context());
        }
        for (int token : prompt) {
            if (token < 0 || token >= shape.vocabulary()) {
                throw new BadInput("prompt %d, token [%d] must be from 0 to %d", number, token, shape.vocabulary() - 1);
            }
        }
    }

    private static List<Row> rows(List<Integer> prompts, int each, Streams random) {
        return prompts.stream()
                .flatMap(p -> IntStream.range(0, each).mapToObj(i -> new Row(random.named(p + "/" + i))))
                .toList();
    }

    /// A completion that is being written.
    private static final class Row {
        private final Stream random;
        private final List<Integer> tokens = new ArrayList<>();
        private boolean stopped;

        Row(Stream random) {
            this.random = random;
        }

        Completion completion() {
            return new Completion(tokens.stream().mapToInt(Integer::intValue).toArray(), stopped);
        }
    }

    private List<Row> write(SequenceModel model, List<int[]> prompts, List<Row> rows, Cancel cancel) {
        int each = rows.size() / prompts.size();
        int length = prompts.getFirst().length;
        List<Row> left = rows;
        try (SequenceCache cache =
                new SequenceCache(model.manager(), model.shape().layers())) {
            int[] next = prompts.stream().flatMapToInt(Arrays::stream).toArray();
            float[] shares = shares(model, cache, next, length);
            if (each > 1) {
                cache.choose(
                        IntStream.range(0, rows.size()).mapToLong(r -> r / each).toArray());
                shares = repeated(shares, each, model.shape().vocabulary());
            }
            for (int t = 0; t < budget && !left.isEmpty() && !cancel.requested(); t++) {
                draw(left, shares, model.shape().vocabulary());
                List<Row> drawn = left;
                int[] open = IntStream.range(0, drawn.size())
                        .filter(r -> !drawn.get(r).stopped)
                        .toArray();
                if (open.length == 0 || t == budget - 1) {
                    break;
                }
                if (open.length < LEFT * left.size()) {
                    cache.choose(Arrays.stream(open).asLongStream().toArray());
                    left = Arrays.stream(open).mapToObj(drawn::get).toList();
                }
                next = left.stream().mapToInt(row -> row.tokens.getLast()).toArray();
                shares = shares(model, cache, next, 1);
            }
        }
        return rows;
    }

    private static float[] repeated(float[] shares, int each, int vocabulary) {
        float[] repeated = new float[shares.length * each];
        for (int r = 0; r < repeated.length / vocabulary; r++) {
            System.arraycopy(shares, r / each * vocabulary, repeated, r * vocabulary, vocabulary);
        }
        return repeated;
    }

    /// `[rows V]`: probabilities of the next token, or logits at temperature 0.
    private float[] shares(SequenceModel model, SequenceCache cache, int[] tokens, int length) {
        try (NDManager scratch = model.manager().newSubManager()) {
            NDArray seen = scratch.create(tokens, new Shape(tokens.length / length, length));
            NDArray logits = model.lastLogits(seen, cache);
            if (temperature == 0) {
                return logits.toFloatArray();
            }
            return logits.div(scratch.full(new Shape(), (float) temperature))
                    .softmax(1)
                    .toFloatArray();
        }
    }

    private void draw(List<Row> rows, float[] shares, int vocabulary) {
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            if (!row.stopped) {
                int first = r * vocabulary;
                int token = temperature == 0
                        ? largest(shares, first, vocabulary)
                        : drawn(shares, first, vocabulary, row.random.uniform());
                row.tokens.add(token);
                row.stopped = token == stop;
            }
        }
    }

    private static int largest(float[] logits, int first, int size) {
        int best = 0;
        for (int v = 1; v < size; v++) {
            if (logits[first + v] > logits[first + best]) {
                best = v;
            }
        }
        return best;
    }

    /// By inversion; what rounding leaves goes to the last token that has a share. Shares that are not numbers, of a
    /// model that broke or a temperature next to 0, are an error.
    private static int drawn(float[] shares, int first, int size, double u) {
        double sum = 0;
        int last = -1;
        for (int v = 0; v < size; v++) {
            if (shares[first + v] > 0) {
                sum += shares[first + v];
                last = v;
                if (u < sum) {
                    return v;
                }
            }
        }
        if (last < 0) {
            throw new ArithmeticException("no token has a share: logits over the temperature are not finite");
        }
        return last;
    }
}
