package throughline.learning.rl;

import throughline.spec.BadInput;

/// Generalised advantage estimation (Schulman et al. 2016, equation 16): how much better an action was than what its
/// state promised, from the steps that came after it.
///
/// With `delta(t) = reward(t) + gamma next(t) - value(t)`, the advantage is the sum of `(gamma lambda)^k delta(t + k)`
/// over the steps up to the episode's end. Lambda 0 believes the values, lambda 1 believes the rewards.
///
/// @param gamma  what a reward one step later is worth, from 0 to 1
/// @param lambda how far to look, from 0 to 1
public record Gae(double gamma, double lambda) {
    public Gae {
        check("gamma", gamma);
        check("lambda", lambda);
    }

    private static void check(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new BadInput("%s [%s] must be from 0 to 1", name, value);
        }
    }

    /// The advantages of successive steps of one environment.
    ///
    /// @param rewards of the steps
    /// @param values  of the states before them
    /// @param next    of the states after them: 0 where the episode is over, the value of what was seen last where
    ///                it was cut off
    /// @param last    whether a step was the last of its episode, over or cut off
    /// @throws BadInput when they are not equally long
    public double[] advantages(double[] rewards, double[] values, double[] next, boolean[] last) {
        int steps = rewards.length;
        if (values.length != steps || next.length != steps || last.length != steps) {
            throw new BadInput(
                    "[%d] rewards, [%d] values, [%d] next values and [%d] ends must be equally many",
                    steps, values.length, next.length, last.length);
        }
        double[] advantages = new double[steps];
        double later = 0;
        for (int t = steps - 1; t >= 0; t--) {
            double delta = rewards[t] + gamma * next[t] - values[t];
            later = delta + (last[t] ? 0 : gamma * lambda * later);
            advantages[t] = later;
        }
        return advantages;
    }
}
