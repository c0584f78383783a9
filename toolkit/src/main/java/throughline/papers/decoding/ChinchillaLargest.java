package throughline.papers.decoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.scaling.HoldOut;
import throughline.scaling.Law;
import throughline.scaling.Naive;
import throughline.scaling.Observations;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The eight models of the largest budget, predicted by the law that was fitted to the 106 of smaller ones.
final class ChinchillaLargest {
    private static final double LARGEST = 3e21;
    private static final Predicate<Observations.Row> HELD = row -> row.get("C") == LARGEST;
    private static final String MISS =
            "Leaving out the five rows with the fewest tokens a parameter, as the refit does: the mean error stays at"
                    + " 0.028 nats and moves from the small models to the large.";

    private ChinchillaLargest() {}

    static List<Reported> reported() {
        Observations rows = ChinchillaLosses.all().where(HELD);
        List<Reported> reported = new ArrayList<>();
        double[] sizes = rows.column("N");
        double[] losses = rows.column("loss");
        for (int i = 0; i < sizes.length; i++) {
            reported.add(Reported.of(
                    key(sizes[i]),
                    losses[i],
                    "nats",
                    "Hoffmann and others, figure 4, right",
                    Provenance.READ_OFF_FIGURE));
        }
        return reported;
    }

    private static String key(double parameters) {
        return String.format(Locale.ROOT, "loss of %.2f billion parameters at 3e21 FLOP", parameters / 1e9);
    }

    /// Against what repeats the last doubling of tokens, where the size was trained on a smaller budget twice, or
    /// else against the plane: of the predictions without a law, these err least.
    static void claims(Evidence evidence, Cancel cancel) {
        HoldOut hold = Law.chinchilla().holdOut(ChinchillaLosses.all(), HELD, cancel, Progress.NONE);
        if (cancel.requested()) {
            return;
        }
        double[] sizes = hold.held().column("N");
        double[] predicted = hold.fit().predict(hold.held());
        double[] doubled = hold.naive(Naive.LAST_DOUBLING, "D");
        double[] plane = hold.naive(Naive.LOG_PLANE, "D");
        double[] errors = hold.errors();
        for (int i = 0; i < sizes.length; i++) {
            boolean known = !Double.isNaN(doubled[i]);
            evidence.claim(Recomputed.of(key(sizes[i]), predicted[i])
                    .within(Tolerance.relative(0.01, "two readings of 23 points of the figure differ by up to 1.1 %"))
                    .against(Null.of(
                            known ? doubled[i] : plane[i], (known ? Naive.LAST_DOUBLING : Naive.LOG_PLANE).toString()))
                    .using(ChinchillaLosses.constants(hold.fit()))
                    .tried(Math.abs(errors[i]) > 0.01 * predicted[i] ? MISS : ""));
        }
    }
}
