package throughline.learning.rl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.random.Stream;

/// What N environments went through in T steps with one policy; step t of environment i is sample `t N + i`.
///
/// @param observations   before the actions
/// @param actions        that were taken
/// @param logs           log probabilities of the actions under the policy that took them
/// @param advantages     of the actions
/// @param returns        what the values should have been: advantage and value together
/// @param finished       returns of the episodes that ended, not discounted
record Rollout<O>(
        List<O> observations, int[] actions, double[] logs, double[] advantages, double[] returns, double[] finished) {
    int size() {
        return actions.length;
    }

    static <O> Rollout<O> collect(ActorCritic<O> network, VectorEnvironment<O> environments, Ppo ppo, Stream random) {
        int n = ppo.environments();
        List<O> observations = new ArrayList<>(ppo.samples());
        List<Step<O>> steps = new ArrayList<>(ppo.samples());
        int[] actions = new int[ppo.samples()];
        double[] logs = new double[ppo.samples()];
        double[] values = new double[ppo.samples() + n];
        Map<Object, Opinion> known = new HashMap<>();
        for (int t = 0; t < ppo.horizon(); t++) {
            List<O> now = environments.observations();
            List<Opinion> opinions = network.ask(now, known);
            int[] taken = new int[n];
            for (int i = 0; i < n; i++) {
                Opinion opinion = opinions.get(i);
                taken[i] = opinion.sample(random);
                actions[t * n + i] = taken[i];
                logs[t * n + i] = opinion.logProbabilities()[taken[i]];
                values[t * n + i] = opinion.value();
            }
            observations.addAll(now);
            steps.addAll(environments.step(taken));
        }
        List<Opinion> after = network.ask(environments.observations(), known);
        for (int i = 0; i < n; i++) {
            values[ppo.samples() + i] = after.get(i).value();
        }
        double[] advantages = advantages(ppo, steps, values, next(network, known, steps, values, n));
        double[] returns = new double[advantages.length];
        for (int s = 0; s < returns.length; s++) {
            returns[s] = advantages[s] + values[s];
        }
        return new Rollout<>(observations, actions, logs, advantages, returns, environments.finished());
    }

    /// The values of what was seen after each step: 0 where that was the end, and of the last sight where it was cut
    /// off, since the environment shows another episode by then.
    private static <O> double[] next(
            ActorCritic<O> network, Map<Object, Opinion> known, List<Step<O>> steps, double[] values, int n) {
        double[] next = new double[steps.size()];
        List<Integer> cut = new ArrayList<>();
        for (int s = 0; s < next.length; s++) {
            Step<O> step = steps.get(s);
            if (step.truncated()) {
                cut.add(s);
            } else if (!step.terminated()) {
                next[s] = values[s + n];
            }
        }
        List<Opinion> ends =
                network.ask(cut.stream().map(s -> steps.get(s).observation()).toList(), known);
        for (int c = 0; c < cut.size(); c++) {
            next[cut.get(c)] = ends.get(c).value();
        }
        return next;
    }

    private static <O> double[] advantages(Ppo ppo, List<Step<O>> steps, double[] values, double[] next) {
        Gae gae = new Gae(ppo.gamma(), ppo.lambda());
        int n = ppo.environments();
        int horizon = ppo.horizon();
        double[] advantages = new double[steps.size()];
        for (int i = 0; i < n; i++) {
            double[] rewards = new double[horizon];
            double[] before = new double[horizon];
            double[] after = new double[horizon];
            boolean[] last = new boolean[horizon];
            for (int t = 0; t < horizon; t++) {
                int s = t * n + i;
                rewards[t] = steps.get(s).reward();
                last[t] = steps.get(s).last();
                before[t] = values[s];
                after[t] = next[s];
            }
            double[] own = gae.advantages(rewards, before, after, last);
            for (int t = 0; t < horizon; t++) {
                advantages[t * n + i] = own[t];
            }
        }
        return advantages;
    }
}
