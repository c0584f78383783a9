package throughline.training;

import static throughline.training.LayerTime.BYTES;
import static throughline.training.LayerTime.named;
import static throughline.training.LayerTime.none;
import static throughline.training.LayerTime.times;

import throughline.hardware.Cost;
import throughline.hardware.Device;
import throughline.hardware.Stream;

/// The kernels of a layer that compute next to nothing, for one micro-batch on one device, in seconds.
///
/// They are those that Megatron-LM starts (megatron/model/transformer.py and mpu/layers.py, April 2021): biases are
/// added with the activation and with the dropout, but for that of queries, keys and values, which has a kernel of its
/// own, as has the gradient of each. Heads are put next to each other after attention, and the gradients of queries,
/// keys and values before theirs. Each half of a layer is added to what went around it, and so are their gradients.
///
/// A norm that reads a row twice finds it in the cache the second time (fused_kernels/layer_norm_cuda_kernel.cu). That
/// it then takes no longer than a sum that moves as much is assumed: Megatron-LM has had a kernel made for that since
/// October 2021, and of the one before nobody has published times. The norms of vLLM, whose times [Stream#norm] has,
/// take twice as long.
final class ElementWise {
    /// A backward kernel that reads the gradient beside its input moves half as much again.
    private static final double BACK = 1.5;

    private final Transformer model;
    private final Plan plan;
    private final Device device;
    /// Bytes of the residual stream that a device norms.
    private final double normed;
    /// Bytes of queries, keys and values.
    private final double projected;
    /// Bytes of what attention gives.
    private final double attended;
    /// Bytes inside feed-forward layers.
    private final double inside;

    /// @param tokens  of a micro-batch on the device
    /// @param experts whether it is a layer with experts
    ElementWise(Transformer model, Plan plan, Device device, long tokens, boolean experts) {
        this.model = model;
        this.plan = plan;
        this.device = device;
        double split = plan.sequenceParallel() ? plan.tensor() : 1;
        double each = tokens * BYTES;
        normed = each * model.width() / split;
        attended = each * model.attention().width() / plan.tensor();
        projected = attended + 2 * each * model.attention().keyWidth(plan.tensor());
        inside = each * width(experts) / plan.tensor();
    }

    private double width(boolean experts) {
        return !experts
                ? model.inner()
                : model.mixture()
                        .map(mixture -> (double) mixture.expertInner() * (mixture.chosen() + mixture.shared()))
                        .orElseThrow();
    }

    Cost forward() {
        return Cost.sum(
                "element-wise",
                times("norms", 2, flat("norm", 2 * normed)),
                model.classic() ? flat("bias of queries, keys, values", 2 * projected) : none("biases", "none"),
                plan.fused() ? none("heads", "by the kernel") : flat("heads", 2 * attended),
                flat("activation", activation()),
                model.classic()
                        ? times("dropouts and sums", 2, flat("dropout and sum", 3 * normed + mask()))
                        : times("sums", 2, flat("sum", 3 * normed)));
    }

    Cost backward() {
        return Cost.sum(
                "element-wise",
                times("gradients of norms' weights", 2, flat("sums over tokens", 2 * normed)),
                times("norms", 2, flat("norm", 3 * normed)),
                model.classic() ? biases() : none("gradients of biases", "none"),
                flat("gradients of queries, keys, values", 2 * projected),
                flat("activation", BACK * activation()),
                model.classic() ? times("dropouts", 2, flat("dropout", 2 * normed + mask())) : none("dropouts", "none"),
                times("sums of gradients", 2, flat("sum", 3 * normed)));
    }

    /// Each is a sum over tokens, which reads what comes back once.
    private Cost biases() {
        return Cost.sum(
                "gradients of biases",
                flat("of queries, keys, values", projected),
                flat("of feed-forward up", inside),
                times("of both outputs", 2, flat("of attention or feed-forward down", normed)));
    }

    private double activation() {
        return (model.gated() ? 3 : 2) * inside;
    }

    /// Bytes of a dropout's mask, one for each element.
    private double mask() {
        return normed / BYTES;
    }

    private Cost flat(String name, double bytes) {
        return named(name, device.cost(new Stream(name, bytes, 0)));
    }
}
