package throughline.learning.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import throughline.learning.Adam;
import throughline.learning.Torch;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A model that learns from what its own completions are worth, by [Grpo].
///
/// ```java
/// var training = new GrpoTraining(Grpo.STANDARD, model, new Sampler(1, STOP, 40), prompts, reward, 1);
/// training.run(20, Cancel.onInterrupt(), Progress.NONE);
/// show(training.curve());
/// ```
///
/// Prompts come in passes, in an order that the seed says. The same machine, settings and seed give the same weights to
/// the bit on a CPU.
public final class GrpoTraining {
    private final Grpo grpo;
    private final SequenceModel model;
    private final Sampler sampler;
    private final List<int[]> prompts;
    private final Reward reward;
    private final Streams random;
    private final Adam adam;
    private double[] curve = new double[0];

    /// @param model   that learns; it is the caller's, who closes it after the last update
    /// @param sampler at temperature 1: what is drawn must be of the policy that is improved
    /// @param prompts at least as many as an update takes
    /// @param seed    of the order and the completions
    public GrpoTraining(
            Grpo grpo, SequenceModel model, Sampler sampler, List<int[]> prompts, Reward reward, long seed) {
        if (sampler.temperature() != 1) {
            throw new BadInput("temperature [%s] of the sampler must be 1", sampler.temperature());
        }
        if (prompts.size() < grpo.prompts()) {
            throw new BadInput("[%d] prompts are less than an update's %d", prompts.size(), grpo.prompts());
        }
        this.grpo = grpo;
        this.model = model;
        this.sampler = sampler;
        this.prompts = List.copyOf(prompts);
        this.reward = reward;
        random = new Streams(seed);
        Torch.prepareThread();
        adam = new Adam(model.weights().list(), grpo.rate(), grpo.norm(), model.manager());
    }

    /// A drawn completion with its advantage and the log probabilities that its tokens were drawn with.
    private record Drawn(Example example, double advantage, double[] logs) {
        Drawn with(double[] others) {
            return new Drawn(example, advantage, others);
        }
    }

    /// Makes some updates, or those until a cancel.
    ///
    /// @param updates  to make
    /// @param progress in updates of this call
    /// @throws BadInput            when a reward is not finite
    /// @throws ArithmeticException when gradients are no longer finite
    public void run(int updates, Cancel cancel, Progress progress) {
        Torch.prepareThread();
        for (int u = 0; u < updates && !cancel.requested(); u++) {
            int number = curve.length;
            OptionalDouble mean = update(number, cancel);
            if (mean.isEmpty()) {
                return;
            }
            curve = Arrays.copyOf(curve, number + 1);
            curve[number] = mean.getAsDouble();
            progress.report(u + 1L, updates);
        }
    }

    /// The mean reward of an update that was made; empty where a cancel came before it had all rewards, and the model
    /// is as it was.
    private OptionalDouble update(int number, Cancel cancel) {
        List<int[]> asked = asked(number);
        List<List<Completion>> written =
                sampler.sample(model, asked, grpo.group(), random.below("update " + number), cancel);
        List<Drawn> drawn = new ArrayList<>();
        double sum = 0;
        for (int p = 0; p < asked.size(); p++) {
            if (cancel.requested()) {
                return OptionalDouble.empty();
            }
            int[] prompt = asked.get(p);
            double[] rewards = written.get(p).stream()
                    .mapToDouble(completion -> reward.of(prompt, completion.tokens()))
                    .toArray();
            double[] advantages = grpo.advantages(rewards);
            for (int i = 0; i < rewards.length; i++) {
                sum += rewards[i];
                // A group of equal rewards teaches nothing.
                if (advantages[i] != 0) {
                    drawn.add(new Drawn(
                            new Example(prompt, written.get(p).get(i).tokens()), advantages[i], new double[0]));
                }
            }
        }
        learn(drawn, "update " + number);
        return OptionalDouble.of(sum / (asked.size() * grpo.group()));
    }

    private List<int[]> asked(int number) {
        int updates = prompts.size() / grpo.prompts();
        List<int[]> shuffled = new ArrayList<>(prompts);
        random.named("pass " + number / updates).shuffle(shuffled);
        int from = number % updates * grpo.prompts();
        return shuffled.subList(from, from + grpo.prompts());
    }

    private void learn(List<Drawn> drawn, String name) {
        List<Drawn> known = grpo.passes() == 1 && drawn.size() <= grpo.batch() ? drawn : known(drawn);
        for (int pass = 0; pass < grpo.passes(); pass++) {
            List<Drawn> shuffled = new ArrayList<>(known);
            random.named(name + " pass " + pass).shuffle(shuffled);
            for (int from = 0; from < shuffled.size(); from += grpo.batch()) {
                step(shuffled.subList(from, Math.min(from + grpo.batch(), shuffled.size())));
            }
        }
    }

    /// With the log probabilities before the first step. A single step needs none: all ratios are 1.
    private List<Drawn> known(List<Drawn> drawn) {
        List<Drawn> known = new ArrayList<>();
        for (int from = 0; from < drawn.size(); from += grpo.batch()) {
            List<Drawn> part = drawn.subList(from, Math.min(from + grpo.batch(), drawn.size()));
            double[][] logs =
                    model.logProbabilities(part.stream().map(Drawn::example).toList());
            for (int i = 0; i < logs.length; i++) {
                known.add(part.get(i).with(logs[i]));
            }
        }
        return known;
    }

    private void step(List<Drawn> drawn) {
        List<Example> examples = drawn.stream().map(Drawn::example).toList();
        int tokens = examples.stream()
                .mapToInt(example -> example.completion().length)
                .sum();
        SequenceTraining.follow(model, adam, examples, (example, logs) -> {
            Drawn of = drawn.get(example);
            double[] slopes = new double[logs.length];
            for (int t = 0; t < logs.length; t++) {
                double ratio = of.logs().length == 0 ? 1 : StrictMath.exp(logs[t] - of.logs()[t]);
                slopes[t] = -grpo.slope(ratio, of.advantage()) / tokens;
            }
            return slopes;
        });
    }

    /// Mean reward of each update's completions, before its steps.
    public double[] curve() {
        return curve.clone();
    }

    /// The model that learns.
    public SequenceModel model() {
        return model;
    }
}
