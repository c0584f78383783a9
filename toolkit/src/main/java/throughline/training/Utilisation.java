package throughline.training;

import throughline.hardware.Cluster;
import throughline.spec.BadInput;

/// How much of what its devices could compute a training step makes use of.
///
/// ```java
/// var use = Utilisation.of(model, plan, Cluster.named("selene"), 13.75);
/// show("MFU %.1f %%".formatted(100 * use.model()));
/// ```
///
/// @param operations of the model in a step: forward and back, as [Transformer#operations] counts them
/// @param again      operations of what is computed a second time
/// @param seconds    of a step
/// @param devices    that it takes
/// @param peak       operations a second of a device, in the precision of matrix products
public record Utilisation(double operations, double again, double seconds, int devices, double peak) {
    public Utilisation {
        if (!(seconds > 0)) {
            throw new BadInput("utilisation: seconds [%s] of a step must be positive", seconds);
        }
    }

    /// A step of a plan that takes so many seconds, measured or predicted.
    ///
    /// Of full recomputation the forward pass of all layers counts once more, but not that of the output (Narayanan
    /// et al. 2021, appendix). Of selective recomputation the core of attention counts as often again as it does
    /// anyway: that is how Korthikanti et al. (2022, appendix A) count, although only its forward pass is repeated.
    ///
    /// @throws BadInput when the seconds are not positive
    public static Utilisation of(Transformer model, Plan plan, Cluster cluster, double seconds) {
        double batch = plan.batch();
        double all = model.operations(batch);
        double weights = 6 * batch * model.sequence() * model.activeWeights();
        double head = 6 * batch * model.sequence() * model.embeddingWeights();
        double again =
                switch (plan.recompute()) {
                    case NONE -> 0;
                    case SELECTIVE -> plan.fused() ? 0 : all - weights;
                    case FULL -> (all - head) / 3;
                };
        return new Utilisation(
                all, again, seconds, plan.devices(), cluster.device().peak(LayerTime.HALF));
    }

    /// Model FLOPs utilisation (MFU): the share of the peak that the model needs, from 0 to 1.
    public double model() {
        return operations / seconds / devices / peak;
    }

    /// Hardware FLOPs utilisation (HFU): the share of the peak with what is computed again.
    public double hardware() {
        return perDevice() / peak;
    }

    /// Operations a second of each device, with what is computed again: the throughput of Megatron-LM's papers.
    public double perDevice() {
        return (operations + again) / seconds / devices;
    }
}
