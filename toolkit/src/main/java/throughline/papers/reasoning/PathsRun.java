package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.attention.BlockAttention;
import throughline.reasoning.attention.BlockDecoder;
import throughline.reasoning.attention.BlockGraph;
import throughline.reasoning.attention.Cache;
import throughline.reasoning.attention.Rotary;
import throughline.reasoning.attention.View;
import throughline.training.ranks.Matrix;

/// Paths that begin at one position, run at once, and are then read as they are stored by what reduces them, with a
/// small random transformer; and all of it laid flat under one mask.
///
/// @param reduced largest difference of the reducing tokens' logits
/// @param chained the same where the paths' keys are taken for one text, each path behind the one before
record PathsRun(double reduced, double chained) {
    private static final int VOCABULARY = 13;
    private static final int PATHS = 3;
    private static final int[] LENGTHS = {6, 4, 7, 5, 6};

    /// @param thoughts whether each path carries the embedding of its own thought, as ParaThinker's do; Multiverse's
    ///                 carry none
    static PathsRun run(boolean thoughts) {
        BlockDecoder decoder =
                BlockDecoder.random(2, new BlockAttention(4, 2, Rotary.STANDARD), 4, VOCABULARY, PATHS, 1);
        BlockGraph graph = BlockGraph.of(LENGTHS[0])
                .then(LENGTHS[1], 0)
                .then(LENGTHS[2], 0)
                .then(LENGTHS[3], 0)
                .then(LENGTHS[4], 1, 2, 3);
        Stream random = new Streams(1).named("paths");
        int[] tokens = IntStream.range(0, graph.tokens())
                .map(_ -> random.below(VOCABULARY))
                .toArray();
        int[] carried = IntStream.range(0, tokens.length)
                .map(token -> thoughts ? thought(graph.block(token)) : 0)
                .toArray();
        Matrix flat = decoder.forward(tokens, carried, graph);
        return new PathsRun(
                distance(decoder, graph, tokens, flat, thoughts, false),
                distance(decoder, graph, tokens, flat, thoughts, true));
    }

    /// The paths lie between the prompt and what reduces them.
    private static int thought(int block) {
        return block <= PATHS ? block : 0;
    }

    private static double distance(
            BlockDecoder decoder, BlockGraph graph, int[] tokens, Matrix flat, boolean thoughts, boolean chained) {
        List<Cache> caches = IntStream.range(0, LENGTHS.length)
                .mapToObj(block -> decoder.cache(thoughts ? thought(block) : 0))
                .toList();
        double largest = 0;
        for (int token = 0; token < tokens.length; token++) {
            int block = graph.block(token);
            Matrix logits = decoder.step(List.of(view(caches, block, chained)), tokens[token]);
            if (block == LENGTHS.length - 1) {
                largest = Math.max(largest, logits.distance(flat.rows(token, token + 1)));
            }
        }
        return largest;
    }

    private static View view(List<Cache> caches, int block, boolean chained) {
        if (block == 0) {
            return View.of(caches.getFirst());
        }
        if (block < caches.size() - 1) {
            return View.of(caches.getFirst(), caches.get(block));
        }
        if (chained) {
            return View.of(caches.toArray(Cache[]::new));
        }
        List<List<Cache>> stages = new ArrayList<>();
        stages.add(List.of(caches.getFirst()));
        stages.add(caches.subList(1, block));
        stages.add(List.of(caches.get(block)));
        return new View(stages);
    }
}
