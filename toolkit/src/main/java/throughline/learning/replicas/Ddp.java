package throughline.learning.replicas;

/// Distributed data parallel: gradients are averaged at each step, so all replicas stay one.
public record Ddp() implements Schedule {
    @Override
    public int localSteps() {
        return 1;
    }

    @Override
    public String name() {
        return "DDP";
    }

    @Override
    public Exchange begin(double[] start, int[] tensors, int replicas) {
        return new Averaged(start.clone(), replicas);
    }

    private static final class Averaged implements Exchange {
        private final double[] shared;
        private final int replicas;
        private long sent;

        Averaged(double[] shared, int replicas) {
            this.shared = shared;
            this.replicas = replicas;
        }

        @Override
        public void gradients(double[][] slopes) {
            double[] mean = Vectors.mean(slopes);
            for (double[] slope : slopes) {
                System.arraycopy(mean, 0, slope, 0, mean.length);
            }
            sent += Dense.bytes(mean.length) * replicas;
        }

        @Override
        public void round(double[][] starts, double[][] ends) {
            System.arraycopy(ends[0], 0, shared, 0, shared.length);
        }

        @Override
        public double[] shared() {
            return shared;
        }

        @Override
        public long sent() {
            return sent;
        }
    }
}
