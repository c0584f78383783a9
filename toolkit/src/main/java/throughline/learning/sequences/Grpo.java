package throughline.learning.sequences;

import java.util.Arrays;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// Group-relative policy optimisation (Shao and others, arXiv 2402.03300) without a penalty for leaving the first
/// model, and its settings.
///
/// An update draws g completions at temperature 1 after each of some prompts. The advantage of one is its reward less
/// the mean of its group, over their deviation if it is normalised. What is raised is the mean over all tokens of
/// `min(r A, clip(r, 1 - low, 1 + high) A)`, with r the ratio of a token's probability now to that when it was drawn;
/// the mean over all tokens at once, and a higher clip above, are DAPO's (arXiv 2503.14476, equations 8 and 10).
///
/// @param prompts   of an update
/// @param group     g, completions of a prompt
/// @param batch     completions of a step
/// @param passes    over an update's completions
/// @param rate      of [throughline.learning.Adam]
/// @param low       how far a ratio may fall below 1 and still be followed
/// @param high      how far it may rise above 1
/// @param normalise whether advantages are divided by the deviation of their group
/// @param norm      largest norm of all gradients together
public record Grpo(
        @Param(value = "prompts of an update", min = 1) int prompts,
        @Param(value = "completions of a prompt", min = 2) int group,
        @Param(value = "completions of a step", min = 1) int batch,

        @Param(value = "passes over an update's completions", min = 1)
        int passes,

        @Param(value = "learning rate of Adam", min = 0) double rate,

        @Param(value = "how far a ratio may fall", min = 0, max = 1)
        double low,

        @Param(value = "how far a ratio may rise", min = 0) double high,
        @Param("whether advantages are normalised") boolean normalise,

        @Param(value = "largest norm of the gradients", min = 1e-9)
        double norm) {
    /// 16 prompts, 8 completions of each in two steps, one pass, clips of 0.2 and 0.28.
    public static final Grpo STANDARD = new Grpo(16, 8, 64, 1, 3e-4, 0.2, 0.28, true, 1);
    /// Added to a deviation, as the released codes have it.
    private static final double LEAST = 1e-6;

    public Grpo {
        Spec.check(Grpo.class, prompts, group, batch, passes, rate, low, high, normalise, norm);
    }

    /// A copy with one setting changed, as in `with("rate", "1e-3")`.
    ///
    /// @throws throughline.spec.BadInput when there is no such setting, or its value is not allowed
    public Grpo with(String setting, String text) {
        return Spec.with(this, setting, text);
    }

    /// Advantages of a group.
    ///
    /// @param rewards of its completions; where all are equal, so are advantages, at 0
    double[] advantages(double[] rewards) {
        double mean = 0;
        for (double reward : rewards) {
            if (!Double.isFinite(reward)) {
                throw new BadInput("rewards %s of a group must be finite", Arrays.toString(rewards));
            }
            mean += reward / rewards.length;
        }
        double[] advantages = new double[rewards.length];
        double first = rewards[0];
        if (Arrays.stream(rewards).allMatch(reward -> reward == first)) {
            return advantages;
        }
        double squares = 0;
        for (int i = 0; i < rewards.length; i++) {
            advantages[i] = rewards[i] - mean;
            squares += advantages[i] * advantages[i];
        }
        double deviation = Math.sqrt(squares / (rewards.length - 1));
        for (int i = 0; i < rewards.length && normalise; i++) {
            advantages[i] /= deviation + LEAST;
        }
        return advantages;
    }

    /// Slope of a token's clipped objective by the log of its probability.
    ///
    /// @param ratio     of its probability to that when it was drawn
    /// @param advantage of its completion
    double slope(double ratio, double advantage) {
        boolean clipped = advantage > 0 ? ratio > 1 + high : ratio < 1 - low;
        return clipped ? 0 : ratio * advantage;
    }
}
