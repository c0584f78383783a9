package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import throughline.cluster.fabric.Fabric;
import throughline.cluster.fabric.LinkHealth;
import throughline.cluster.fabric.Routing;
import throughline.cluster.monitor.RehearsalSpec;
import throughline.cluster.monitor.Rules;
import throughline.data.Plot;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.cluster.C4Detector.Kind;
import throughline.papers.cluster.C4Routes.Busbw;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A detector of what breaks from what ranks log of their communication, and a planner of routes (arXiv 2406.04594).
/// Of the paper its abstract is known; its tables are recalled, so that what rests on them is at best unverified.
///
/// Routes are recomputed by [C4Routes], jobs by [C4Jobs] from the bandwidths that come out there, downtime from
/// June's table and what was changed after it. [C4Detector] runs the detector on rehearsed jobs.
public final class C4 implements Paper {
    private static final String ROUTES = "figure of eight jobs";
    private static final String LOWEST = "busbw of the slowest of eight jobs, hashed";
    private static final String HIGHEST = "busbw of the fastest of eight jobs, hashed";
    private static final String PLANNED_LOWEST = "busbw of the slowest of eight jobs, planned";
    private static final String PLANNED_HIGHEST = "busbw of the fastest of eight jobs, planned";
    private static final String GAIN = "mean gain of planned routes";
    private static final String GAIN_2 = "mean gain of planned routes, oversubscribed 2 to 1";
    private static final String DEAD = "busbw after an uplink died, plan stands";
    private static final String DEAD_ADAPTIVE = "busbw after an uplink died, bytes follow rates";
    private static final String RECALL = "anomalies told, signal twice the noise, 64 ranks";
    private static final String FALSE = "false alarms of a healthy job of 64 ranks";
    private static final int TRIALS = 8;
    private static final int WATCHED = 100;

    static final Constant QUEUE_PAIRS = Constant.frozen(
            "queue pairs a port", C4Routes.QUEUE_PAIRS, "not known; an assumption", Provenance.RECALLED);
    static final Constant CARD = Constant.frozen("Gbit/s a card", 362, "what NVLink leaves", Provenance.RECALLED);

    @Override
    public String id() {
        return "C4";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        rate(rows, LOWEST, 171.93);
        rate(rows, HIGHEST, 263.27);
        rate(rows, PLANNED_LOWEST, 353.86);
        rate(rows, PLANNED_HIGHEST, 360.57);
        rate(rows, DEAD, 185.76);
        rate(rows, DEAD_ADAPTIVE, 301.46);
        percent(rows, GAIN, 70.3, ROUTES);
        percent(rows, GAIN_2, 65.55, ROUTES);
        C4Gains.report(rows);
        C4Downtime.report(rows);
        C4Crashes.report(rows);
        for (Kind kind : Kind.values()) {
            rows.add(Reported.notKnown(recall(kind), "", "no score of the detector is known"));
        }
        rows.add(Reported.notKnown(FALSE, "1/d", "no score of the detector is known"));
        return rows;
    }

    private static void rate(List<Reported> rows, String key, double gbps) {
        rows.add(Reported.of(key, gbps, "Gbit/s", ROUTES, Provenance.RECALLED));
    }

    private static void percent(List<Reported> rows, String key, double percent, String where) {
        rows.add(Reported.of(key, percent, "%", where, Provenance.RECALLED));
    }

    private static String recall(Kind kind) {
        return RECALL + ", " + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        Busbw hashed = routes(evidence, cancel);
        progress.report(1, 4);
        if (cancel.requested()) {
            return;
        }
        C4Gains.claims(evidence, hashed.mean(), CARD.value());
        progress.report(2, 4);
        C4Detector detector = new C4Detector(RehearsalSpec.QUIET, Rules.USUAL);
        double notice = detector.hangSeconds(TRIALS, cancel);
        detector(evidence, detector, cancel);
        progress.report(3, 4);
        if (!cancel.requested()) {
            C4Downtime.claims(evidence, C4Crashes.claim(evidence), notice, cancel);
        }
        progress.report(4, 4);
    }

