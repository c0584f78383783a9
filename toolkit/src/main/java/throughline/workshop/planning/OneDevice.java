package throughline.workshop.planning;

import java.util.List;
import java.util.Optional;
import throughline.hardware.Cluster;
import throughline.hardware.Device;
import throughline.hardware.Matmul;
import throughline.hardware.Precision;
import throughline.spec.BadInput;
import throughline.training.Memory;
import throughline.training.Plan;
import throughline.training.Planner;
import throughline.training.StepTime;
import throughline.training.Transformer;
import throughline.training.Utilisation;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// What there is to compute, how fast one device can, and what it has to hold.
final class OneDevice {
    private static final double GB = 1e9;
    private static final int REPLICAS = 64;
    private static final int WAYS = 8;
    private static final long[] ROWS = {1, 16, 64, 256, 4096};

    private OneDevice() {}

    static List<Exercise> exercises() {
        return List.of(
                new Exercise("operations", "operations of the whole training", 5, 1, operations()),
                new Exercise("roofline", "the least time of a matrix product", 10, 2, roofline()),
                new Exercise("rows", "rows from which on computing takes longest", 6, 1, rows()),
                new Exercise("states", "memory of weights, gradients and optimizer", 5, 1, states()),
                new Exercise("zero", "the same with the optimizer's state in parts", 6, 1, zero()),
                new Exercise("make-it-fit", "a plan that fits into 64 A100", 10, 2, makeItFit()),
                PlanningCourse.guess("guess-peak", "share of the peak that a step reaches"),
                new Exercise("mfu", "model FLOPs utilisation", 7, 2, mfu()));
    }

    private static Transformer model() {
        return Contract.COURSE.shape();
    }

    private static double tokens() {
        return Contract.COURSE.tokens();
    }

    private static Cluster selene() {
        return Cluster.named("selene");
    }

    private static Device device() {
        return selene().device();
    }

    /// Parameters times tokens.
    private static double each() {
        return model().parameters() * tokens();
    }

    static Judge operations() {
        return Judge.number(() -> 6 * each(), 0.03, "operations")
                .mistake(
                        () -> 2 * each(),
                        "That is the way forward. The way back computes a gradient for each input and one for each"
                                + " weight, twice as much again.")
                .mistake(() -> 3 * each(), "A multiplication and the addition after it are two operations.")
                .mistake(
                        () -> 4 * each(),
                        "Two of these passes: there are three, forward, to the inputs, and to the weights.")
                .mistake(OneDevice::each, "Each token goes through each weight more than once, and each time twice.")
                .mistake(
                        () -> model().operations(tokens() / model().sequence()),
                        "That has the comparisons of attention in it as well. They are asked for next.");
    }

    /// A product of activations, of so many rows, with the weights of a feed-forward layer.
    private static Matmul product(Transformer model, long rows) {
        return new Matmul(Precision.BF16, rows, model.inner(), model.width());
    }

    private static double computing(Device device, Matmul product) {
        return product.operations() / device.peak(product.precision());
    }

    private static double moving(Device device, Matmul product) {
        return product.bytes() / device.bandwidth();
    }

