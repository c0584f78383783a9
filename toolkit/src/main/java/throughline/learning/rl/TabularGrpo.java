package throughline.learning.rl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Group-relative policy optimisation (GRPO, arXiv 2402.03300) of a [TabularPolicy]: each problem is played by a group,
/// and a rollout's advantage is its reward beside the group's mean. The ratio of new to old probability of each action
/// is clipped, further up than down (DAPO, arXiv 2503.14476); there is no penalty for leaving the first policy.
///
/// ```java
/// TabularTask bandit = (problem, decisions, luck) -> decisions.choose(0, problem) == 2 ? 1 : 0;
/// var policy = new TabularPolicy(Table.choice("arm", 1, 4));
/// for (int step = 0; step < 100; step++) {
///     TabularGrpo.standard(1).step(policy, new int[] {0}, bandit, new Streams(7).below("step " + step));
/// }
/// ```
///
/// The gradient is the mean over all rollouts, each action of a rollout counting in full: lengths do not weigh. Before
/// any clipping its expectation is `1 - 1/group` times the gradient of the mean reward, if rewards are mean-centred.
///
/// @param group         rollouts of one problem, at least 2
/// @param normalisation of rewards within a group
/// @param clipLow       a ratio below 1 minus this no longer pushes down
/// @param clipHigh      a ratio above 1 plus this no longer pushes up
/// @param passes        gradient steps on the rollouts of one step; the first is on-policy, where nothing is clipped
/// @param learningRate  of plain gradient ascent, above 0
public record TabularGrpo(
        int group, Normalisation normalisation, double clipLow, double clipHigh, int passes, double learningRate) {
    public TabularGrpo {
        if (group < 2 || passes < 1) {
            throw new BadInput("GRPO: group [%d] must be 2 or more, and passes [%d] 1 or more", group, passes);
        }
        if (!(clipLow > 0 && clipLow < 1 && clipHigh > 0 && learningRate > 0 && Double.isFinite(learningRate))) {
            throw new BadInput(
                    "GRPO: clip [%s, %s] and learning rate [%s] must be above 0, the first below 1,"
                            + " the last finite",
                    clipLow, clipHigh, learningRate);
        }
    }

    /// Groups of 8, mean-centred, clipped at 0.2 and 0.28, two passes.
    public static TabularGrpo standard(double learningRate) {
        return new TabularGrpo(8, Normalisation.MEAN_CENTRED, 0.2, 0.28, 2, learningRate);
    }

    /// This with another normalisation.
    public TabularGrpo with(Normalisation other) {
        return new TabularGrpo(group, other, clipLow, clipHigh, passes, learningRate);
    }

    /// What one step saw.
    ///
    /// @param reward mean over all rollouts
    /// @param silent share of groups whose rewards were all equal, which teach nothing
    public record Step(double reward, double silent) {}

    /// The rollouts of one problem.
    record Group(List<List<Decisions.Decision>> rollouts, double[] rewards) {}

    /// One step: plays each problem with the policy as it is, then changes the policy.
    ///
    /// @param problems to play, at least one; one that stands twice gets two groups
    /// @param streams  of this step; each place in `problems` draws from one of its own
    public Step step(TabularPolicy policy, int[] problems, TabularTask task, Streams streams) {
        if (problems.length == 0) {
            throw new BadInput("a step needs at least one problem");
        }
        List<Group> groups = new ArrayList<>();
        Odds odds = new Odds(policy);
        for (int i = 0; i < problems.length; i++) {
            groups.add(play(policy, odds, problems[i], task, streams.named(Integer.toString(i))));
        }
        for (int pass = 0; pass < passes; pass++) {
            policy.ascend(gradient(policy, groups), learningRate);
        }
        return new Step(
                groups.stream()
                        .flatMapToDouble(g -> Arrays.stream(g.rewards()))
                        .average()
                        .orElseThrow(),
                groups.stream().filter(TabularGrpo::silent).count() / (double) groups.size());
    }

    private static boolean silent(Group group) {
        return Arrays.stream(group.rewards()).allMatch(reward -> reward == group.rewards()[0]);
    }

    private Group play(TabularPolicy policy, Odds odds, int problem, TabularTask task, Stream stream) {
        List<List<Decisions.Decision>> rollouts = new ArrayList<>();
        double[] rewards = new double[group];
        for (int i = 0; i < group; i++) {
            Decisions decisions = new Decisions(policy, odds, stream);
            rewards[i] = task.play(problem, decisions, stream);
            rollouts.add(decisions.made());
        }
        return new Group(rollouts, rewards);
    }

    /// The gradient of the clipped objective, by table.
    double[][] gradient(TabularPolicy policy, List<Group> groups) {
        double[][] gradient = policy.zeros();
        Odds odds = new Odds(policy);
        for (Group one : groups) {
            double[] advantages = normalisation.advantages(one.rewards());
            for (int i = 0; i < advantages.length; i++) {
                double weight = advantages[i] / advantages.length / groups.size();
                if (weight != 0) {
                    one.rollouts().get(i).forEach(decision -> add(policy, odds, decision, weight, gradient));
                }
            }
        }
        return gradient;
    }

    private void add(TabularPolicy policy, Odds odds, Decisions.Decision decision, double weight, double[][] gradient) {
        double ratio = policy.likelihood(decision, odds) / decision.likelihood();
        boolean clipped = weight > 0 ? ratio > 1 + clipHigh : ratio < 1 - clipLow;
        if (!clipped) {
            policy.addGradient(decision, weight * ratio, odds, gradient);
        }
    }
}
