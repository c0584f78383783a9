package throughline.learning.replicas;

import throughline.spec.BadInput;

/// How one replica moves along its gradients between exchanges.
public sealed interface LocalRule {
    /// A mover at rest, with a state of its own.
    ///
    /// @param parameters how many there are
    Mover mover(int parameters);

    /// One replica's optimizer.
    interface Mover {
        /// Moves parameters once.
        ///
        /// @param at    parameters, changed in place
        /// @param slope their gradient
        void move(double[] at, double[] slope);
    }

    /// Stochastic gradient descent.
    ///
    /// @param rate step size, positive
    record Sgd(double rate) implements LocalRule {
        public Sgd {
            positive("rate", rate);
        }

        @Override
        public Mover mover(int parameters) {
            return (at, slope) -> {
                for (int i = 0; i < at.length; i++) {
                    at[i] -= rate * slope[i];
                }
            };
        }
    }

    /// Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2), with moments 0.9 and 0.999 or others.
    ///
    /// @param rate  step size, positive
    /// @param beta1 decay of the mean, 0 to below 1
    /// @param beta2 decay of the mean square, 0 to below 1
    /// @param decay of weights, 0 or more
    record AdamW(double rate, double beta1, double beta2, double decay) implements LocalRule {
        private static final double EPSILON = 1e-8;

        public AdamW {
            positive("rate", rate);
            share("beta1", beta1);
            share("beta2", beta2);
            if (!(decay >= 0)) {
                throw new BadInput("decay [%s] of weights must be 0 or more", decay);
            }
        }

        /// With moments 0.9 and 0.999 and no decay.
        public AdamW(double rate) {
            this(rate, 0.9, 0.999, 0);
        }

        @Override
        public Mover mover(int parameters) {
            double[] mean = new double[parameters];
            double[] square = new double[parameters];
            double[] bias = {1, 1};
            return (at, slope) -> {
                bias[0] *= beta1;
                bias[1] *= beta2;
                for (int i = 0; i < at.length; i++) {
                    mean[i] = beta1 * mean[i] + (1 - beta1) * slope[i];
                    square[i] = beta2 * square[i] + (1 - beta2) * slope[i] * slope[i];
                    double step = mean[i] / (1 - bias[0]) / (Math.sqrt(square[i] / (1 - bias[1])) + EPSILON);
                    at[i] -= rate * (step + decay * at[i]);
                }
            };
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new BadInput("%s [%s] must be positive and finite", name, value);
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new BadInput("%s [%s] must be from 0 to below 1", name, value);
        }
    }
}