    private static Busbw routes(Evidence evidence, Cancel cancel) {
        C4Routes even = new C4Routes();
        Busbw hashed = even.busbw(Routing.ECMP, cancel);
        Busbw planned = even.busbw(Routing.PLANNED, cancel);
        Null middle = Null.of(
                "the plan's level less the mean gain",
                rows -> (rows.value(PLANNED_LOWEST) + rows.value(PLANNED_HIGHEST)) / 2 / (1 + rows.value(GAIN) / 100));
        Tolerance tenth = Tolerance.relative(0.1, "measured over some draws of a hash, and so is this");
        String spread = "The slowest of 256 flows, over eight rails, gates a job, which leaves it no luck of its own:"
                + " jobs of a draw lie between 186 and 193 in the mean.";
        rate(evidence, LOWEST, hashed.lowest(), tenth, middle, "");
        rate(evidence, HIGHEST, hashed.highest(), tenth, middle, spread);
        String cap = "what a card sends at most goes in, and no link is crowded";
        for (String row : List.of(PLANNED_LOWEST, PLANNED_HIGHEST)) {
            double value = row.equals(PLANNED_LOWEST) ? planned.lowest() : planned.highest();
            evidence.claim(Recomputed.of(row, value).within(tenth).using(CARD).byArithmetic(cap));
        }
        gains(evidence, even, planned.mean(), hashed.mean(), cancel);
        dead(evidence, even, tenth, cancel);
        return hashed;
    }

    private static void gains(Evidence evidence, C4Routes even, double planned, double hashed, Cancel cancel) {
        String tried = "The slowest flow gates, as declared before. Gains at 1 to 1 and 2 to 1 are about 290 and 194 %"
                + " with 1 queue pair a port, 192 and 132 with 2, 135 and 94 with 4, 92 and 67 with 8, 61 and 47 with"
                + " 16: none gives both.";
        gain(evidence, GAIN, GAIN, planned / hashed, GAIN_2, tried);
        C4Routes tight = new C4Routes(Fabric.named("fabric-c4").withSpines(4));
        double gain = tight.busbw(Routing.PLANNED, cancel).mean()
                / tight.busbw(Routing.ECMP, cancel).mean();
        gain(evidence, GAIN_2, GAIN_2, gain, GAIN, "");
        LinkHealth health = new LinkHealth(Fabric.named("fabric-c4"));
        double few = even.busbw(Routing.ECMP, 1, health, cancel).mean();
        gain(evidence, GAIN, GAIN + ", 1 queue pair a port", planned / few, GAIN_2, tried);
        double many = even.busbw(Routing.ECMP, 16, health, cancel).mean();
        gain(evidence, GAIN, GAIN + ", 16 queue pairs a port", planned / many, GAIN_2, "");
        double pinned = even.busbw(Routing.PINNED, cancel).mean();
        gain(evidence, GAIN, GAIN + ", hashed within planes", planned / pinned, GAIN_2, "");
    }

    private static void gain(Evidence evidence, String row, String name, double ratio, String other, String tried) {
        evidence.claim(Recomputed.of(row, 100 * (ratio - 1))
                .as(name)
                .within(Tolerance.absolute(15, "dossier: 1.70 ± 0.15"))
                .against(Null.mean(other))
                .using(QUEUE_PAIRS, CARD)
                .tried(tried));
    }

    private static void dead(Evidence evidence, C4Routes even, Tolerance tenth, Cancel cancel) {
        Null hashed = Null.of(
                "the mean of hashed routes",
                rows -> (rows.value(PLANNED_LOWEST) + rows.value(PLANNED_HIGHEST)) / 2 / (1 + rows.value(GAIN) / 100));
        Null seven = Null.of(
                "seven of eight uplinks",
                rows -> (rows.value(PLANNED_LOWEST) + rows.value(PLANNED_HIGHEST)) / 2 * 7 / 8);
        String tried =
                "One uplink of one plane: the flows hashed over the other seven crowd one of these with 11 or 12,"
                        + " not 17. Where bytes follow rates the other plane takes the difference, and nothing is lost. The"
                        + " reported pair fits a card that has one plane of seven uplinks.";
        rate(evidence, DEAD, even.withDeadUplink(Routing.PLANNED, cancel).mean(), tenth, hashed, tried);
        rate(
                evidence,
                DEAD_ADAPTIVE,
                even.withDeadUplink(Routing.ADAPTIVE, cancel).mean(),
                tenth,
                seven,
                tried);
    }

    private static void rate(
            Evidence evidence, String row, double value, Tolerance tolerance, Null none, String tried) {
        evidence.claim(Recomputed.of(row, value)
                .within(tolerance)
                .against(none)
                .using(QUEUE_PAIRS, CARD)
                .tried(tried));
    }

    private static void detector(Evidence evidence, C4Detector detector, Cancel cancel) {
        for (Kind kind : Kind.values()) {
            Measured<Double> told =
                    evidence.measure("detector run on rehearsed jobs", () -> detector.score(kind, 2, TRIALS, cancel)
                            .exact());
            evidence.claim(Recomputed.of(recall(kind), told.value()).from(told));
        }
        Measured<Double> alarms =
                evidence.measure("detector run on a healthy job", () -> detector.falseAlarms(WATCHED, 1, cancel));
        evidence.claim(Recomputed.of(FALSE, alarms.value()).from(alarms));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(C4Figures.downtime(published, cancel));
    }
}
