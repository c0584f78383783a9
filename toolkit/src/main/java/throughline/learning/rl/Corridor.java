package throughline.learning.rl;

import java.util.Arrays;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// A slippery corridor: a row of states with an end on either side, the left one worth little, the right one much. Its
/// optimum is known exactly, and its reward can be as noisy as one likes, which is what tells a plateau from an
/// optimum.
///
/// Action 0 goes left, action 1 right; with probability `slip` the step goes the other way. Beyond the first state an
/// episode ends with `near`, beyond the last with `far`, plus normal noise; it is cut off after `limit` steps. What is
/// seen is the state, one-hot.
///
/// @param states in the row, at least 2
/// @param start  where episodes begin, from 0
/// @param slip   probability that a step goes the other way, from 0 to below a half
/// @param near   mean reward at the left end
/// @param far    mean reward at the right end
/// @param noise  standard deviation of the reward at either end
/// @param limit  steps after which an episode is cut off, at least 1
public record Corridor(int states, int start, double slip, double near, double far, double noise, int limit) {
    /// 16 states, a slip of a fifth, and a start in the middle, one step nearer to the left end: 0.3 there, 1 at the
    /// far end, without noise.
    public static final Corridor SIXTEEN = new Corridor(16, 7, 0.2, 0.3, 1, 0, 200);

    public Corridor {
        if (states < 2 || start < 0 || start >= states || limit < 1) {
            throw new BadInput(
                    "states [%d] must be at least 2, start [%d] one of them, and limit [%d] at least 1",
                    states, start, limit);
        }
        if (!(slip >= 0 && slip < 0.5 && noise >= 0)) {
            throw new BadInput("slip [%s] must be from 0 to below 0.5, and noise [%s] at least 0", slip, noise);
        }
    }

    /// This corridor with noise on the reward at its ends.
    public Corridor noisy(double deviation) {
        return new Corridor(states, start, slip, near, far, deviation, limit);
    }

    /// This corridor to walk in.
    public Environment<float[]> environment() {
        return new Walk();
    }

    /// The agent for it.
    ///
    /// @param hidden sizes of its layers
    public Mlp agent(Integer... hidden) {
        return new Mlp(states, 2, hidden);
    }

    /// The sight of a state.
    public float[] sight(int state) {
        float[] sight = new float[states];
        sight[state] = 1;
        return sight;
    }

    /// The expected discounted reward of each state under the best policy, as far as the limit is never met: by policy
    /// iteration (Howard 1960), each policy's values being the solution of its linear equations.
    ///
    /// @param gamma what a reward one step later is worth, from 0 to 1
    public double[] optimum(double gamma) {
        int[] actions = new int[states];
        while (true) {
            double[] values = values(actions, gamma);
            int[] better = new int[states];
            for (int s = 0; s < states; s++) {
                // A policy is left only for one that is truly better, or equals would take turns for ever.
                double gain = ahead(values, s, 1, gamma) - ahead(values, s, 0, gamma);
                better[s] = Math.abs(gain) < 1e-12 ? actions[s] : gain > 0 ? 1 : 0;
            }
            if (Arrays.equals(actions, better)) {
                return values;
            }
            actions = better;
        }
    }

    /// The expected discounted reward of each state under a policy.
    ///
    /// @param actions one a state
    /// @param gamma   what a reward one step later is worth, from 0 to 1
    public double[] values(int[] actions, double gamma) {
        double[] right = new double[states];
        for (int s = 0; s < states; s++) {
            right[s] = actions[s] == 1 ? 1 - slip : slip;
        }
        return values(right, gamma);
    }

    /// The expected discounted reward of each state under a policy that draws its actions: the solution of
    /// `v(s) = gamma (p v(s + 1) + (1 - p) v(s - 1))`, with the rewards, which come undiscounted, beyond the ends.
    ///
    /// @param right probability to step right, one a state
    private double[] values(double[] right, double gamma) {
        double[] slope = new double[states];
        double[] level = new double[states];
        for (int s = 0; s < states; s++) {
            double left = 1 - right[s];
            double before = s == 0 ? 0 : gamma * left * slope[s - 1];
            double given = s == 0 ? left * near : gamma * left * level[s - 1];
            boolean end = s == states - 1;
            slope[s] = end ? 0 : gamma * right[s] / (1 - before);
            level[s] = (given + (end ? right[s] * far : 0)) / (1 - before);
        }
        double[] values = new double[states];
        values[states - 1] = level[states - 1];
        for (int s = states - 2; s >= 0; s--) {
            values[s] = level[s] + slope[s] * values[s + 1];
        }
        return values;
    }

    /// The expected discounted reward of each state under a policy that draws its actions.
    ///
    /// @param chosen probabilities of the actions, `[state][action]`
    /// @param gamma  what a reward one step later is worth, from 0 to 1
    public double[] values(double[][] chosen, double gamma) {
        double[] right = new double[states];
        for (int s = 0; s < states; s++) {
            right[s] = chosen[s][1] * (1 - slip) + chosen[s][0] * slip;
        }
        return values(right, gamma);
    }

    private double ahead(double[] values, int state, int action, double gamma) {
        double right = action == 1 ? 1 - slip : slip;
        double up = state == states - 1 ? far : gamma * values[state + 1];
        double down = state == 0 ? near : gamma * values[state - 1];
        return right * up + (1 - right) * down;
    }

    private final class Walk implements Environment<float[]> {
        private Stream random;
        private int state;
        private int steps = limit;

        @Override
        public float[] reset(Stream stream) {
            random = stream;
            state = start;
            steps = 0;
            return sight(state);
        }

        @Override
        public Step<float[]> step(int action) {
            if (steps >= limit) {
                throw new IllegalStateException("the episode is over; reset begins another");
            }
            if (action != 0 && action != 1) {
                throw new BadInput("action [%d] must be 0 or 1", action);
            }
            float[] before = sight(state);
            state += (random.uniform() < slip) == (action == 0) ? 1 : -1;
            steps++;
            if (state < 0 || state == states) {
                steps = limit;
                return Step.end(before, (state < 0 ? near : far) + noise * random.normal());
            }
            return steps == limit ? Step.cut(sight(state), 0) : Step.on(sight(state), 0);
        }
    }
}