    static Judge roofline() {
        return Judge.of(Roofline.class, roofline -> {
            Device device = device();
            Transformer model = model();
            for (long rows : ROWS) {
                Optional<String> fault = fault(device, product(model, rows), roofline.seconds(product(model, rows)));
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return Optional.empty();
        });
    }

    private static Optional<String> fault(Device device, Matmul product, double found) {
        double computing = computing(device, product);
        double moving = moving(device, product);
        if (near(found, Math.max(computing, moving))) {
            return Optional.empty();
        }
        String why;
        if (Double.isNaN(found)) {
            why = "it is no number yet: put what is asked for in the place of Double.NaN.";
        } else if (near(found, computing + moving)) {
            why = "it adds both. A device computes and moves at the same time, so the longer of them counts.";
        } else if (near(found, computing)) {
            why = "it is the time to compute. All numbers have to come out of memory as well, and that takes longer.";
        } else if (near(found, moving)) {
            why = "it is the time to move all numbers. To compute takes longer.";
        } else if (near(found, 2 * Math.max(computing, moving)) || near(2 * found, Math.max(computing, moving))) {
            why = "it is off by a factor of 2. Matmul counts operations and bytes itself.";
        } else {
            why = found > Math.max(computing, moving) ? "it is too long." : "it is too short.";
        }
        return Optional.of(
                "Of [%d, %d] x [%d, %d], %s".formatted(product.m(), product.k(), product.k(), product.n(), why));
    }

    private static boolean near(double found, double right) {
        return Math.abs(found / right - 1) < 0.005;
    }

    /// The fewest rows with which computing takes as long as moving.
    private static double ridge(double operations, double bytes) {
        Device device = device();
        Transformer model = model();
        long rows = 1;
        Matmul product = product(model, rows);
        while (operations * computing(device, product) < bytes * moving(device, product)) {
            rows++;
            product = product(model, rows);
        }
        return rows;
    }

    static Judge rows() {
        return Judge.number(() -> ridge(1, 1), 0.03, "rows")
                .mistake(() -> ridge(0.5, 1), "A multiplication and the addition after it are two operations.")
                .mistake(() -> ridge(1, 0.5), "A number takes two bytes here.");
    }

    private static Plan alone() {
        return Plan.of(1, 1, 1, Contract.COURSE.batch());
    }

    private static double weights() {
        return model().weights() / GB;
    }

    static Judge states() {
        return Judge.number(() -> Memory.states(model(), alone()).value() / GB, 0.02, "GB")
                .mistake(
                        () -> 2 * weights(),
                        "That is the weights. A step also holds a gradient of each, a master copy, and Adam's two"
                                + " moments, four bytes each.")
                .mistake(() -> 4 * weights(), "Gradients are there too, but the optimizer's state is the larger part.")
                .mistake(() -> 6 * weights(), "That is weights and gradients; the optimizer holds twice as much again.")
                .mistake(
                        () -> 14 * weights(),
                        "Gradients are missing, or the master copy: there are four things of four bytes beside the"
                                + " weights.")
                .mistake(
                        () -> 16 * weights(),
                        "That is with gradients of two bytes, as the paper on ZeRO counts; here they have four.");
    }

    private static Plan sharded(int stage) {
        return Plan.of(WAYS, 1, REPLICAS, Contract.COURSE.batch()).with("shards", String.valueOf(stage));
    }

    private static double states(int stage) {
        return Memory.states(model(), sharded(stage)).value() / GB;
    }

    static Judge zero() {
        return Judge.number(() -> states(1), 0.02, "GB")
                .mistake(() -> states(0), "So it is without ZeRO: each replica would keep all of Adam's state.")
                .mistake(() -> states(2), "That has the gradients in parts as well, which is ZeRO-2.")
                .mistake(
                        () -> states(3),
                        "That divides everything by the replicas, weights and gradients too: ZeRO-3. ZeRO-1 splits the"
                                + " optimizer's 12 bytes alone.")
                .mistake(
                        () -> WAYS * states(1),
                        "That is before layers are split: each device has an eighth of each layer.");
    }

    /// Devices and sequences of the exercise in which a plan is made to fit.
    static final int SMALL = 64;

    static Judge makeItFit() {
        return Judge.of(Plan.class, OneDevice::unfit);
    }

    private static Optional<String> unfit(Plan plan) {
        if (plan.batch() != SMALL) {
            return Optional.of("The batch is [%d]; it must be %d.".formatted(plan.batch(), SMALL));
        }
        try {
            plan.check(model(), selene());
        } catch (BadInput e) {
            return Optional.of("It cannot be had: %s.".formatted(e.getMessage()));
        }
        if (plan.devices() > SMALL) {
            return Optional.of("It takes [%d] devices; there are %d.".formatted(plan.devices(), SMALL));
        }
        double bytes = Memory.of(model(), plan).value();
        double states = Memory.states(model(), plan).value();
        double room = new Planner(model(), selene(), SMALL, SMALL).room();
        return bytes <= room
                ? Optional.empty()
                : Optional.of(
                        ("It takes [%.1f GiB] on a device, %.1f of them for weights, gradients and optimizer; %.1f are"
                                        + " free.")
                                .formatted(bytes / 0x1p30, states / 0x1p30, room / 0x1p30));
    }

    private static Utilisation again() {
        Plan full = PlanningCourse.FIRST.with("recompute", "full");
        double seconds = StepTime.of(model(), full, selene()).value();
        return Utilisation.of(model(), full, selene(), seconds);
    }

    static Judge mfu() {
        return Judge.number(() -> again().model(), 0.01, "")
                .mistake(
                        () -> again().hardware(),
                        "That counts what is computed a second time as progress: it is the hardware's utilisation (HFU)."
                                + " MFU counts what the model needs.")
                .mistake(
                        () -> again().model() * again().devices(),
                        "The operations of a step are spread over all devices.")
                .mistake(
                        () -> again().model() * device().peak(Precision.BF16) / device().peak(Precision.TF32),
                        "That is the share of the peak of single precision; products are done in BF16.")
                .mistake(
                        () -> 6
                                * model().parameters()
                                * Contract.COURSE.batch()
                                * model().sequence()
                                / again().seconds()
                                / again().devices()
                                / again().peak(),
                        "The comparisons of attention are missing: Transformer.operations has them.");
    }
}
