package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.attention.Ancestry;
import throughline.reasoning.attention.BlockAttention;
import throughline.reasoning.attention.BlockDecoder;
import throughline.reasoning.attention.BlockGraph;
import throughline.reasoning.attention.ForkedText;
import throughline.reasoning.attention.Rotary;
import throughline.reasoning.attention.TokenTrie;
import throughline.training.ranks.Matrix;

/// Drawn texts that fork and join, computed in one sequence under the mask of their trie, and as requests of their own.
///
/// @param masked largest difference between the two, over logits
/// @param linear the same where each token of the one sequence sees all before it
record ThreadWeaverTrie(double masked, double linear) {
    private static final int VOCABULARY = 13;
    private static final int TEXTS = 4;

    static ThreadWeaverTrie run() {
        Stream random = new Streams(1).named("forked texts");
        double masked = 0;
        double linear = 0;
        for (int i = 0; i < TEXTS; i++) {
            BlockDecoder decoder =
                    BlockDecoder.random(2, new BlockAttention(4, 2, Rotary.STANDARD), 4, VOCABULARY, 0, i);
            List<List<Integer>> requests = text(random).requests();
            TokenTrie trie = TokenTrie.of(requests);
            masked = Math.max(masked, distance(decoder, requests, trie, trie));
            linear = Math.max(linear, distance(decoder, requests, trie, BlockGraph.of(trie.tokens())));
        }
        return new ThreadWeaverTrie(masked, linear);
    }

    private static ForkedText text(Stream random) {
        List<List<Integer>> threads = new ArrayList<>();
        int count = 2 + random.below(3);
        for (int thread = 0; thread < count; thread++) {
            List<Integer> tokens = new ArrayList<>(List.of(0, thread));
            tokens.addAll(tokens(1 + random.below(8), random));
            threads.add(tokens);
        }
        return new ForkedText(tokens(8, random), threads, tokens(6, random));
    }

    private static List<Integer> tokens(int count, Stream random) {
        return IntStream.range(0, count).mapToObj(_ -> random.below(VOCABULARY)).toList();
    }

    private static double distance(
            BlockDecoder decoder, List<List<Integer>> requests, TokenTrie trie, Ancestry ancestry) {
        Matrix flat = decoder.forward(trie.flat(), ancestry);
        double largest = 0;
        for (int i = 0; i < requests.size(); i++) {
            int request = i;
            int[] tokens = requests.get(i).stream().mapToInt(Integer::intValue).toArray();
            int[] places = IntStream.range(0, tokens.length)
                    .map(token -> trie.place(request, token))
                    .toArray();
            Matrix alone = decoder.forward(tokens, BlockGraph.of(tokens.length));
            largest = Math.max(largest, flat.pick(places).distance(alone));
        }
        return largest;
    }
}
