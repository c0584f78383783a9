package throughline.learning.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;
import throughline.spec.BadInput;

class SamplerTest {
    private static final List<int[]> PROMPTS =
            List.of(new int[] {1, 2}, new int[] {3}, new int[] {4, 5}, new int[] {2});

    @Test
    void theSameSeedGivesTheSameTokens() {
        try (SequenceModel model = SequenceModelTest.model(SequenceModelTest.SHAPE)) {
            Sampler sampler = new Sampler(1, 0, 12);
            List<List<Completion>> one = sampler.sample(model, PROMPTS, 5, new Streams(1));
            List<List<Completion>> other = sampler.sample(model, PROMPTS, 5, new Streams(1));
            assertThat(tokens(one)).isEqualTo(tokens(other));
            assertThat(tokens(sampler.sample(model, PROMPTS, 5, new Streams(2))))
                    .isNotEqualTo(tokens(one));
        }
    }

    private static List<List<Integer>> tokens(List<List<Completion>> all) {
        return all.stream()
                .flatMap(List::stream)
                .map(completion -> Arrays.stream(completion.tokens()).boxed().toList())
                .toList();
    }

    @Test
    void aCompletionEndsAtTheStopOrAtItsBudget() {
        try (SequenceModel model = SequenceModelTest.model(SequenceModelTest.SHAPE)) {
            for (List<Completion> of : new Sampler(1, 0, 7).sample(model, PROMPTS, 20, new Streams(1))) {
                assertThat(of).hasSize(20).allSatisfy(completion -> {
                    assertThat(completion.tokens()).hasSizeBetween(1, 7);
                    int last = completion.tokens().length - 1;
                    assertThat(Arrays.stream(completion.tokens()).limit(last)).doesNotContain(0);
                    assertThat(completion.stopped()).isEqualTo(completion.tokens()[last] == 0);
                    assertThat(completion.stopped() || last == 6).isTrue();
                });
            }
        }
    }

    /// A softmax of what is not finite gave token 0 before.
    @Test
    void sharesThatAreNoNumbersAreRefused() {
        try (SequenceModel model = SequenceModelTest.model(SequenceModelTest.SHAPE)) {
            assertThatThrownBy(() -> new Sampler(1e-44, 0, 7).sample(model, PROMPTS, 2, new Streams(1)))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("temperature");
            assertThatThrownBy(() -> new Sampler(1, 0, 7).sample(model, PROMPTS, 0, new Streams(1)))
                    .hasMessageContaining("[0] completions");
        }
    }

    @Test
    void withoutTemperatureTheLikeliestTokenFollows() {
        try (SequenceModel model = SequenceModelTest.model(SequenceModelTest.SHAPE)) {
            int[] written = new Sampler(0, 0, 8)
                    .sample(model, List.of(new int[] {6, 7}), 1, new Streams(1))
                    .getFirst()
                    .getFirst()
                    .tokens();
            int[] text = {6, 7};
            for (int token : written) {
                float[] logits = model.logits(text)[text.length - 1];
                for (float logit : logits) {
                    assertThat(logits[token]).isGreaterThanOrEqualTo(logit - 1e-5f);
                }
                text = Arrays.copyOf(text, text.length + 1);
                text[text.length - 1] = token;
            }
        }
    }

    @Test
    void tokensComeAsOftenAsTheirSoftmaxSays() {
        try (SequenceModel model = SequenceModelTest.model(SequenceModelTest.SHAPE)) {
            float[] logits = model.logits(6, 7)[1];
            double[] shares = new double[11];
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit / 0.5);
            }
            int many = 8_000;
            for (Completion one : new Sampler(0.5, 0, 1)
                    .sample(model, List.of(new int[] {6, 7}), many, new Streams(1))
                    .getFirst()) {
                shares[one.tokens()[0]] += 1.0 / many;
            }
            for (int v = 0; v < 11; v++) {
                assertThat(shares[v]).isCloseTo(Math.exp(logits[v] / 0.5) / sum, within(0.02));
            }
        }
    }

    @Test
    void moreThanTheModelSeesIsRefused() {
        try (SequenceModel model = SequenceModelTest.model(SequenceModelTest.SHAPE)) {
            assertThatThrownBy(() -> new Sampler(1, 0, 24).sample(model, PROMPTS, 1, new Streams(1)))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("[24]");
            assertThatThrownBy(() -> new Sampler(1, 0, 2).sample(model, List.of(new int[] {11}), 1, new Streams(1)))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("[11]");
        }
    }
}
