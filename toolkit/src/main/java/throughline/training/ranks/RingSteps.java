package throughline.training.ranks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Steps in which every device waits for what it sends and what it receives.
abstract sealed class RingSteps {
    final RingTimes times;
    final int n;
    /// When each device begins its step, and when it can go on.
    double[] begin;

    double[] end;
    private final List<RingRun.Piece> pieces = new ArrayList<>();

    RingSteps(RingTimes times) {
        this.times = times;
        n = times.ranks();
        begin = new double[n];
    }

    RingRun run() {
        for (int step = 0; step < steps(); step++) {
            end = begin.clone();
            for (int rank = 0; rank < n; rank++) {
                at(rank, step);
            }
            begin = end;
        }
        return new RingRun(pieces, Arrays.stream(begin).max().orElse(0));
    }

    abstract int steps();

    /// What a device starts in a step.
    abstract void at(int rank, int step);

    void compute(int rank, int step) {
        did(rank, rank, step, RingRun.What.COMPUTE, begin[rank], times.compute());
    }

    /// A transfer starts when both sides are there.
    double send(int rank, int to, int step, RingRun.What what, double earliest, double bytes) {
        double from = Math.max(earliest, Math.max(begin[rank], begin[to]));
        return did(rank, to, step, what, from, bytes / times.bandwidth());
    }

    private double did(int rank, int other, int step, RingRun.What what, double from, double seconds) {
        double to = from + seconds;
        pieces.add(new RingRun.Piece(rank, step, what, from, to));
        end[rank] = Math.max(end[rank], to);
        end[other] = Math.max(end[other], to);
        return to;
    }

    /// Keys and values go to the next device in every step but the last.
    static final class Ring extends RingSteps {
        Ring(RingTimes times) {
            super(times);
        }

        @Override
        int steps() {
            return n;
        }

        @Override
        void at(int rank, int step) {
            compute(rank, step);
            if (step < n - 1) {
                send(rank, (rank + 1) % n, step, RingRun.What.KEYS, 0, times.keyBytes());
            }
        }
    }

    /// Queries go to the device before, outputs of the step before to their owner; the last ones after all steps. In
    /// causal zigzag, queries that have passed the ring's start need only their second half.
    static final class TokenRing extends RingSteps {
        TokenRing(RingTimes times) {
            super(times);
        }

        @Override
        int steps() {
            return n > 1 ? n + 1 : 1;
        }

        @Override
        void at(int rank, int step) {
            double sent = 0;
            if (step < n) {
                compute(rank, step);
            }
            if (step < n - 1) {
                int to = (rank + n - 1) % n;
                double end = send(rank, to, step, RingRun.What.QUERIES, 0, needed(to, step + 1) * times.queryBytes());
                sent = times.duplex() ? 0 : end;
            }
            if (step > 1) {
                int away = step - 1;
                int hops = times.mesh() ? 1 : away;
                double bytes = hops * needed(rank, away) * times.outBytes();
                send(rank, (rank + away) % n, step, RingRun.What.OUTPUTS, sent, bytes);
            }
        }

        /// The share of an owner's queries that a device needs in a step.
        private double needed(int rank, int step) {
            return times.causal() && rank + step >= n ? 0.5 : 1;
        }
    }
}
