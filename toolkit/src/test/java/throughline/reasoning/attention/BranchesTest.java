package throughline.reasoning.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.training.ranks.Matrix;

/// Ways of generating text with branches, each against everything laid flat under a mask.
class BranchesTest {
    private static final double EXACT = 1e-9;

    /// ThreadWeaver: one sequence under the mask of a trie, against a request of its own for each context and
    /// completion.
    @Property(tries = 20)
    void oneSequenceUnderATrieIsEveryRequestAlone(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> threads,
            @ForAll @IntRange(min = 1, max = 6) int prompt,
            @ForAll long seed) {
        BlockDecoder decoder = Drawn.decoder(seed);
        ForkedText text = forked(prompt, threads, seed);
        List<List<Integer>> requests = text.requests();
        TokenTrie trie = TokenTrie.of(requests);
        assertThat(trie.tokens()).isLessThanOrEqualTo(text.total() + text.readAgain());
        Matrix flat = decoder.forward(trie.flat(), trie);
        for (int i = 0; i < requests.size(); i++) {
            int[] tokens = requests.get(i).stream().mapToInt(Integer::intValue).toArray();
            Matrix alone = decoder.forward(tokens, BlockGraph.of(tokens.length));
            int[] places = places(trie, i, tokens.length);
            assertThat(flat.pick(places).distance(alone)).isLessThan(EXACT);
        }
    }

