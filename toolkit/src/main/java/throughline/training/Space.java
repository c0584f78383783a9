package throughline.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.hardware.Cluster;
import throughline.spec.BadInput;

/// The plans among which a search chooses, beside what divides the model, the batch and the nodes.
///
/// ```java
/// var space = Space.of(model, cluster).with("fused", "false");
/// ```
///
/// @param fused     whether attention is one kernel, in all plans
/// @param overlap   whether replicas exchange beside the work, in all plans
/// @param scatter   whether stages send in parts, in all plans
/// @param contexts  ways in which sequences may be split
/// @param exchanges by which the parts may attend to each other
/// @param experts   ways in which experts may be spread
/// @param offloads  shares of activations that may be in the host
public record Space(
        boolean fused,
        boolean overlap,
        boolean scatter,
        List<Integer> contexts,
        List<ContextExchange> exchanges,
        List<Integer> experts,
        List<Double> offloads) {
    /// Sequences this long are split.
    private static final int LONG = 16_384;

    private static final int MOST_CONTEXTS = 64;

    public Space {
        contexts = contexts.stream().distinct().toList();
        exchanges = exchanges.stream().distinct().toList();
        experts = experts.stream().distinct().toList();
        offloads = offloads.stream().distinct().toList();
        if (contexts.isEmpty() || exchanges.isEmpty() || experts.isEmpty() || offloads.isEmpty()) {
            throw new BadInput(
                    "space: contexts %s, exchanges %s, experts %s and offloads %s must each hold one at least",
                    contexts, exchanges, experts, offloads);
        }
    }

    /// What is usual: attention in one kernel, exchanges beside the work, all activations on devices; sequences split
    /// where they have 16,384 tokens or more.
    public static Space of(Transformer model, Cluster cluster) {
        List<Integer> contexts = model.sequence() < LONG
                ? List.of(1)
                : powersOfTwo(MOST_CONTEXTS)
                        .filter(c -> model.sequence() % (2 * c) == 0)
                        .boxed()
                        .toList();
        List<Integer> experts = model.mixture()
                .map(mixture -> IntStream.rangeClosed(1, mixture.experts())
                        .filter(e -> mixture.experts() % e == 0)
                        .boxed()
                        .toList())
                .orElse(List.of(1));
        return new Space(true, true, true, contexts, Arrays.asList(ContextExchange.values()), experts, List.of(0.0));
    }

    /// As [#of], and half of the activations or all in the host: nobody has published a run that would say how well
    /// that goes beside all else that passes between host and device.
    public static Space withHosts(Transformer model, Cluster cluster) {
        Space usual = of(model, cluster);
        return usual.withOffloads(List.of(0.0, 0.5, 1.0));
    }

    private static IntStream powersOfTwo(int most) {
        return IntStream.iterate(1, c -> c <= most, c -> 2 * c);
    }

    /// This space with one of `fused`, `overlap` and `scatter` set from text, as in `with("fused", "false")`.
    ///
    /// @throws BadInput when there is no such part, or the text is neither true nor false
    public Space with(String part, String text) {
        if (!List.of("fused", "overlap", "scatter").contains(part)) {
            throw new BadInput("space has no part [%s] that is true or false; there are fused, overlap, scatter", part);
        }
        Plan all = Plan.of(1, 1, 1, 1)
                .with("fused", String.valueOf(fused))
                .with("overlap", String.valueOf(overlap))
                .with("scatter", String.valueOf(scatter))
                .with(part, text);
        return new Space(all.fused(), all.overlap(), all.scatter(), contexts, exchanges, experts, offloads);
    }

    /// This space with other shares of activations that may be in the host, each from 0 to 1.
    public Space withOffloads(List<Double> shares) {
        return new Space(fused, overlap, scatter, contexts, exchanges, experts, shares);
    }

    /// What is computed again; where one kernel does the core of attention, computing that again changes nothing.
    List<Recompute> recomputes() {
        return fused ? List.of(Recompute.NONE, Recompute.FULL) : List.of(Recompute.values());
    }

    /// Whether norms can be split along the sequence where layers are split in as many ways.
    static List<Boolean> norms(int tensor) {
        return tensor == 1 ? List.of(false) : List.of(false, true);
    }

    /// Stages of sharding that differ where as many replicas have the same weights.
    static int shardings(int replicas) {
        return replicas == 1 ? 1 : 4;
    }

    /// Whether a plan is in it, as far as it says.
    boolean holds(Plan plan) {
        return contexts.contains(plan.context())
                && (plan.context() == 1 || exchanges.contains(plan.exchange()))
                && experts.contains(plan.expert())
                && offloads.contains(plan.offload())
                && plan.fused() == fused
                && plan.overlap() == overlap
                && !plan.tensorOverlap()
                && plan.gradients() == Gradients.SINGLE
                && plan.scatter() == scatter
                && recomputes().contains(plan.recompute())
                && norms(plan.tensor()).contains(plan.sequenceParallel())
                && plan.shards() < shardings(plan.data() * plan.context());
    }
}
