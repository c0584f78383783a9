package throughline.learning.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class TokenTransformerTest {
    private static final TokenShape PLAIN = TokenShape.plain(11, 6, 2, 8, 2);
    private static final float CLOSE = 1e-5f;

    private static List<short[]> texts(int vocabulary, int count, int length) {
        Stream random = new Streams(3).named("texts");
        return java.util.stream.Stream.generate(() -> {
                    short[] text = new short[length];
                    for (int t = 0; t < length; t++) {
                        text[t] = (short) random.below(vocabulary);
                    }
                    return text;
                })
                .limit(count)
                .toList();
    }

    /// A model whose weights are all random, the head and the shifts too.
    private static TokenTransformer random(TokenShape shape, String name) {
        TokenTransformer model = new TokenTransformer(shape, new Streams(1).below("w"));
        Stream random = new Streams(2).named(name);
        SequencedMap<String, float[]> numbers = model.numbers();
        numbers.values().forEach(array -> {
            for (int i = 0; i < array.length; i++) {
                array[i] += (float) random.uniform(-0.3, 0.3);
            }
        });
        model.set(numbers);
        return model;
    }

    @Property(tries = 30)
    void parametersAreCountedByTheFormula(
            @ForAll @IntRange(min = 1, max = 4) int layers,
            @ForAll @IntRange(min = 1, max = 5) int heads,
            @ForAll @IntRange(min = 1, max = 6) int each,
            @ForAll @IntRange(min = 1, max = 5) int streams,
            @ForAll @IntRange(min = 1, max = 9) int prefix,
            @ForAll @IntRange(min = 2, max = 70) int vocabulary) {
        TokenShape plain = TokenShape.plain(vocabulary, 7, layers, heads * each, heads);
        for (TokenShape shape : List.of(plain, plain.streams(streams, prefix))) {
            long held = shape.arrays().values().stream()
                    .mapToLong(ai.djl.ndarray.types.Shape::size)
                    .sum();
            assertThat(shape.size() + shape.embeddings()).isEqualTo(held);
        }
    }

    @Test
    void theArraysAreThoseOfTheShape() {
        TokenShape shape = PLAIN.streams(3, 2);
        try (TokenTransformer model = new TokenTransformer(shape, new Streams(1))) {
            long held = model.numbers().values().stream()
                    .mapToLong(array -> array.length)
                    .sum();
            assertThat(held).isEqualTo(shape.size() + shape.embeddings());
        }
    }

    @Test
    void anUntrainedModelFindsAllTokensEquallyLikely() {
        for (TokenShape shape : List.of(PLAIN, PLAIN.streams(4, 3))) {
            try (TokenTransformer model = new TokenTransformer(shape, new Streams(1))) {
                assertThat(model.loss(texts(11, 3, 20), Cancel.NEVER)).isCloseTo(Math.log(11), within(1e-6));
            }
        }
    }

    @Test
    void aTokenThatTheModelDoesNotKnowIsSaid() {
        try (TokenTransformer model = new TokenTransformer(PLAIN, new Streams(1))) {
            assertThatThrownBy(() -> model.logits(List.of(new short[6], new short[] {0, 0, 11, 0, 0, 0})))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("text 1, token 2 [11] must be from 0 to 10");
        }
    }

    @Test
    void aLaterTokenChangesNothingBefore() {
        for (TokenShape shape : List.of(PLAIN, PLAIN.streams(2, 3))) {
            try (TokenTransformer model = random(shape, "causal")) {
                short[] text = texts(11, 1, 6).getFirst();
                float[][] before = model.logits(List.of(text))[0];
                for (int place = 0; place < text.length; place++) {
                    short[] other = text.clone();
                    other[place] = (short) ((text[place] + 1) % 11);
                    float[][] after = model.logits(List.of(other))[0];
                    for (int t = 0; t < place; t++) {
                        assertThat(after[t])
                                .as("at %d, changed at %d", t, place)
                                .containsExactly(before[t]);
                    }
                    assertThat(after[place]).isNotEqualTo(before[place]);
                }
            }
        }
    }

    @Test
    void theLossIsTheCrossEntropyOfTheLogits() {
        try (TokenTransformer model = random(PLAIN.streams(2, 2), "entropy")) {
            short[] text = texts(11, 1, 7).getFirst();
            float[][] logits = model.logits(List.of(Arrays.copyOf(text, 6)))[0];
            double sum = 0;
            for (int t = 0; t < 6; t++) {
                double all = 0;
                for (float logit : logits[t]) {
                    all += Math.exp(logit);
                }
                sum += Math.log(all) - logits[t][text[t + 1]];
            }
            assertThat(model.loss(List.of(text), Cancel.NEVER)).isCloseTo(sum / 6, within(1e-5));
        }
    }

    @Test
    void streamsThatAreAlikeAreOne() {
        TokenShape one = PLAIN.streams(1, 3);
        try (TokenTransformer single = random(one, "one");
                TokenTransformer three = random(PLAIN.streams(3, 3), "three")) {
            SequencedMap<String, float[]> numbers = new LinkedHashMap<>();
            single.numbers().forEach((name, array) -> {
                numbers.put(name, name.contains("prefix") ? repeated(array, 3) : array);
            });
            three.set(numbers);
            same(three, single);
        }
    }

    private static float[] repeated(float[] array, int times) {
        float[] all = new float[array.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(array, 0, all, i * array.length, array.length);
        }
        return all;
    }

    private static void same(TokenTransformer first, TokenTransformer second) {
        List<short[]> texts = texts(11, 4, 6);
        float[][][] expected = second.logits(texts);
        float[][][] found = first.logits(texts);
        for (int b = 0; b < texts.size(); b++) {
            for (int t = 0; t < 6; t++) {
                assertThat(found[b][t]).containsExactly(expected[b][t], within(CLOSE));
            }
        }
    }

    @Test
    void theOrderOfStreamsIsOfNoAccount() {
        int[] order = {2, 0, 1};
        TokenShape shape = PLAIN.streams(3, 2);
        try (TokenTransformer model = random(shape, "order");
                TokenTransformer other = random(shape, "another")) {
            SequencedMap<String, float[]> numbers = model.numbers();
            numbers.forEach((name, array) -> {
                if (name.contains("prefix") || name.equals("aggregator/in")) {
                    numbers.put(name, blocks(array, order));
                } else if (name.equals("aggregator/out") || name.equals("aggregator/out-shift")) {
                    numbers.put(name, columns(array, order));
                }
            });
            other.set(numbers);
            same(other, model);
        }
    }

    /// Equal blocks of an array, in another order.
    private static float[] blocks(float[] array, int[] order) {
        int size = array.length / order.length;
        float[] moved = new float[array.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(array, order[i] * size, moved, i * size, size);
        }
        return moved;
    }

    private static float[] columns(float[] array, int[] order) {
        float[] moved = new float[array.length];
        for (int i = 0; i < array.length; i++) {
            moved[i] = array[i - i % order.length + order[i % order.length]];
        }
        return moved;
    }

    @Test
    void everyStreamHasAShare() {
        try (TokenTransformer model = random(PLAIN.streams(2, 2), "share")) {
            SequencedMap<String, float[]> numbers = model.numbers();
            // The second stream gets next to nothing of the softmax, and still half of a hundredth.
            numbers.put("aggregator/out-shift", new float[] {1e4f, -1e4f});
            model.set(numbers);
            List<short[]> texts = texts(11, 1, 6);
            float[][][] before = model.logits(texts);
            numbers.forEach((name, array) -> {
                if (name.endsWith("prefix/values")) {
                    for (int i = array.length / 2; i < array.length; i++) {
                        array[i] += 1;
                    }
                }
            });
            model.set(numbers);
            assertThat(model.logits(texts)[0][5]).isNotEqualTo(before[0][5]);
        }
    }

    @Test
    void shapesThatMakeNoSenseAreSaid() {
        assertThatThrownBy(() -> TokenShape.plain(11, 6, 2, 8, 3))
                .isInstanceOf(BadInput.class)
                .hasMessage("width [8] must be a multiple of the heads, 3");
        assertThatThrownBy(() -> PLAIN.streams(2, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("prefix [0] must be at least 1 with 2 streams");
        try (TokenTransformer model = new TokenTransformer(PLAIN, new Streams(1))) {
            assertThatThrownBy(() -> model.logits(List.of(new short[3])))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("a text of [3] tokens; the model sees 6");
        }
    }
}
