package throughline.papers.cluster;

import java.util.stream.IntStream;
import throughline.hardware.Cluster;
import throughline.hardware.Link;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;

/// Steps of three jobs on 128 H800 by the cost model of training, with a bus bandwidth a card between nodes.
public final class C4Jobs {
    private static final String BANDWIDTH = "bus bandwidth a card, of the model of routes";
    private static final int MOST_SEQUENCES = 32;

    private final Cluster cluster;

    /// On H800 nodes; what the library of collectives loses between nodes is in the bus bandwidth already.
    public C4Jobs() {
        Cluster nodes = Cluster.named("h800-nodes");
        Cluster.Library library = nodes.library();
        cluster = nodes.with(new Cluster.Library(
                library.name(),
                library.inside(),
                library.outside(),
                library.insideShare(),
                1,
                library.large(),
                library.largeShare(),
                library.sendInside(),
                library.sendOutside(),
                library.sendInsideShare(),
                1,
                library.source()));
    }

    /// A model and how it is spread over 128 devices.
    public record Job(Transformer model, Plan plan) {
        /// GPT-22B in Megatron-LM: 8 ways in a layer, 16 replicas, sequences of one micro-batch. Norms are split
        /// along the sequence and attention is computed again, as in the paper the shape is from; gradients of
        /// bf16 are exchanged in single precision, Megatron's rule. (Its rate takes 18 sequences then, which
        /// would need 90 GiB in one micro-batch.)
        ///
        /// @param sequences of a replica in a step
        public static Job gpt22b(int sequences) {
            Plan plan = Plan.of(8, 1, 16, 16 * sequences)
                    .with("microBatch", String.valueOf(sequences))
                    .with("recompute", "selective")
                    .with("sequenceParallel", "true");
            return new Job(Transformer.named("korthikanti-22b"), plan);
        }

        /// Llama-7B in DeepSpeed: 128 replicas that share the optimizer's state, gradients in 2 bytes.
        ///
        /// @param sequences of a replica in a step
        public static Job llama7b(int sequences) {
            Plan plan = Plan.of(1, 1, 128, 128 * sequences)
                    .with("microBatch", String.valueOf(sequences))
                    .with("recompute", "full")
                    .with("shards", "1")
                    .with("gradients", "half");
            return new Job(Transformer.named("llama-7b"), plan);
        }

        /// GPT-175B in Megatron-LM: 8 ways in a layer, 8 stages, 2 replicas.
        ///
        /// @param accumulated micro-batches of one sequence in a step of a replica
        public static Job gpt175b(int accumulated) {
            Plan plan = Plan.of(8, 8, 2, 2 * accumulated)
                    .with("recompute", "selective")
                    .with("sequenceParallel", "true");
            return new Job(Transformer.gpt("GPT-175B", 96, 12288, 96), plan);
        }
    }

    /// Sequences a second.
    ///
    /// @param busbw Gbit/s a card
    public double samples(Job job, double busbw) {
        Link card = new Link(BANDWIDTH, busbw * 1e9 / 8, BANDWIDTH);
        Cluster with = cluster.with(new Cluster.Network(card, cluster.cards()));
        return job.plan.batch() / StepTime.of(job.model, job.plan, with).value();
    }

    /// By how many percent a job is faster with another bus bandwidth.
    ///
    /// @param from Gbit/s a card
    /// @param to   Gbit/s a card
    public double gain(Job job, double from, double to) {
        return 100 * (samples(job, to) / samples(job, from) - 1);
    }

    /// How a job looks by the sequences that a replica works on in a step.
    interface Sized {
        Job of(int sequences);
    }

    /// The sequences of a replica, 1 to 32, with which a job comes nearest to a rate.
    ///
    /// @param samples a second
    /// @param busbw   Gbit/s a card
    int sequences(Sized job, double samples, double busbw) {
        return IntStream.rangeClosed(1, MOST_SEQUENCES)
                .boxed()
                .min((a, b) -> Double.compare(
                        Math.abs(samples(job.of(a), busbw) - samples), Math.abs(samples(job.of(b), busbw) - samples)))
                .orElseThrow();
    }
}
