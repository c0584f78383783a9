package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import throughline.cluster.fabric.Fabric;
import throughline.cluster.fabric.LinkHealth;
import throughline.cluster.fabric.Routing;
import throughline.cluster.monitor.RehearsalSpec;
import throughline.cluster.monitor.Rules;
import throughline.cluster.renewal.CheckpointLoss;
import throughline.cluster.renewal.RenewalModel;
import throughline.cluster.renewal.RenewalSpec;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Published;
import throughline.papers.cluster.C4Detector.Kind;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// Figures of [C4], and of what a checkpoint interval costs.
public final class C4Figures {
    private static final int POINTS = 60;

    private C4Figures() {}

    /// Downtime as reported for June and December, and December as predicted, in stacked bars.
    static Plot downtime(Published published, Cancel cancel) {
        double notice = new C4Detector(RehearsalSpec.QUIET, Rules.USUAL).hangSeconds(1, cancel);
        double[] predicted = C4Downtime.predicted(published, C4Crashes.of(published), notice, cancel);
        Plot plot = Plot.of(
                "December's downtime is predicted to be small, and was",
                Axis.of("", List.of("June, reported", "December, reported", "December, predicted")),
                Axis.of("share of wall time", "%"));
        for (int i = 0; i < C4Downtime.PARTS.size() - 1; i++) {
            String part = C4Downtime.PARTS.get(i);
            plot = plot.stack(part, new double[] {
                published.value(C4Downtime.june(part)), published.value(C4Downtime.december(part)), predicted[i]
            });
        }
        return plot;
    }

    /// Bus bandwidths of eight jobs over draws of hashes, as boxes: one a routing.
    public static Plot busbw(Cancel cancel) {
        LinkHealth health = new LinkHealth(Fabric.named("fabric-c4"));
        C4Routes routes = new C4Routes();
        List<Routing> all = List.of(Routing.ECMP, Routing.PINNED, Routing.PLANNED);
        Plot plot = Plot.of(
                "A plan gives every job what its cards can send",
                Axis.of("", List.of("hashed", "hashed within planes", "planned")),
                Axis.of("bus bandwidth a card", "Gbit/s"));
        double[] values = {};
        double[] places = {};
        for (int i = 0; i < all.size(); i++) {
            double[] jobs = routes.draws(all.get(i), C4Routes.QUEUE_PAIRS, health, cancel).stream()
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            int before = values.length;
            values = Arrays.copyOf(values, before + jobs.length);
            places = Arrays.copyOf(places, values.length);
            System.arraycopy(jobs, 0, values, before, jobs.length);
            Arrays.fill(places, before, places.length, i);
        }
        return plot.boxes("eight jobs, 50 draws", places, values);
    }

    /// The share of time lost over the checkpoint interval: exact, simulated, and where Young's interval is.
    ///
    /// @param spec of the job; its interval is not used
    public static Plot checkpointLoss(RenewalSpec spec, Cancel cancel) {
        double young = CheckpointLoss.young(spec);
        double[] every = new double[POINTS];
        double[] loss = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            every[i] = young * Math.pow(10, -1.2 + 2.4 * i / (POINTS - 1));
            loss[i] = 100 * CheckpointLoss.at(spec, every[i]);
        }
        List<Double> at = new ArrayList<>();
        for (double factor = 0.1; factor < 12 && !cancel.requested(); factor *= 2) {
            at.add(factor * young);
        }
        double[] simulated = at.stream()
                .mapToDouble(e -> 100
                        * RenewalModel.run(
                                        spec.with("every", e + " min"), 2000 * spec.mtbf() / 24, new Streams(1), cancel)
                                .loss())
                .toArray();
        return Plot.of(
                        "The loss is flat about Young's interval",
                        Axis.of("checkpoint interval", "min").logarithmic(),
                        Axis.of("time lost", "%"))
                .line("exact", every, loss)
                .points("simulated", at.stream().mapToDouble(e -> e).toArray(), simulated)
                .points("Young", new double[] {young}, new double[] {100 * CheckpointLoss.at(spec, young)});
    }

    /// What share of anomalies is told, and nothing else, over the ratio of signal and noise: a line a kind.
    ///
    /// @param trials of each point
    public static Plot recall(RehearsalSpec spec, int trials, Cancel cancel) {
        double[] ratios = {0.5, 1, 1.5, 2, 3, 4};
        Plot plot = Plot.of(
                "From twice the noise on, almost everything is told",
                Axis.of("signal over noise", ""),
                Axis.of("share told, place right, nothing else", ""));
        C4Detector detector = new C4Detector(spec, Rules.USUAL);
        for (Kind kind : List.of(Kind.SENDER, Kind.RECEIVER, Kind.LINK, Kind.COMPUTE)) {
            double[] told = Arrays.stream(ratios)
                    .map(ratio -> detector.score(kind, ratio, trials, cancel).exact())
                    .toArray();
            plot = plot.line(kind.name().toLowerCase(Locale.ROOT), ratios, told);
        }
        return plot;
    }
}
