package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.training.RsaTraining.Gradients;
import throughline.spec.Cancel;

/// What the paper implies of what it computes, held against a block on ranks that exchange doubles, and against a
/// transformer that is trained.
final class RsaExactness {
    private static final String EXACT = "implied: it is exact; not a number of the paper";
    private static final String SPLIT = "implied: activations are split; not a number of the paper";
    private static final String TABLE = "tables of weak scaling, recalled";
    private static final String FORWARD = "distance from the dense block, forward";
    private static final String BACKWARD = "distance from the dense block, gradients";
    private static final String TRAFFIC = "elements sent over those of tensor parallelism";
    private static final String GRADIENTS = "gradients, distance from plain backpropagation";
    private static final String LOSSES = "losses, distance from plain backpropagation";
    private static final String FALLS = "loss of training on a ring";
    private static final int[] TIMED = {1, 2, 4};
    private static final double[] SPEEDS = {9261.0 / 9946, 13938.0 / 15510, 21270.0 / 20702};
    private static final int DEVICES = 4;
    private static final int STEPS = 150;
    private static final int LONG = 128;
    private static final int[] SIZES = {2, 4, 8};

    private RsaExactness() {}

    static List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        Provenance recalled = Provenance.RECALLED;
        List<Reported> rows = new ArrayList<>(List.of(
                Reported.of(FORWARD, 0, "", EXACT, told),
                Reported.of(BACKWARD, 0, "", EXACT, told),
                Reported.of(TRAFFIC, 1, "", "section on communication, recalled", recalled)));
        for (int i = 0; i < TIMED.length; i++) {
            rows.add(Reported.of(throughput(TIMED[i]), SPEEDS[i], "", TABLE, recalled));
        }
        rows.add(Reported.of(GRADIENTS, 0, "", EXACT, told));
        rows.add(Reported.of(LOSSES, 0, "", EXACT, told));
        rows.add(Reported.falls(FALLS, "", "implied: it trains", told));
        for (int devices : SIZES) {
            rows.add(Reported.of(held(devices), 1.0 / devices, "", SPLIT, told));
        }
        return rows;
    }

    private static String throughput(int devices) {
        return "throughput over that of tensor parallelism, devices: " + devices;
    }

    private static String held(int devices) {
        return "most bytes held over those of one device, devices: " + devices;
    }

    static void claims(Evidence evidence, Cancel cancel) {
        block(evidence);
        gradients(evidence);
        if (!cancel.requested()) {
            training(evidence, cancel);
        }
        if (!cancel.requested()) {
            memory(evidence);
        }
    }

    private static void block(Evidence evidence) {
        Measured<RsaRun> run = evidence.measure("a block with RSA on 4 ranks", () -> RsaRun.of(4));
        evidence.claim(Recomputed.of(FORWARD, run.value().forward())
                .within(Tolerance.absolute(1e-10, "rounding of doubles"))
                .against(Null.of(run.value().alone(), "each rank attends to its own tokens"))
                .from(run));
        evidence.claim(Recomputed.of(BACKWARD, run.value().backward())
                .within(Tolerance.absolute(1e-10, "rounding of doubles"))
                .against(Null.of(run.value().lost(), "each rank attends to its own tokens"))
                .from(run));
        evidence.claim(Recomputed.of(TRAFFIC, run.value().sent())
                .within(Tolerance.absolute(0, "counted"))
                .against(
                        Null.of(0.75, "as ring attention with keys and values around the ring, forward and twice back"))
                .from(run));
        for (int devices : TIMED) {
            evidence.claim(Recomputed.of(throughput(devices), run.value().sent())
                    .within(Tolerance.relative(0.1, "equal operations and equal traffic, but other kernels"))
                    .against(Null.mean(IntStream.of(TIMED)
                            .filter(size -> size != devices)
                            .mapToObj(RsaExactness::throughput)
                            .toArray(String[]::new)))
                    .from(run));
        }
    }

    private static void gradients(Evidence evidence) {
        Measured<Gradients> run =
                evidence.measure("a transformer's gradients on 4 devices", () -> RsaTraining.compare(DEVICES));
        evidence.claim(Recomputed.of(GRADIENTS, run.value().ring())
                .within(Tolerance.absolute(1e-5, "rounding of 32 bits; over the largest gradient"))
                .against(Null.of(run.value().alone(), "one device's gradients, without the others'"))
                .from(run));
    }

    private static void training(Evidence evidence, Cancel cancel) {
        Measured<double[]> plain =
                evidence.measure("training with backpropagation", () -> RsaTraining.plain(STEPS, cancel));
        Measured<double[]> ring = evidence.measure("training with RSA", () -> RsaTraining.ring(DEVICES, STEPS, cancel));
        if (cancel.requested()) {
            return;
        }
        double first = plain.value()[0];
        double farthest = 0;
        for (int step = 0; step < STEPS; step++) {
            farthest = Math.max(farthest, Math.abs(ring.value()[step] - plain.value()[step]) / first);
        }
        evidence.claim(Recomputed.of(LOSSES, farthest)
                .within(Tolerance.absolute(1e-3, "rounding grows over steps; over the first loss"))
                .against(Null.of(1 - plain.value()[STEPS - 1] / first, "it never falls"))
                .from(ring)
                .from(plain));
        evidence.claim(Recomputed.of(FALLS, ring.value()[STEPS - 1] - ring.value()[0])
                .within(Tolerance.direction(0, "the same bits each time"))
                .from(ring));
    }

    private static void memory(Evidence evidence) {
        Measured<Long> one = evidence.measure("bytes held by one device", () -> RsaTraining.most(1, LONG));
        for (int devices : SIZES) {
            Measured<Long> some =
                    evidence.measure("bytes held by one of several", () -> RsaTraining.most(devices, LONG));
            evidence.claim(Recomputed.of(held(devices), (double) some.value() / one.value())
                    .within(Tolerance.relative(0.15, "weights and their gradients are on every device"))
                    .against(Null.of(1, "nothing is split"))
                    .from(one)
                    .from(some)
                    .tried(
                            devices < 8
                                    ? ""
                                    : "Before they are summed, gradients of all keys or values are on every device as"
                                            + " well; they do not shrink."));
        }
    }
}
