package throughline.cluster.rollout;

import throughline.hardware.Device;
import throughline.hardware.Precision;
import throughline.spec.BadInput;
import throughline.training.Transformer;

/// The times of a [RolloutSpec] from a model and a device, by counts of operations and bytes:
///
/// - a decoding step reads all weights, and for each response under way its keys and values, at half its mean length;
/// - the reference model takes two operations a weight and token;
/// - an update takes eight: two for the log-probabilities of the current model, six for its gradients.
///
/// @param model   dense; two bytes a weight
/// @param compute share of the device's peak that scoring and training reach, more than 0, at most 1
/// @param memory  share of its memory's bandwidth that decoding reaches, more than 0, at most 1
public record Speeds(Transformer model, Device device, double compute, double memory) {
    private static final double BYTES = 2;
    private static final double WEIGHTS_OF_MEMORY = 0.25;

    public Speeds {
        if (!(compute > 0 && compute <= 1 && memory > 0 && memory <= 1)) {
            throw new BadInput("shares of the peaks [%s] and [%s] must be more than 0, at most 1", compute, memory);
        }
    }

    /// Devices of an instance: the least power of two at which weights fill a quarter of their memory or less, so that
    /// keys and values have room.
    public int instanceDevices() {
        int devices = 1;
        while (BYTES * model.parameters() / devices > WEIGHTS_OF_MEMORY * device.knownMemory()) {
            devices *= 2;
        }
        return devices;
    }

    /// A specification with these times.
    public RolloutSpec in(RolloutSpec spec) {
        double bandwidth = memory * device.bandwidth() * instanceDevices();
        double keysAndValues = 2.0 * model.layers() * model.keyWidth() * BYTES;
        double operations = 2 * model.parameters() / (compute * device.peak(Precision.FP16));
        return spec.with("rolloutDevices", "" + Math.max(spec.rolloutDevices(), instanceDevices()))
                .with("instanceDevices", "" + instanceDevices())
                .with("step", BYTES * model.parameters() / bandwidth + " s")
                .with("stepOfSequence", keysAndValues * spec.meanTokens() / 2 / bandwidth + " s")
                .with("referenceToken", operations + " s")
                .with("trainingToken", 4 * operations + " s");
    }
}
