package throughline.papers.cluster;

import java.util.List;
import throughline.cluster.renewal.RenewalModel;
import throughline.cluster.renewal.RenewalSpec;
import throughline.cluster.renewal.TimeSplit;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// Downtime of a job of 2,400 GPUs, June against December 2023, in percent of wall time. What a failure cost in June
/// is taken from the table; December is predicted from what was changed: fewer failures, checkpoints each ten minutes,
/// a detector, and a diagnosis that the detector has made where the cause is in one node.
final class C4Downtime {
    static final List<String> PARTS =
            List.of("lost work", "detection", "diagnosis and isolation", "re-initialisation", "total");
    static final String CUT = "error overhead cut, June to December";

    private static final double[] JUNE = {7.53, 3.41, 19.65, 0.60, 31.19};
    private static final double[] DECEMBER = {0.23, 0.05, 0.73, 0.15, 1.16};
    private static final String TABLE = "table of downtime of a 175B job";
    private static final double MONTH = 30 * 86_400;
    private static final double DAYS = 300 * 30;
    private static final Tolerance SPLIT =
            Tolerance.relative(0.15, "a tenth for 40 failures in a month, a twentieth for what a mean leaves out");

    private static final Constant FAILURES_JUNE =
            Constant.frozen("failures in June", 40, "crashes of one month", Provenance.RECALLED);
    private static final Constant FAILURES_DECEMBER =
            Constant.frozen("failures in December", 12, "the rate fell 3.33-fold", Provenance.RECALLED);
    private static final Constant EVERY =
            Constant.frozen("minutes between checkpoints in December", 10, "text", Provenance.RECALLED);
    private static final Constant ISOLATION = Constant.frozen(
            "minutes to isolate a node that was found", 3, "between 1 and 10, an assumption", Provenance.RECALLED);

    private C4Downtime() {}

    static String june(String part) {
        return "June, " + part;
    }

    static String december(String part) {
        return "December, " + part;
    }

    static void report(List<Reported> rows) {
        for (int i = 0; i < PARTS.size(); i++) {
            Provenance how = PARTS.get(i).equals("total") ? Provenance.SECONDHAND : Provenance.RECALLED;
            rows.add(Reported.of(june(PARTS.get(i)), JUNE[i], "%", TABLE, how));
            rows.add(Reported.of(december(PARTS.get(i)), DECEMBER[i], "%", TABLE, how));
        }
        rows.add(Reported.printed(CUT, 30, "%", "abstract: about 30 %, of wall time"));
    }

    /// What a failure cost in June: minutes of lost work, notice, diagnosis, restart.
    private static double[] perFailure(Published published) {
        double[] minutes =
                published.values(june(PARTS.get(0)), june(PARTS.get(1)), june(PARTS.get(2)), june(PARTS.get(3)));
        for (int i = 0; i < minutes.length; i++) {
            minutes[i] *= MONTH / 60 / 100 / FAILURES_JUNE.value();
        }
        return minutes;
    }

    /// @param local  share of crashes whose cause is in one node
    /// @param notice seconds until the detector tells a hang
    static void claims(Evidence evidence, Constant local, double notice, Cancel cancel) {
        List<Constant> june = evidence.fit(
                List.of("lost minutes", "minutes to notice", "minutes to diagnose", "minutes to restart"),
                C4Downtime::perFailure);
        Constant[] given = june.toArray(Constant[]::new);
        TimeSplit before = run(juneSpec(given), FAILURES_JUNE.value(), cancel);
        TimeSplit after = run(decemberSpec(given, local, notice), FAILURES_DECEMBER.value(), cancel);
        for (int i = 0; i < PARTS.size(); i++) {
            evidence.claim(Recomputed.of(june(PARTS.get(i)), percent(before, i))
                    .within(PARTS.get(i).equals("total") ? Tolerance.absolute(3, "dossier") : SPLIT)
                    .using(given)
                    .using(FAILURES_JUNE)
                    .byArithmetic("the table's shares over its failures, multiplied back"));
            december(evidence, i, percent(after, i), given, local);
        }
        evidence.claim(Recomputed.of(CUT, percent(before, 4) - percent(after, 4))
                .within(Tolerance.absolute(3, "said in tens of percent"))
                .against(Null.of(
                        "as many failures less, each as dear as in June",
                        rows -> rows.value(june("total")) * (1 - FAILURES_DECEMBER.value() / FAILURES_JUNE.value())))
                .using(given)
                .using(local, FAILURES_JUNE, FAILURES_DECEMBER, EVERY, ISOLATION));
    }

