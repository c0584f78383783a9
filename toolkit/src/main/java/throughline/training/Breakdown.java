package throughline.training;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import throughline.hardware.Cost;

/// The seconds of a step by the kind of work they are spent on.
///
/// ```java
/// show(Breakdown.of(StepTime.of(model, plan, cluster)).seconds());
/// ```
///
/// @param seconds of each kind; together the step
public record Breakdown(Map<Kind, Double> seconds) {
    /// What a step spends its time on.
    public enum Kind {
        PRODUCTS,
        /// Scores, softmax, and their product with the values.
        ATTENTION,
        ELEMENT_WISE,
        /// All that is computed again on the way back.
        RECOMPUTED,
        TENSOR_PARALLEL,
        CONTEXT_PARALLEL,
        EXPERT_PARALLEL,
        OFFLOADED,
        BETWEEN_STAGES,
        BUBBLE,
        REPLICAS,
        OPTIMIZER,
        /// What a software stack adds.
        OTHER;

        /// In words, as in `tensor parallel`.
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public Breakdown {
        Map<Kind, Double> ordered = new EnumMap<>(Kind.class);
        ordered.putAll(seconds);
        seconds = Collections.unmodifiableMap(ordered);
    }

    /// The breakdown of a step, as [StepTime#of] gives it.
    public static Breakdown of(Cost step) {
        Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
        add(step, 1, Kind.OTHER, seconds);
        return new Breakdown(seconds);
    }

    /// Seconds of one kind.
    public double of(Kind kind) {
        return seconds.getOrDefault(kind, 0.0);
    }

    private static void add(Cost cost, double factor, Kind around, Map<Kind, Double> seconds) {
        Kind kind = around == Kind.BUBBLE || around == Kind.RECOMPUTED ? around : kind(cost.name(), around);
        double all = cost.terms().stream().mapToDouble(Cost::value).sum();
        boolean parts =
                kind == Kind.OTHER || kind == Kind.PRODUCTS && cost.name().equals("output");
        if (cost.terms().isEmpty() || all == 0 || !parts) {
            seconds.merge(kind, factor * cost.value(), Double::sum);
            return;
        }
        for (Cost term : cost.terms()) {
            add(term, factor * cost.value() / all, kind, seconds);
        }
    }

    private static Kind kind(String name, Kind otherwise) {
        return switch (name) {
            case "products", "output" -> Kind.PRODUCTS;
            case "attention core" -> Kind.ATTENTION;
            case "element-wise", "gradients added" -> Kind.ELEMENT_WISE;
            case "recomputed" -> Kind.RECOMPUTED;
            case "tensor parallel" -> Kind.TENSOR_PARALLEL;
            case "context parallel" -> Kind.CONTEXT_PARALLEL;
            case "expert parallel" -> Kind.EXPERT_PARALLEL;
            case "offloaded" -> Kind.OFFLOADED;
            case "between stages" -> Kind.BETWEEN_STAGES;
            case "bubble" -> Kind.BUBBLE;
            case "replicas", "shared table" -> Kind.REPLICAS;
            case "optimizer" -> Kind.OPTIMIZER;
            default -> otherwise;
        };
    }
}
