package throughline.learning.rl;

import throughline.random.Stream;
import throughline.spec.BadInput;

/// A pole on a cart that is pushed left (action 0) or right (action 1): Barto, Sutton & Anderson 1983, with the numbers
/// that are in common use (cart 1 kg, pole 0.1 kg and 1 m, force 10 N, Euler steps of 20 ms).
///
/// Each step earns 1. The episode is over when the pole leans more than 12 degrees or the cart is more than 2.4 m off,
/// and is cut off after a number of steps. What is seen: position in m, speed in m/s, angle in rad, angular speed in
/// rad/s.
public final class CartPole implements Environment<float[]> {
    /// The agent for it: two layers of 64.
    public static final Mlp AGENT = new Mlp(4, 2, 64, 64);

    private static final double GRAVITY = 9.8;
    private static final double CART = 1;
    private static final double POLE = 0.1;
    private static final double HALF = 0.5;
    private static final double FORCE = 10;
    private static final double TIME = 0.02;
    private static final double FAR = 2.4;
    private static final double LEAN = Math.toRadians(12);

    private final int limit;
    private final double[] state = new double[4];
    private int steps;

    /// @param limit steps after which an episode is cut off, at least 1; 500 is usual
    public CartPole(int limit) {
        if (limit < 1) {
            throw new BadInput("limit [%d] must be at least 1", limit);
        }
        this.limit = limit;
        steps = limit;
    }

    @Override
    public float[] reset(Stream random) {
        for (int i = 0; i < state.length; i++) {
            state[i] = random.uniform(-0.05, 0.05);
        }
        steps = 0;
        return sight();
    }

    private float[] sight() {
        return new float[] {(float) state[0], (float) state[1], (float) state[2], (float) state[3]};
    }

    @Override
    public Step<float[]> step(int action) {
        if (steps >= limit) {
            throw new IllegalStateException("the episode is over; reset begins another");
        }
        if (action != 0 && action != 1) {
            throw new BadInput("action [%d] must be 0 or 1", action);
        }
        push(action == 1 ? FORCE : -FORCE);
        steps++;
        if (Math.abs(state[0]) > FAR || Math.abs(state[2]) > LEAN) {
            steps = limit;
            return Step.end(sight(), 1);
        }
        return steps == limit ? Step.cut(sight(), 1) : Step.on(sight(), 1);
    }

    private void push(double force) {
        double sine = StrictMath.sin(state[2]);
        double cosine = StrictMath.cos(state[2]);
        double moved = (force + POLE * HALF * state[3] * state[3] * sine) / (CART + POLE);
        double angular =
                (GRAVITY * sine - cosine * moved) / (HALF * (4.0 / 3 - POLE * cosine * cosine / (CART + POLE)));
        double linear = moved - POLE * HALF * angular * cosine / (CART + POLE);
        state[0] += TIME * state[1];
        state[1] += TIME * linear;
        state[2] += TIME * state[3];
        state[3] += TIME * angular;
    }
}
