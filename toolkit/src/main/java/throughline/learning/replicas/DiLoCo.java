package throughline.learning.replicas;

/// Local steps, then a blocking exchange with Nesterov momentum on the mean progress (Douillard et al. 2023,
/// algorithm 1).
///
/// `m = beta m + g`, `a = a - alpha (g + beta m)` with `g = a - mean x`.
///
/// @param localSteps of a round, at least 1
/// @param rate       alpha, of the outer step, positive; 0.7 in the paper
/// @param momentum   beta, 0 to below 1; 0.9 in the paper
public record DiLoCo(int localSteps, double rate, double momentum) implements Schedule {
    public DiLoCo {
        LocalSgd.requireSteps(localSteps);
        SlowMo.requireOuter(rate, momentum);
    }

    @Override
    public String name() {
        return "DiLoCo";
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
                    anchor[i] -= rate * (progress[i] + momentum * mean[i]);
                }
            }
        };
    }
}
