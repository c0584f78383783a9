package throughline.papers.reasoning;

import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.attention.BlockAttention;
import throughline.reasoning.attention.BlockDecoder;
import throughline.reasoning.attention.Cache;
import throughline.reasoning.attention.KeyBlock;
import throughline.reasoning.attention.Layout;
import throughline.reasoning.attention.Rotary;
import throughline.reasoning.attention.Transcript;
import throughline.reasoning.attention.View;
import throughline.reasoning.attention.Workspace;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Partial;

/// Two workers who write at once into caches that move, with a small random transformer, and the same computed from
/// nothing at each step.
///
/// @param identity largest difference of attention with turned queries from attention with keys encoded anew
/// @param unmoved  the same with queries that are turned to no block's place
/// @param loop     largest difference of logits in all three layouts
/// @param stuck    the same for workers who see the other's block where it is stored
record HogwildRun(double identity, double unmoved, double loop, double stuck) {
    private static final int SIZE = 8;
    private static final int STEPS = 16;
    private static final int VOCABULARY = 17;
    private static final BlockAttention ATTENTION = new BlockAttention(4, 2, Rotary.STANDARD);
    private static final int[] PROMPT = {3, 1, 4, 1, 5};

    static HogwildRun run() {
        double loop = 0;
        for (Layout layout : Layout.values()) {
            loop = Math.max(loop, loop(layout));
        }
        return new HogwildRun(identity(true), identity(false), loop, loopStuck());
    }

    /// Three blocks of 5, 7 and 3 tokens, moved to positions 0, 40 and 900, seen from position 1,000.
    private static double identity(boolean moved) {
        int[] lengths = {5, 7, 3};
        int[] starts = {0, 40, 900};
        int position = 1000;
        Stream random = new Streams(1).named("blocks");
        Matrix query = Matrix.normal(1, 4 * SIZE, 1, random);
        Partial turned = null;
        Partial encoded = null;
        for (int i = 0; i < lengths.length; i++) {
            int length = lengths[i];
            int start = starts[i];
            Matrix k = Matrix.normal(length, 2 * SIZE, 1, random);
            Matrix v = Matrix.normal(length, 2 * SIZE, 1, random);
            KeyBlock stored = KeyBlock.of(k, v, Rotary.STANDARD, SIZE);
            KeyBlock anew = new KeyBlock(Rotary.STANDARD.turn(k, SIZE, row -> start + row), v);
            int after = moved ? position - start : position;
            Partial one = ATTENTION.toBlock(query, _ -> after, _ -> length, stored);
            Partial other = ATTENTION.toBlock(query, _ -> position, _ -> length, anew);
            turned = turned == null ? one : turned.merge(one);
            encoded = encoded == null ? other : encoded.merge(other);
        }
        return turned.out().distance(encoded.out());
    }

    private static BlockDecoder decoder() {
        return BlockDecoder.random(2, ATTENTION, SIZE, VOCABULARY, 0, 1);
    }

    private static double loop(Layout layout) {
        BlockDecoder decoder = decoder();
        Workspace workspace = new Workspace(decoder, layout, 2);
        Transcript transcript = new Transcript(layout, 2);
        workspace.prompt(PROMPT);
        transcript.prompt(PROMPT);
        int[] next = {9, 2};
        double largest = 0;
        for (int step = 1; step <= STEPS; step++) {
            Matrix logits = workspace.step(next);
            int[] written = transcript.step(next);
            largest = Math.max(
                    largest,
                    decoder.forward(transcript.flat(), transcript).pick(written).distance(logits));
            next = likeliest(logits);
            if (step % 6 == 0) {
                int worker = step / 6 % 2;
                workspace.finish(worker);
                transcript.finish(worker);
            }
        }
        return largest;
    }

    private static double loopStuck() {
        BlockDecoder decoder = decoder();
        Cache prompt = decoder.cache();
        List<Cache> workers = List.of(decoder.cache(), decoder.cache());
        Transcript transcript = new Transcript(Layout.CONTIGUOUS, 2);
        transcript.prompt(PROMPT);
        for (int token : PROMPT) {
            decoder.step(List.of(View.of(prompt)), token);
        }
        List<View> views = IntStream.range(0, 2)
                .mapToObj(worker ->
                        new View(List.of(List.of(prompt, workers.get(1 - worker)), List.of(workers.get(worker)))))
                .toList();
        int[] next = {9, 2};
        double largest = 0;
        for (int step = 0; step < STEPS; step++) {
            Matrix logits = decoder.step(views, next);
            int[] written = transcript.step(next);
            Matrix right = decoder.forward(transcript.flat(), transcript).pick(written);
            largest = Math.max(largest, right.distance(logits));
            next = likeliest(right);
        }
        return largest;
    }

    private static int[] likeliest(Matrix logits) {
        return IntStream.range(0, logits.rows())
                .map(row -> IntStream.range(0, logits.columns())
                        .reduce((a, b) -> logits.at(row, b) > logits.at(row, a) ? b : a)
                        .orElseThrow())
                .toArray();
    }
}
