package throughline.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.hardware.Cluster;
import throughline.spec.BadInput;

/// The plans among which a search chooses, beside what divides the model, the batch and the nodes.
///
/// ```java
/// var space = Space.of(model, cluster).with(template.with("fused", "false"));
/// ```
///
/// @param template  of all plans: whether attention is fused, exchanges overlap, and stages send in parts
/// @param contexts  ways in which sequences may be split
/// @param exchanges by which the parts may attend to each other
/// @param experts   ways in which experts may be spread
/// @param offloads  shares of activations that may be in the host
public record Space(
        Plan template,
        List<Integer> contexts,
        List<ContextExchange> exchanges,
        List<Integer> experts,
        List<Double> offloads) {
    /// Sequences this long are split.
    private static final int LONG = 16_384;

    private static final int MOST_CONTEXTS = 64;

    public Space {
        contexts = List.copyOf(contexts);
        exchanges = List.copyOf(exchanges);
        experts = List.copyOf(experts);
        offloads = List.copyOf(offloads);
        if (contexts.isEmpty() || exchanges.isEmpty() || experts.isEmpty() || offloads.isEmpty()) {
            throw new BadInput(
                    "space: contexts %s, exchanges %s, experts %s and offloads %s must each hold one at least",
                    contexts, exchanges, experts, offloads);
        }
    }

    /// What is usual: attention in one kernel, exchanges beside the work, all activations on devices; sequences split
    /// where they have 16,384 tokens or more.
    public static Space of(Transformer model, Cluster cluster) {
        Plan template = Plan.of(1, 1, 1, 1).with("fused", "true").with("overlap", "true");
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
        return new Space(template, contexts, Arrays.asList(ContextExchange.values()), experts, List.of(0.0));
    }

    /// As [#of], and half of the activations or all in the host: nobody has published a run that would say how well
    /// that goes beside all else that passes between host and device.
    public static Space withHosts(Transformer model, Cluster cluster) {
        Space usual = of(model, cluster);
        return new Space(usual.template, usual.contexts, usual.exchanges, usual.experts, List.of(0.0, 0.5, 1.0));
    }

    private static IntStream powersOfTwo(int most) {
        return IntStream.iterate(1, c -> c <= most, c -> 2 * c);
    }

    /// This space with another template.
    public Space with(Plan other) {
        return new Space(other, contexts, exchanges, experts, offloads);
    }

    /// Whether a plan is in it, as far as it says.
    boolean holds(Plan plan) {
        return contexts.contains(plan.context())
                && (plan.context() == 1 || exchanges.contains(plan.exchange()))
                && experts.contains(plan.expert())
                && offloads.contains(plan.offload())
                && plan.fused() == template.fused()
                && plan.overlap() == template.overlap()
                && plan.scatter() == template.scatter();
    }
}
