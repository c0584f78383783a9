package throughline.cluster.renewal;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The knobs of a [RenewalModel]. Of what is noticed, a share is traced to its node by itself; the rest somebody has to
/// look for.
public record RenewalSpec(
        @Param(value = "mean working time between failures", unit = "h", min = 0.001, max = 1e6)
        double mtbf,

        @Param(value = "work between checkpoints", unit = "min", min = 0.001, max = 1e6)
        double every,

        @Param(value = "standing still for a checkpoint", unit = "s", min = 0, max = 1e6)
        double save,

        @Param(value = "from a failure until it is noticed", unit = "s", min = 0, max = 1e7)
        double detection,

        @Param(value = "share of failures that are traced to a node by themselves", min = 0, max = 1)
        double traced,

        @Param(value = "to isolate the node of one that is traced", unit = "min", min = 0, max = 1e5)
        double isolation,

        @Param(value = "to find the cause of one that is not", unit = "min", min = 0, max = 1e5)
        double diagnosis,

        @Param(value = "to start again", unit = "min", min = 0, max = 1e5)
        double restart) {

    /// @throws BadInput when a number is outside its range
    public RenewalSpec {
        Spec.check(RenewalSpec.class, mtbf, every, save, detection, traced, isolation, diagnosis, restart);
    }

    /// A copy with one knob set from text, which may carry a unit: `with("mtbf", "2 d")`.
    ///
    /// @throws BadInput naming the knobs there are, or the values allowed
    public RenewalSpec with(String key, String text) {
        return Spec.with(this, key, text);
    }

    /// Mean seconds from a failure until the job works again.
    public double down() {
        return detection + 60 * (traced * isolation + (1 - traced) * diagnosis + restart);
    }

    /// This job as it fails so many times in a time, which is shared out between work and what failures cost.
    ///
    /// @param failures how many, above 0
    /// @param seconds  in which
    /// @throws BadInput when nothing is left to work
    public RenewalSpec failing(double failures, double seconds) {
        double work = seconds / failures - down();
        if (!(work > 0)) {
            throw new BadInput(
                    "[%s] failures of [%s s] each in [%s s] leave no time to work", failures, down(), seconds);
        }
        return new RenewalSpec(work / 3600, every, save, detection, traced, isolation, diagnosis, restart);
    }
}
