package throughline.cluster.faults;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// What makes everything break at once, and then nothing for weeks: a factor on all rates that changes in time. A
/// factor is the product of one number a scale, each of which is gamma distributed with mean 1 and is drawn again after
/// a fixed time. Counts of faults then spread more than a Poisson law allows, in windows of all lengths.
///
/// @param scales any number; none leaves the rates as they are
public record Environment(List<Scale> scales) {
    /// Rates that stay.
    public static final Environment STEADY = new Environment(List.of());

    /// How much the rates change at one scale of time.
    ///
    /// @param days     for which a number holds, positive
    /// @param variance of that number, whose mean is 1; 0 or more
    public record Scale(double days, double variance) {
        /// @throws BadInput when a number is outside its range
        public Scale {
            if (!(days >= 1e-4 && days < 1e6 && variance >= 0 && variance <= 1e3)) {
                throw new BadInput(
                        "environment of [%s] days with variance [%s]: days must be from 0.0001 to 1000000, the"
                                + " variance from 0 to 1000",
                        days, variance);
            }
        }
    }

    public Environment {
        scales = List.copyOf(scales);
    }

    /// How many times as high rates are now, along a run.
    static final class Clock {
        private final List<Dice> dice = new ArrayList<>();
        private double now;
        private double work;
        private double factor = 1;

        Clock(Environment environment, Streams streams) {
            for (int i = 0; i < environment.scales.size(); i++) {
                if (environment.scales.get(i).variance > 0) {
                    dice.add(new Dice(environment.scales.get(i), streams.named("environment-" + i)));
                }
            }
            multiply();
        }

        private void multiply() {
            factor = 1;
            for (Dice die : dice) {
                factor *= die.value;
            }
        }

        /// The day on which a clock that runs as fast as the rates are high shows a time.
        ///
        /// @param shown days; never less than in the call before
        double day(double shown) {
            while (true) {
                double change = Double.POSITIVE_INFINITY;
                for (Dice die : dice) {
                    change = Math.min(change, die.until);
                }
                double gained = (change - now) * factor;
                if (dice.isEmpty() || work + gained >= shown) {
                    return factor == 0 ? now : Math.min(change, now + (shown - work) / factor);
                }
                work += gained;
                now = change;
                for (Dice die : dice) {
                    die.pass(now);
                }
                multiply();
            }
        }
    }

    private static final class Dice {
        private final Scale scale;
        private final Stream stream;
        private double value;
        private double until;

        Dice(Scale scale, Stream stream) {
            this.scale = scale;
            this.stream = stream;
            this.until = scale.days * (1 - stream.uniform());
            throwIt();
        }

        private void throwIt() {
            value = Draws.gamma(1 / scale.variance, stream) * scale.variance;
        }

        void pass(double now) {
            if (until <= now) {
                until += scale.days;
                throwIt();
            }
        }
    }
}
