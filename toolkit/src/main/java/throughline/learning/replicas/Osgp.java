package throughline.learning.replicas;

import throughline.spec.BadInput;

/// Overlapped gossip: after its local steps a replica keeps half of what it has and sends half to another, where it
/// arrives a round later (stochastic gradient push, Assran et al. 2019, algorithm 2 with overlap 1).
///
/// In round t the other is `2^(t mod log2 G)` places further on a ring. What is pushed are parameters and a weight that
/// says how many copies they stand for; a replica computes with their ratio. Copies are never lost: those of all
/// replicas and those under way add up to G. The shared parameters are the mean of the ratios.
///
/// @param localSteps of a round, at least 1; 1 in the paper
public record Osgp(int localSteps) implements Schedule {
    public Osgp {
        LocalSgd.requireSteps(localSteps);
    }

    @Override
    public String name() {
        return "OSGP";
    }

    /// @throws BadInput for a single replica, which has nobody to talk to
    @Override
    public Exchange begin(double[] start, int[] tensors, int replicas) {
        if (replicas < 2) {
            throw new BadInput("gossip among [%d] replicas; it needs 2 or more", replicas);
        }
        return new Gossip(start, replicas);
    }

    /// A push-sum: what each holds, and what is on its way to it.
    static final class Gossip implements Exchange {
        private final double[] mean;
        private final double[][] held;
        private final double[] copies;
        private final double[][] coming;
        private final double[] copiesComing;
        private final double[][] ratios;
        private final int hops;
        private int rounds;
        private long sent;

        Gossip(double[] start, int replicas) {
            mean = start.clone();
            held = new double[replicas][];
            ratios = new double[replicas][];
            for (int r = 0; r < replicas; r++) {
                held[r] = start.clone();
                ratios[r] = start.clone();
            }
            copies = new double[replicas];
            java.util.Arrays.fill(copies, 1);
            coming = new double[replicas][start.length];
            copiesComing = new double[replicas];
            hops = Integer.SIZE - Integer.numberOfLeadingZeros(replicas - 1);
        }

        @Override
        public void round(double[][] starts, double[][] ends) {
            int replicas = held.length;
            for (int r = 0; r < replicas; r++) {
                for (int i = 0; i < mean.length; i++) {
                    held[r][i] += ends[r][i] - starts[r][i];
                }
            }
            double[][] pushed = new double[replicas][mean.length];
            double[] copiesPushed = new double[replicas];
            int hop = 1 << rounds++ % hops;
            for (int r = 0; r < replicas; r++) {
                push(r, pushed[(r + hop) % replicas]);
                copies[r] /= 2;
                copiesPushed[(r + hop) % replicas] = copies[r];
            }
            for (int r = 0; r < replicas; r++) {
                receive(r, pushed[r], copiesPushed[r]);
            }
            System.arraycopy(Vectors.mean(ratios), 0, mean, 0, mean.length);
            sent += (Dense.bytes(mean.length) + Float.BYTES) * replicas;
        }

        private void push(int r, double[] into) {
            for (int i = 0; i < mean.length; i++) {
                held[r][i] /= 2;
                into[i] = held[r][i];
            }
        }

        /// What was sent a round ago is here; what is sent now will be a round later.
        private void receive(int r, double[] next, double nextCopies) {
            copies[r] += copiesComing[r];
            for (int i = 0; i < mean.length; i++) {
                held[r][i] += coming[r][i];
                ratios[r][i] = held[r][i] / copies[r];
            }
            coming[r] = next;
            copiesComing[r] = nextCopies;
        }

        /// Copies held and under way: as many as replicas.
        double copies() {
            return java.util.Arrays.stream(copies).sum()
                    + java.util.Arrays.stream(copiesComing).sum();
        }

        @Override
        public double[] shared() {
            return mean;
        }

        @Override
        public void start(int replica, double[] into) {
            System.arraycopy(ratios[replica], 0, into, 0, into.length);
        }

        @Override
        public long sent() {
            return sent;
        }
    }
}