    /// Threads begin with a tag and their number.
    private static ForkedText forked(int prompt, List<Integer> threads, long seed) {
        Stream random = new Streams(seed).named("text");
        List<List<Integer>> drawn = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            List<Integer> thread = new ArrayList<>(List.of(0, i));
            thread.addAll(list(threads.get(i), random));
            drawn.add(thread);
        }
        return new ForkedText(list(prompt, random), drawn, list(3, random));
    }

    private static List<Integer> list(int tokens, Stream random) {
        return Arrays.stream(Drawn.tokens(tokens, random)).boxed().toList();
    }

    private static int[] places(TokenTrie trie, int text, int tokens) {
        return IntStream.range(0, tokens).map(token -> trie.place(text, token)).toArray();
    }

    /// Multiverse: paths of a block begin at one position and do not see each other, and what follows reads their
    /// stored keys as they are. ParaThinker: the same, each path with the embedding of its thought.
    @Property(tries = 20)
    void reducingReadsThePathsAsTheyAreStored(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> paths,
            @ForAll @IntRange(min = 1, max = 5) int prompt,
            @ForAll @IntRange(min = 1, max = 5) int reduce,
            @ForAll boolean thoughts,
            @ForAll long seed) {
        BlockDecoder decoder = Drawn.decoder(seed);
        BlockGraph graph = graph(prompt, paths, reduce);
        int[] tokens = Drawn.tokens(graph.tokens(), new Streams(seed).named("tokens"));
        int[] thought = IntStream.range(0, tokens.length)
                .map(token -> thoughts && between(graph.block(token), paths.size()) ? graph.block(token) : 0)
                .toArray();
        Matrix flat = decoder.forward(tokens, thought, graph);
        List<Cache> caches = IntStream.rangeClosed(0, paths.size() + 1)
                .mapToObj(block -> decoder.cache(thoughts && between(block, paths.size()) ? block : 0))
                .toList();
        for (int token = 0; token < tokens.length; token++) {
            View view = view(caches, graph.block(token));
            Matrix next = decoder.step(List.of(view), tokens[token]);
            assertThat(next.distance(flat.rows(token, token + 1))).isLessThan(EXACT);
            assertThat(view.last()).isEqualTo(graph.position(token));
        }
    }

    private static boolean between(int block, int paths) {
        return block >= 1 && block <= paths;
    }

    private static BlockGraph graph(int prompt, List<Integer> paths, int reduce) {
        BlockGraph graph = BlockGraph.of(prompt);
        for (int path : paths) {
            graph = graph.then(path, 0);
        }
        return graph.then(reduce, IntStream.rangeClosed(1, paths.size()).toArray());
    }

    private static View view(List<Cache> caches, int block) {
        int reduce = caches.size() - 1;
        if (block == 0 || block < reduce) {
            return block == 0 ? View.of(caches.getFirst()) : View.of(caches.getFirst(), caches.get(block));
        }
        return new View(List.of(List.of(caches.getFirst()), caches.subList(1, reduce), List.of(caches.get(reduce))));
    }

    /// Paths that run at once give what they give one after the other: they do not see each other.
    @Test
    void pathsMayRunAtOnce() {
        BlockDecoder decoder = Drawn.decoder(3);
        Cache prompt = decoder.cache();
        decoder.step(List.of(View.of(prompt)), 5);
        View first = View.of(prompt, decoder.cache());
        View second = View.of(prompt, decoder.cache());
        Matrix both = decoder.step(List.of(first, second), 1, 2);
        Matrix alone = decoder.step(List.of(View.of(prompt, decoder.cache())), 2);
        assertThat(both.rows(1, 2).distance(alone)).isZero();
    }

    /// Hogwild: two workers and more write at once into caches that move, against the run computed from nothing at
    /// every step.
    @Property(tries = 8)
    void workersWhoShareTheirCachesGiveTheRunComputedFromNothing(
            @ForAll Layout layout,
            @ForAll @IntRange(min = 1, max = 3) int workers,
            @ForAll @IntRange(min = 1, max = 4) int prompt,
            @ForAll long seed) {
        BlockDecoder decoder = Drawn.decoder(seed);
        Stream random = new Streams(seed).named("run");
        Workspace workspace = new Workspace(decoder, layout, workers);
        Transcript transcript = new Transcript(layout, workers);
        int[] first = Drawn.tokens(prompt, random);
        workspace.prompt(first);
        transcript.prompt(first);
        int[] next = Drawn.tokens(workers, random);
        for (int step = 0; step < 8; step++) {
            Matrix logits = workspace.step(next);
            int[] written = transcript.step(next);
            Matrix again = decoder.forward(transcript.flat(), transcript).pick(written);
            assertThat(logits.distance(again)).isLessThan(EXACT);
            next = greedy(logits);
            if (random.below(3) == 0) {
                int worker = random.below(workers);
                workspace.finish(worker);
                transcript.finish(worker);
            }
        }
    }

    private static int[] greedy(Matrix logits) {
        return IntStream.range(0, logits.rows())
                .map(row -> IntStream.range(0, logits.columns())
                        .reduce((a, b) -> logits.at(row, b) > logits.at(row, a) ? b : a)
                        .orElseThrow())
                .toArray();
    }

    @Test
    void whatWorkersSeeDependsOnTheLayout() {
        for (Layout layout : Layout.values()) {
            Transcript transcript = new Transcript(layout, 2);
            transcript.prompt(0);
            transcript.step(1, 2);
            int[] second = transcript.step(3, 4);
            assertThat(transcript.sees(second[0], 2)).isEqualTo(layout.unfinished());
            assertThat(transcript.sees(second[0], 1)).isTrue();
            transcript.finish(1);
            int[] third = transcript.step(5, 6);
            assertThat(transcript.sees(third[0], 4)).isTrue();
        }
    }

    @Test
    void aTrieHoldsEachPrefixOnce() {
        TokenTrie trie = TokenTrie.of(List.of(List.of(7, 8, 1), List.of(7, 8, 2, 3), List.of(7, 8, 1, 2)));
        assertThat(trie.flat()).containsExactly(7, 8, 1, 2, 3, 2);
        assertThat(trie.sees(4, 2)).isFalse();
        assertThat(trie.sees(5, 2)).isTrue();
        assertThat(trie.distance(5, 0)).isEqualTo(3);
        assertThat(trie.place(1, 3)).isEqualTo(4);
    }

    @Property(tries = 50)
    void aTriesAncestorsAreAsManyAsItsDepth(
            @ForAll @Size(min = 1, max = 5) List<@Size(min = 1, max = 6) List<@IntRange(max = 2) Integer>> texts) {
        TokenTrie trie = TokenTrie.of(texts);
        for (int text = 0; text < texts.size(); text++) {
            for (int token = 0; token < texts.get(text).size(); token++) {
                int place = trie.place(text, token);
                long seen = IntStream.range(0, trie.tokens())
                        .filter(key -> trie.sees(place, key))
                        .count();
                assertThat(seen).isEqualTo(token + 1);
                assertThat(trie.flat()[place]).isEqualTo(texts.get(text).get(token));
            }
        }
        assertThat(trie.tokens()).isEqualTo(prefixes(texts));
    }

    private static long prefixes(List<List<Integer>> texts) {
        List<List<Integer>> all = new ArrayList<>();
        texts.forEach(text -> IntStream.rangeClosed(1, text.size()).forEach(end -> all.add(text.subList(0, end))));
        return all.stream().distinct().count();
    }

    @Test
    void refusesBlocksAndViewsThatAreNone() {
        assertThatThrownBy(() -> BlockGraph.of(0)).hasMessageContaining("[0]");
        assertThatThrownBy(() -> BlockGraph.of(1).then(2, 1)).hasMessageContaining("[1]");
        BlockDecoder decoder = Drawn.decoder(1);
        assertThatThrownBy(() -> new View(List.of(List.of(decoder.cache(), decoder.cache()))))
                .hasMessageContaining("[2]");
        View view = View.of(decoder.cache());
        assertThatThrownBy(() -> decoder.step(List.of(view, view), 1, 2)).hasMessageContaining("[2]");
        assertThat(Arrays.asList(Layout.values())).hasSize(3);
    }
}
