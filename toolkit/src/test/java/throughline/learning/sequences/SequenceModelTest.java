package throughline.learning.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.learning.Torch;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class SequenceModelTest {
    static final SequenceShape SHAPE = new SequenceShape(11, 24, 2, 16, 4, 2, 24);

    /// A model whose head says something.
    static SequenceModel model(SequenceShape shape) {
        SequenceModel model = new SequenceModel(shape, new Streams(3));
        SequencedMap<String, float[]> numbers = new LinkedHashMap<>();
        model.numbers().forEach((name, array) -> {
            Stream random = new Streams(4).named(name);
            for (int i = 0; i < array.length && !name.endsWith("gain"); i++) {
                array[i] += (float) random.uniform(-0.3, 0.3);
            }
            numbers.put(name, array);
        });
        model.set(numbers);
        return model;
    }

    private static int[] text(int length, int seed) {
        Stream random = new Streams(seed).named("text");
        int[] text = new int[length];
        for (int t = 0; t < length; t++) {
            text[t] = random.below(SHAPE.vocabulary());
        }
        return text;
    }

    @Test
    void anUntrainedModelFindsAllTokensEquallyLikely() {
        try (SequenceModel model = new SequenceModel(SHAPE, new Streams(1))) {
            assertThat(model.loss(List.of(new Example(text(4, 1), text(6, 2))))).isCloseTo(Math.log(11), within(1e-5));
        }
    }

    @Property(tries = 10)
    void keptKeysGiveTheLogitsOfAllAtOnce(@ForAll @IntRange(min = 1, max = 8) int first, @ForAll int seed) {
        int[] text = text(12, seed);
        try (SequenceModel model = model(SHAPE);
                SequenceCache cache = new SequenceCache(model.manager(), SHAPE.layers())) {
            float[][] whole = model.logits(text);
            for (int from = 0; from < text.length; ) {
                int to = Math.min(from == 0 ? first : from + 1 + from % 2, text.length);
                try (NDManager scratch = model.manager().newSubManager()) {
                    int[] part = java.util.Arrays.copyOfRange(text, from, to);
                    NDArray logits = model.logits(scratch.create(part, new Shape(1, part.length)), cache);
                    float[] numbers = logits.toFloatArray();
                    for (int t = from; t < to; t++) {
                        for (int v = 0; v < 11; v++) {
                            assertThat(numbers[(t - from) * 11 + v]).isCloseTo(whole[t][v], within(1e-4f));
                        }
                    }
                }
                from = to;
            }
            assertThat(cache.length()).isEqualTo(12);
        }
    }

    @Test
    void whatComesLaterChangesNothingBefore() {
        try (SequenceModel model = model(SHAPE)) {
            int[] one = text(9, 1);
            int[] other = one.clone();
            other[8] = (other[8] + 1) % 11;
            float[][] a = model.logits(one);
            float[][] b = model.logits(other);
            for (int t = 0; t < 8; t++) {
                assertThat(a[t]).containsExactly(b[t], within(1e-5f));
            }
            assertThat(a[8]).isNotEqualTo(b[8]);
        }
    }

    /// Rotary positions say how far apart tokens are, and not where: with one layer, a text of one token over and over
    /// gives the same logits everywhere.
    @Test
    void onlyDistancesCount() {
        try (SequenceModel model = model(new SequenceShape(11, 24, 1, 16, 4, 4, 24))) {
            float[][] logits = model.logits(5, 5, 5, 5, 5, 5);
            for (float[] place : logits) {
                assertThat(place).containsExactly(logits[0], within(1e-4f));
            }
            assertThat(model.logits(1, 2, 5)[2]).isNotEqualTo(model.logits(2, 1, 5)[2]);
        }
    }

    @Test
    void paddingChangesNothing() {
        Example one = new Example(text(3, 1), text(4, 2));
        Example longer = new Example(text(5, 3), text(9, 4));
        try (SequenceModel model = model(SHAPE)) {
            double[] alone = model.logProbabilities(List.of(one))[0];
            assertThat(model.logProbabilities(List.of(one, longer))[0]).containsExactly(alone, within(1e-5));
        }
    }

    @Test
    void gradientsAreThoseOfSmallChanges() {
        Example example = new Example(text(3, 1), text(6, 2));
        try (SequenceModel model = model(SHAPE);
                NDManager scratch = model.manager().newSubManager()) {
            SequenceBatch batch = SequenceBatch.of(List.of(example), SHAPE);
            Torch.recording(() -> {
                NDArray logs = model.logProbabilities(scratch, batch);
                float[] slopes = batch.places(new double[][] {{1, 1, 1, 1, 1, 1}});
                Torch.backward(logs, scratch.create(slopes, logs.getShape()));
                return null;
            });
            SequencedMap<String, float[]> numbers = model.numbers();
            for (String name : List.copyOf(numbers.keySet())) {
                float[] slopes = model.weights().get(name).getGradient().toFloatArray();
                int i = largest(slopes);
                double change = changed(model, numbers, name, i, 1e-2f, example)
                        - changed(model, numbers, name, i, -1e-2f, example);
                assertThat(change / 2e-2).as(name).isCloseTo(slopes[i], within(0.03 * Math.abs(slopes[i]) + 2e-3));
            }
        }
    }

    private static int largest(float[] slopes) {
        int largest = 0;
        for (int i = 0; i < slopes.length; i++) {
            largest = Math.abs(slopes[i]) > Math.abs(slopes[largest]) ? i : largest;
        }
        return largest;
    }

    private static double changed(
            SequenceModel model, SequencedMap<String, float[]> numbers, String name, int i, float by, Example example) {
        float[] array = numbers.get(name).clone();
        array[i] += by;
        SequencedMap<String, float[]> one = new LinkedHashMap<>();
        one.put(name, array);
        model.set(one);
        double sum = 0;
        for (double log : model.logProbabilities(List.of(example))[0]) {
            sum += log;
        }
        one.put(name, numbers.get(name));
        model.set(one);
        return sum;
    }

    @Test
    void thePapersNamesAreThePapersSizes() {
        assertThat(SequenceShape.backtrack("3M", 80, 4_096).size()).isEqualTo(3_342_336);
        assertThat(SequenceShape.backtrack("17M", 80, 4_096).size()).isEqualTo(17_825_792);
        assertThat(SequenceShape.backtrack("38M", 80, 4_096).size()).isEqualTo(38_010_880);
        assertThat(SequenceShape.backtrack("144M", 80, 4_096).size()).isEqualTo(144_703_488);
    }

    @Test
    void whatAModelCannotSeeIsRefused() {
        try (SequenceModel model = model(SHAPE)) {
            assertThatThrownBy(() -> model.logits(1, 11))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("[11]");
            assertThatThrownBy(() -> model.logits(new int[25]))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("[26]");
            assertThatThrownBy(() -> SequenceShape.backtrack("5M", 80, 10)).hasMessageContaining("[5M]");
            assertThatThrownBy(() -> new SequenceShape(11, 24, 1, 16, 4, 3, 24)).hasMessageContaining("[4]");
        }
    }
}
