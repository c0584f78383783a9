package throughline.cluster.rollout;

import java.util.Locale;
import throughline.hardware.Link;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The knobs of a [Rollout]. [#TYPICAL] has assumed values, for a model of some seven billion parameters and one device
/// of 280 TFLOP/s an instance; what AsyncFlow was run with is not known. [Speeds] derives times for others.
///
/// All response lengths come from one log-normal law, capped; the devices of a pool work on one micro-batch together
/// where `groups` is 1, and each group pulls its own where it is more.
public record RolloutSpec(
        @Param("how the stages follow on each other") Mode mode,

        @Param(value = "iterations, each of which ends in new weights", min = 1, max = 100_000)
        int iterations,

        @Param(value = "prompts of an iteration", min = 1, max = 1_000_000)
        int prompts,

        @Param(value = "samples of a prompt; the trainer waits for all of them", min = 1, max = 10_000)
        int samples,

        @Param(value = "mean length of a response, before the cap", unit = "tokens", min = 1, max = 1e7)
        double meanTokens,

        @Param(value = "standard deviation of the length's logarithm", min = 0, max = 4)
        double sigma,

        @Param(value = "no response is longer", unit = "tokens", min = 1, max = 10_000_000)
        int cap,

        @Param(value = "devices that generate", min = 1, max = 1_000_000)
        int rolloutDevices,

        @Param(value = "devices of the reference model", min = 1, max = 1_000_000)
        int referenceDevices,

        @Param(value = "devices that train", min = 1, max = 1_000_000)
        int trainingDevices,

        @Param(value = "devices of one instance that generates", min = 1, max = 100_000)
        int instanceDevices,

        @Param(value = "responses that an instance works on at a time", min = 1, max = 100_000)
        int slots,

        @Param(value = "time of a decoding step, whatever it works on", unit = "ms", min = 1e-6, max = 1e6)
        double step,

        @Param(value = "time that each response under way adds to a step", unit = "ms", min = 0, max = 1e6)
        double stepOfSequence,

        @Param(value = "time of a device for one token of the reference model", unit = "us", min = 0, max = 1e9)
        double referenceToken,

        @Param(
                value = "time of a device for one token of the update, log-probabilities with it",
                unit = "us",
                min = 0,
                max = 1e9)
        double trainingToken,

        @Param(value = "time of the optimizer at the end of an iteration", unit = "s", min = 0, max = 1e6)
        double optimizer,

        @Param(value = "samples of a micro-batch", min = 1, max = 1_000_000)
        int microBatch,

        @Param(value = "data-parallel groups of each of the two pools", min = 1, max = 10_000)
        int groups,

        @Param(value = "under asynchronous, updates that weights may lag behind", min = 0, max = 1_000)
        int staleness,

        @Param(value = "until new weights are in the memory of the instances' hosts", unit = "s", min = 0, max = 1e6)
        double push,

        @Param(
                value = "until an instance has put them into its devices; it stands still",
                unit = "s",
                min = 0,
                max = 1e6)
        double swap,

        @Param(value = "under colocated, to lay out the weights anew once an iteration", unit = "s", min = 0, max = 1e6)
        double reshard) {
    /// 2,048 samples of 2,000 tokens on 16 instances of 64 slots, capped at 8,192.
    public static final RolloutSpec TYPICAL = new RolloutSpec(
            Mode.ASYNCHRONOUS,
            6,
            128,
            16,
            2000,
            0.75,
            8192,
            16,
            8,
            24,
            1,
            64,
            12,
            0.12,
            125,
            500,
            0.5,
            64,
            1,
            1,
            2.5,
            0.5,
            5);

    public RolloutSpec {
        Spec.check(
                RolloutSpec.class,
                mode,
                iterations,
                prompts,
                samples,
                meanTokens,
                sigma,
                cap,
                rolloutDevices,
                referenceDevices,
                trainingDevices,
                instanceDevices,
                slots,
                step,
                stepOfSequence,
                referenceToken,
                trainingToken,
                optimizer,
                microBatch,
                groups,
                staleness,
                push,
                swap,
                reshard);
        if ((long) iterations * prompts * samples > 50_000_000) {
            throw new BadInput(
                    "[%d] iterations of [%d] prompts with [%d] samples are more than 50 million samples",
                    iterations, prompts, samples);
        }
        if (rolloutDevices < instanceDevices) {
            throw new BadInput(
                    "rolloutDevices [%d] must be at least instanceDevices [%d]", rolloutDevices, instanceDevices);
        }
    }

    /// This with one knob set from text: see [Spec#with(Record, String, String)].
    public RolloutSpec with(String knob, String text) {
        return Spec.with(this, knob, text);
    }

    /// This in another mode.
    public RolloutSpec in(Mode other) {
        return with("mode", other.name().toLowerCase(Locale.ROOT));
    }

    /// This with the time to push `parameters` weights of two bytes to an instance over a link, and to swap
    /// them in over another.
    ///
    /// @param parameters of the model
    /// @param network    between trainer and instances
    /// @param host       between an instance's host and one of its devices
    public RolloutSpec withWeights(double parameters, Link network, Link host) {
        double bytes = 2 * parameters;
        return with("push", bytes / network.bandwidth() + " s")
                .with("swap", bytes / instanceDevices / host.bandwidth() + " s");
    }

    /// Samples of one iteration.
    public int batch() {
        return prompts * samples;
    }

    /// All devices.
    public int devices() {
        return rolloutDevices + referenceDevices + trainingDevices;
    }

    private int of(int pool) {
        return mode == Mode.COLOCATED ? devices() : pool;
    }

    /// Instances that generate.
    public int instances() {
        return of(rolloutDevices) / instanceDevices;
    }

    double referenceSeconds(long tokens) {
        return 1e-6 * tokens * referenceToken * groups / of(referenceDevices);
    }

    double trainingSeconds(long tokens) {
        return 1e-6 * tokens * trainingToken * groups / of(trainingDevices);
    }

    double pushSeconds() {
        return mode == Mode.COLOCATED ? reshard : push;
    }

    double swapSeconds() {
        return mode == Mode.COLOCATED ? 0 : swap;
    }
}
