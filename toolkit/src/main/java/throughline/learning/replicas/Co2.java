package throughline.learning.replicas;

import throughline.spec.BadInput;

/// Local steps while the exchange of the round before is under way (CO2, Sun et al. 2024, arXiv 2401.16265).
///
/// At the end of round t the mean of round t - 1 has arrived. Its progress is taken from the anchor that it began at,
/// not from the present one: `d = a[t-1] - mean x[t-1]`, `m = beta m + d / gap`, each value of m is clipped to
/// `±clip`, `a[t+1] = a[t] - alpha m`. After the first round nothing has arrived, and the anchor stays.
///
/// @param localSteps of a round, at least 1
/// @param rate       alpha, of the outer step, positive
/// @param momentum   beta, 0 to below 1
/// @param gap        penalty of staleness
/// @param clip       largest magnitude of a value of the momentum, positive; infinite for none
public record Co2(int localSteps, double rate, double momentum, Gap gap, double clip) implements Schedule {
    public Co2 {
        LocalSgd.requireSteps(localSteps);
        SlowMo.requireOuter(rate, momentum);
        if (!(clip > 0)) {
            throw new BadInput("clip [%s] must be positive", clip);
        }
    }

    /// Without penalty and clip.
    public Co2(int localSteps, double rate, double momentum) {
        this(localSteps, rate, momentum, Gap.NONE, Double.POSITIVE_INFINITY);
    }

    @Override
    public String name() {
        return "CO2";
    }

    @Override
    public Exchange begin(double[] start, int[] tensors, int replicas) {
        return new Stale(start);
    }

    private final class Stale extends Anchored {
        private final double[] mean;
        private double[] former;
        private double[] underWay;

        Stale(double[] start) {
            super(start);
            mean = new double[start.length];
        }

        @Override
        public void round(double[][] starts, double[][] ends) {
            double[] arrived = underWay;
            double[] present = anchor.clone();
            underWay = meanProgress(starts, ends);
            if (arrived != null) {
                move(arrived, divisor(present, arrived));
            }
            former = present;
        }

        private double divisor(double[] present, double[] arrived) {
            double divisor = gap.divisor(present, former, arrived);
            if (divisor < 1) {
                throw new BadInput("gap [%s] must divide by 1 or more", divisor);
            }
            return divisor;
        }

        private void move(double[] progress, double divisor) {
            for (int i = 0; i < anchor.length; i++) {
                mean[i] = Math.clamp(momentum * mean[i] + progress[i] / divisor, -clip, clip);
                anchor[i] -= rate * mean[i];
            }
        }
    }
}