    private static void december(Evidence evidence, int part, double value, Constant[] june, Constant local) {
        String name = PARTS.get(part);
        boolean restart = name.equals("re-initialisation");
        Null none = restart
                ? Null.of("as in June", rows -> rows.value(june(name)))
                : Null.of(
                        "as much less as failures",
                        rows -> rows.value(june(name)) * FAILURES_DECEMBER.value() / FAILURES_JUNE.value());
        evidence.claim(Recomputed.of(december(name), value)
                .within(SPLIT)
                .against(none)
                .using(june)
                .using(local, FAILURES_JUNE, FAILURES_DECEMBER, EVERY, ISOLATION)
                .tried(tried(name)));
    }

    private static String tried(String part) {
        return switch (part) {
            case "lost work" ->
                "Half of ten minutes, twelve times: the reported share means a checkpoint each 16.6 minutes, or some that"
                        + " could not be used.";
            case "detection" ->
                "The detector tells a hang after 40 s; the reported share is 108 s a failure. Crashes that no"
                        + " collective waits for, or windows of a minute, would explain it; neither is known.";
            case "diagnosis and isolation" ->
                "The 17.5 % of causes outside one node, each as long to find as in June, alone take 1.03 %. They must"
                        + " have been found faster, too.";
            case "re-initialisation" -> "Twelve of June's restarts; they had become a sixth shorter.";
            default -> "The sum of the parts.";
        };
    }

    private static RenewalSpec juneSpec(Constant[] minutes) {
        return new RenewalSpec(
                1, 2 * minutes[0].value(), 0, 60 * minutes[1].value(), 0, 0, minutes[2].value(), minutes[3].value());
    }

    private static RenewalSpec decemberSpec(Constant[] june, Constant local, double notice) {
        return new RenewalSpec(
                1, EVERY.value(), 0, notice, share(local.value()), ISOLATION.value(), june[2].value(), june[3].value());
    }

    /// A changed table may add up to more than all.
    private static double share(double percent) {
        return Math.min(1, percent / 100);
    }

    private static TimeSplit run(RenewalSpec spec, double failures, Cancel cancel) {
        return RenewalModel.run(spec.failing(failures, MONTH), DAYS, new Streams(1).below("C4"), cancel);
    }

    /// Percent of wall time, by the order of [#PARTS].
    private static double percent(TimeSplit split, int part) {
        return 100
                * switch (part) {
                    case 0 -> split.share(split.lost());
                    case 1 -> split.share(split.detection());
                    case 2 -> split.share(split.diagnosis());
                    case 3 -> split.share(split.restart());
                    default -> split.downtime();
                };
    }

    /// December as recomputed from June's table, in percent, by the order of [#PARTS]: for a figure.
    static double[] predicted(Published published, double local, double notice, Cancel cancel) {
        double[] june = perFailure(published);
        RenewalSpec spec =
                new RenewalSpec(1, EVERY.value(), 0, notice, share(local), ISOLATION.value(), june[2], june[3]);
        TimeSplit split = run(spec, FAILURES_DECEMBER.value(), cancel);
        double[] percent = new double[PARTS.size()];
        for (int i = 0; i < percent.length; i++) {
            percent[i] = percent(split, i);
        }
        return percent;
    }
}
