package throughline.papers.training;

import java.util.List;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.training.RsaTraining.Gradients;
import throughline.spec.Cancel;

/// What the paper implies of training, held against a transformer that is trained.
final class RsaTrained {
    private static final String EXACT = "implied: it is exact; not a number of the paper";
    private static final String SPLIT = "implied: activations are split; not a number of the paper";
    private static final String GRADIENTS = "gradients, distance from plain backpropagation";
    private static final String LOSSES = "losses, distance from plain backpropagation";
    private static final String FALLS = "loss of training on a ring";
    private static final int DEVICES = 4;
    private static final int STEPS = 150;
    private static final int LONG = 128;
    private static final int[] SIZES = {2, 4, 8};

    private RsaTrained() {}

    static List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        return List.of(
                Reported.of(GRADIENTS, 0, "", EXACT, told),
                Reported.of(LOSSES, 0, "", EXACT, told),
                Reported.falls(FALLS, "", "implied: it trains", told),
                Reported.of(held(2), 1 / 2.0, "", SPLIT, told),
                Reported.of(held(4), 1 / 4.0, "", SPLIT, told),
                Reported.of(held(8), 1 / 8.0, "", SPLIT, told));
    }

    private static String held(int devices) {
        return "most bytes held over those of one device, devices: " + devices;
    }

    static void claims(Evidence evidence, Cancel cancel) {
        gradients(evidence);
        if (!cancel.requested()) {
            training(evidence, cancel);
        }
        if (!cancel.requested()) {
            memory(evidence);
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
