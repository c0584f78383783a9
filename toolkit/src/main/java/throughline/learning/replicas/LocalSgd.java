package throughline.learning.replicas;

import throughline.spec.BadInput;

/// Local steps, then the mean of all replicas' parameters (Stich 2019).
///
/// @param localSteps of a round, at least 1
public record LocalSgd(int localSteps) implements Schedule {
    public LocalSgd {
        requireSteps(localSteps);
    }

    static void requireSteps(int localSteps) {
        if (localSteps < 1) {
            throw new BadInput("local steps [%d] must be at least 1", localSteps);
        }
    }

    @Override
    public String name() {
        return "local SGD";
    }

    @Override
    public Exchange begin(double[] start, int[] tensors, int replicas) {
        return new Anchored(start) {
            @Override
            public void round(double[][] starts, double[][] ends) {
                double[] progress = meanProgress(starts, ends);
                for (int i = 0; i < anchor.length; i++) {
                    anchor[i] -= progress[i];
                }
            }
        };
    }
}
