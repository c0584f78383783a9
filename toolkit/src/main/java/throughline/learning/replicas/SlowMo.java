package throughline.learning.replicas;

import throughline.spec.BadInput;

/// Local steps, then a blocking exchange with momentum on the mean progress (Wang et al. 2020, algorithm 1).
///
/// `m = beta m + (a - mean x)`, `a = a - alpha m`. With momentum 0 and rate 1 it is [LocalSgd].
///
/// @param localSteps of a round, at least 1
/// @param rate       alpha, of the outer step, positive
/// @param momentum   beta, 0 to below 1
public record SlowMo(int localSteps, double rate, double momentum) implements Schedule {
    public SlowMo {
        LocalSgd.requireSteps(localSteps);
        requireOuter(rate, momentum);
    }

    static void requireOuter(double rate, double momentum) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new BadInput("outer rate [%s] must be positive", rate);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new BadInput("outer momentum [%s] must be from 0 to below 1", momentum);
        }
    }

    @Override
    public String name() {
        return "SlowMo";
    }

    @Override
    public Exchange begin(double[] start, int[] tensors, int replicas) {
        return new Anchored(start) {
            private final double[] mean = new double[start.length];

            @Override
            public void round(double[][] starts, double[][] ends) {
                double[] progress = meanProgress(starts, ends);
                for (int i = 0; i < anchor.length; i++) {
                    mean[i] = momentum * mean[i] + progress[i];
                    anchor[i] -= rate * mean[i];
                }
            }
        };
    }
}
