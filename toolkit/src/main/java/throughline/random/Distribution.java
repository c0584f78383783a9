package throughline.random;

/// The law of a positive quantity, such as a duration; parameters and values share whatever unit the owner states.
public sealed interface Distribution {
    /// Draws a value.
    double sample(Stream stream);

    /// The expectation.
    double mean();

    /// Always the same value.
    ///
    /// @param value 0 or more
    record Constant(double value) implements Distribution {
        public Constant {
            check(value >= 0, "constant value [%s] must be 0 or more", value);
        }

        @Override
        public double sample(Stream stream) {
            return value;
        }

        @Override
        public double mean() {
            return value;
        }
    }

    /// Uniform between two bounds.
    ///
    /// @param low  0 or more
    /// @param high low or more
    record Uniform(double low, double high) implements Distribution {
        public Uniform {
            check(low >= 0, "uniform lower bound [%s] must be 0 or more", low);
            check(high >= low, "uniform upper bound [%s] must not be below the lower", high);
        }

        /// Uniform around a middle, as fab files write it.
        public static Uniform around(double middle, double halfWidth) {
            return new Uniform(middle - halfWidth, middle + halfWidth);
        }

        @Override
        public double sample(Stream stream) {
            return stream.uniform(low, high);
        }

        @Override
        public double mean() {
            return (low + high) / 2;
        }
    }

    /// Exponential.
    ///
    /// @param mean positive
    record Exponential(double mean) implements Distribution {
        public Exponential {
            check(mean > 0, "exponential mean [%s] must be positive", mean);
        }

        @Override
        public double sample(Stream stream) {
            return stream.exponential(mean);
        }
    }

    /// Normal, drawn again while below zero; with a standard deviation under a third of the mean that shifts the
    /// expectation by less than 0.15 %, which [#mean()] leaves out.
    ///
    /// @param mean              positive
    /// @param standardDeviation 0 or more, at most a third of the mean
    record Normal(double mean, double standardDeviation) implements Distribution {
        public Normal {
            check(mean > 0, "normal mean [%s] must be positive", mean);
            check(
                    standardDeviation >= 0 && standardDeviation <= mean / 3,
                    "normal standard deviation [%s] must be from 0 to a third of the mean",
                    standardDeviation);
        }

        @Override
        public double sample(Stream stream) {
            while (true) {
                double value = mean + standardDeviation * stream.normal();
                if (value >= 0) {
                    return value;
                }
            }
        }
    }

    private static void check(boolean holds, String message, double found) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(found));
        }
    }
}
