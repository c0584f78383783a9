package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.reasoning.attention.BlockAttention;
import throughline.reasoning.attention.BlockDecoder;
import throughline.reasoning.attention.BlockGraph;
import throughline.reasoning.attention.Cache;
import throughline.reasoning.attention.Rotary;
import throughline.reasoning.attention.View;
import throughline.training.ranks.Matrix;

/// Three paths and a summary that reads their stored keys and values, beside the whole text under one mask.
///
/// @param kept  largest difference of the summary's logits between the two
/// @param alike the same where paths carry no embedding of their thought
/// @param blind the same where the summary sees one path alone
record ParaThinkerAttention(double kept, double alike, double blind) {
    private static final int PROMPT = 5;
    private static final int[] LENGTHS = {6, 4, 7};
    private static final int SUMMARY = 4;
    private static final int VOCABULARY = 11;

    static ParaThinkerAttention run() {
        BlockDecoder decoder =
                BlockDecoder.random(2, new BlockAttention(4, 2, Rotary.STANDARD), 4, VOCABULARY, LENGTHS.length, 1);
        BlockGraph graph = BlockGraph.of(PROMPT);
        for (int length : LENGTHS) {
            graph = graph.then(length, 0);
        }
        graph = graph.then(SUMMARY, IntStream.rangeClosed(1, LENGTHS.length).toArray());
        return new ParaThinkerAttention(
                distance(decoder, graph, true, true),
                distance(decoder, graph, false, true),
                distance(decoder, graph, true, false));
    }

    private static double distance(BlockDecoder decoder, BlockGraph graph, boolean thoughts, boolean all) {
        int[] tokens = IntStream.range(0, graph.tokens())
                .map(token -> token * 7 % VOCABULARY)
                .toArray();
        int[] thought = IntStream.range(0, tokens.length)
                .map(token -> path(graph.block(token)) ? graph.block(token) : 0)
                .toArray();
        Matrix flat = decoder.forward(tokens, thought, graph);
        List<Cache> caches = new ArrayList<>();
        for (int block = 0; block <= LENGTHS.length + 1; block++) {
            caches.add(decoder.cache(thoughts && path(block) ? block : 0));
        }
        double largest = 0;
        for (int token = 0; token < tokens.length; token++) {
            int block = graph.block(token);
            Matrix next = decoder.step(List.of(view(caches, block, all)), tokens[token]);
            if (block > LENGTHS.length) {
                largest = Math.max(largest, next.distance(flat.rows(token, token + 1)));
            }
        }
        return largest;
    }

    private static boolean path(int block) {
        return block >= 1 && block <= LENGTHS.length;
    }

    private static View view(List<Cache> caches, int block, boolean all) {
        Cache prompt = caches.getFirst();
        if (block == 0) {
            return View.of(prompt);
        }
        List<Cache> paths = caches.subList(1, all ? caches.size() - 1 : 2);
        return path(block)
                ? View.of(prompt, caches.get(block))
                : new View(List.of(List.of(prompt), paths, List.of(caches.getLast())));
    }
}
