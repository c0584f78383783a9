package throughline.workshop.planning;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;
import throughline.training.Transformer;

/// What the course plans: a model that somebody wants trained on so many tokens, by a day and for a sum. Prices and the
/// sum are the exercise's, and nobody's offer.
///
/// ```java
/// show(Contract.COURSE.steps());                 // of 1,024 sequences each
/// ```
public record Contract(
        @Param("shape of the model") String model,
        @Param(value = "tokens to train on", min = 1) double tokens,
        @Param(value = "sequences of a step", min = 1) int batch,

        @Param(value = "until it is due", unit = "d", min = 0.1)
        double days,

        @Param(value = "that may be spent", min = 0) double budget,
        @Param(value = "of an A100 for an hour", min = 0) double a100Price,
        @Param(value = "of an H100 for an hour", min = 0) double h100Price,
        @Param("profile of what breaks") String faults,

        @Param("profile of how failures are noticed and mended")
        String recovery) {
    /// The course's: Llama 2 70B on 200 billion tokens within a week, on nodes that break as those of OPT's logbook.
    public static final Contract COURSE =
            new Contract("llama-2-70b", 200e9, 1024, 7, 310_000, 2, 5, "faults-opt", "recovery-monitored");

    public Contract {
        Spec.check(Contract.class, model, tokens, batch, days, budget, a100Price, h100Price, faults, recovery);
    }

    /// A copy with one part set from text, as in `with("days", "14")`.
    ///
    /// @throws BadInput when there is no such part, or the value is not allowed
    public Contract with(String part, String text) {
        return Spec.with(this, part, text);
    }

    /// The shape that is trained.
    public Transformer shape() {
        return Transformer.named(model);
    }

    /// Steps until all tokens were seen.
    public long steps() {
        return (long) Math.ceil(tokens / ((double) batch * shape().sequence()));
    }

    /// What a device of a cluster costs for an hour.
    ///
    /// @param cluster `selene` or `dgx-h100`
    /// @throws BadInput when there is no price for it
    public double price(String cluster) {
        return switch (cluster) {
            case "selene" -> a100Price;
            case "dgx-h100" -> h100Price;
            default -> throw new BadInput("cluster [%s] is not for hire; there are selene and dgx-h100", cluster);
        };
    }
}
