package throughline.learning.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class GrpoTest {
    private static final SequenceShape SHAPE = new SequenceShape(6, 8, 1, 16, 2, 2, 16);
    private static final List<int[]> PROMPTS =
            IntStream.range(1, 6).mapToObj(token -> new int[] {token}).toList();
    private static final Grpo GRPO = new Grpo(5, 8, 20, 2, 2e-2, 0.2, 0.28, true, 1);

    /// A point for each token that is the prompt's.
    private static double likePrompt(int[] prompt, int[] completion) {
        return Arrays.stream(completion).filter(token -> token == prompt[0]).count();
    }

    private static GrpoTraining training(SequenceModel model) {
        return new GrpoTraining(GRPO, model, new Sampler(1, 0, 4), PROMPTS, GrpoTest::likePrompt, 7);
    }

    @Test
    void whatIsWorthMoreIsWrittenMore() {
        try (SequenceModel model = new SequenceModel(SHAPE, new Streams(1))) {
            GrpoTraining training = training(model);
            training.run(25, Cancel.NEVER, Progress.NONE);
            assertThat(training.curve()).hasSize(25);
            assertThat(training.curve()[0]).isLessThan(1);
            assertThat(training.curve()[24]).isGreaterThan(2);
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        try (SequenceModel one = new SequenceModel(SHAPE, new Streams(1));
                SequenceModel other = new SequenceModel(SHAPE, new Streams(1))) {
            training(one).run(3, Cancel.NEVER, Progress.NONE);
            training(other).run(3, Cancel.NEVER, Progress.NONE);
            one.numbers()
                    .forEach((name, array) ->
                            assertThat(other.numbers().get(name)).as(name).containsExactly(array));
        }
    }

    @Test
    void equalRewardsTeachNothing() {
        try (SequenceModel model = new SequenceModel(SHAPE, new Streams(1))) {
            var before = model.numbers();
            new GrpoTraining(GRPO, model, new Sampler(1, 0, 4), PROMPTS, (prompt, completion) -> 3, 7)
                    .run(2, Cancel.NEVER, Progress.NONE);
            model.numbers().forEach((name, array) -> assertThat(array).containsExactly(before.get(name)));
        }
    }

    @Property(tries = 100)
    void advantagesOfAGroupAddUpToNothing(
            @ForAll @Size(min = 2, max = 9) List<@DoubleRange(min = -5, max = 5) Double> rewards) {
        double[] given = rewards.stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(Arrays.stream(GRPO.advantages(given)).sum()).isCloseTo(0, within(1e-6));
        double[] centred = GRPO.with("normalise", "false").advantages(given);
        for (int i = 1; i < given.length; i++) {
            assertThat(centred[i] - centred[0]).isCloseTo(given[i] - given[0], within(1e-9));
        }
    }

    @Property(tries = 100)
    void theSlopeIsThatOfTheClippedObjective(
            @ForAll @DoubleRange(min = 0.1, max = 3) double ratio,
            @ForAll @DoubleRange(min = -2, max = 2) double advantage) {
        double log = Math.log(ratio);
        double change = (clipped(Math.exp(log + 1e-6), advantage) - clipped(Math.exp(log - 1e-6), advantage)) / 2e-6;
        if (Math.abs(ratio - 0.8) > 1e-4 && Math.abs(ratio - 1.28) > 1e-4) {
            assertThat(GRPO.slope(ratio, advantage)).isCloseTo(change, within(1e-4));
        }
    }

    private static double clipped(double ratio, double advantage) {
        return Math.min(ratio * advantage, Math.clamp(ratio, 0.8, 1.28) * advantage);
    }

    /// Not by rounding either: Adam would make steps of it.
    @Property(tries = 100)
    void equalRewardsHaveNoAdvantage(
            @ForAll @DoubleRange(min = -5, max = 5) double reward, @ForAll @IntRange(min = 2, max = 16) int group) {
        double[] rewards = new double[group];
        Arrays.fill(rewards, reward);
        assertThat(GRPO.advantages(rewards)).containsOnly(0);
    }

    @Test
    void aRewardThatIsNoNumberIsRefused() {
        try (SequenceModel model = new SequenceModel(SHAPE, new Streams(1))) {
            GrpoTraining training =
                    new GrpoTraining(GRPO, model, new Sampler(1, 0, 4), PROMPTS, (prompt, completion) -> Double.NaN, 7);
            assertThatThrownBy(() -> training.run(1, Cancel.NEVER, Progress.NONE))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("finite");
        }
    }

    /// A cancel while rewards are given leaves the model as it was, and the curve tells of no update.
    @Test
    void aCancelledUpdateTeachesNothing() {
        try (SequenceModel model = new SequenceModel(SHAPE, new Streams(1))) {
            var before = model.numbers();
            Cancel cancel = new Cancel();
            GrpoTraining training = new GrpoTraining(
                    GRPO,
                    model,
                    new Sampler(1, 0, 4),
                    PROMPTS,
                    (prompt, completion) -> {
                        cancel.cancel();
                        return likePrompt(prompt, completion);
                    },
                    7);
            training.run(1, cancel, Progress.NONE);
            assertThat(training.curve()).isEmpty();
            model.numbers().forEach((name, array) -> assertThat(array).containsExactly(before.get(name)));
        }
    }

    @Test
    void drawingFromAnotherPolicyIsRefused() {
        try (SequenceModel model = new SequenceModel(SHAPE, new Streams(1))) {
            assertThatThrownBy(() ->
                            new GrpoTraining(GRPO, model, new Sampler(0.7, 0, 4), PROMPTS, GrpoTest::likePrompt, 7))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("[0.7]");
        }
    }
}
