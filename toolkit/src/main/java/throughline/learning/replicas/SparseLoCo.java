package throughline.learning.replicas;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Local steps, then the mean of what each replica's codec sends of its progress, with what was left out kept for later
/// (SparseLoCo, arXiv 2508.15706). The decayed rest stands in for an outer momentum.
///
/// @param localSteps of a round, at least 1
/// @param rate       alpha, of the outer step, positive; 1 in the paper
/// @param decay      beta, of the rest, 0 to below 1; 0.95 in the paper
/// @param codec      of updates
public record SparseLoCo(int localSteps, double rate, double decay, UpdateCodec codec) implements Schedule {
    public SparseLoCo {
        LocalSgd.requireSteps(localSteps);
        SlowMo.requireOuter(rate, decay);
    }

    @Override
    public String name() {
        return "SparseLoCo";
    }

    @Override
    public Exchange begin(double[] start, int[] tensors, int replicas) {
        return new Anchored(start) {
            private final ErrorFeedback[] senders = IntStream.range(0, replicas)
                    .mapToObj(_ -> new ErrorFeedback(codec, decay, tensors))
                    .toArray(ErrorFeedback[]::new);

            @Override
            public void round(double[][] starts, double[][] ends) {
                double[][] progress = Vectors.progress(starts, ends);
                List<Payload> payloads = IntStream.range(0, senders.length)
                        .mapToObj(r -> senders[r].send(progress[r]))
                        .toList();
                sent += payloads.stream().mapToLong(Payload::size).sum();
                double[] mean = codec.decode(payloads, tensors);
                Arrays.setAll(anchor, i -> anchor[i] - rate * mean[i]);
            }
        };
    }
}
