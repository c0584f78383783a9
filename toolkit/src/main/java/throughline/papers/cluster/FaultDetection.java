package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tech.tablesaw.api.Table;
import throughline.cluster.ClusterSpec;
import throughline.learning.detect.AlarmCurve;
import throughline.learning.detect.Detector;
import throughline.learning.detect.DetectorLearner;
import throughline.learning.detect.Features;
import throughline.learning.detect.Hysteresis;
import throughline.learning.detect.Judge;
import throughline.learning.detect.Lesson;
import throughline.learning.detect.Outcome;
import throughline.learning.detect.PrecisionRecall;
import throughline.learning.detect.Watched;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Detectors that learn from generated telemetry when something is wrong with a job, on runs that they have not seen,
/// on kinds of faults that they have not seen, and on machines that they have not seen. A study, not a paper: nobody
/// has published such numbers for this simulator, and none of its own are held against a real cluster.
///
/// ```java
/// var study = FaultDetection.simulate(FaultDetection.USUAL, FaultDetectionHarm.PLAIN, FaultDetection.Size.SMALL);
/// show(study.compare());
/// show(study.unseen("gradient-boosting", FaultDetection.Sight.SUBTLE));
/// ```
///
/// The unit is the job: something is wrong when it hangs, a GPU of it is slow, or a card of it is ill. Thresholds are
/// chosen on validation runs, for one false alarm a day, before the test runs are looked at.
///
/// What comes out, with eight training runs: plain faults are easy, boosted trees find 48 of 48 within about a minute
/// and C4D's rules 40. Of mild ones they find all where they see columns that do not move in a healthy simulation, 44
/// where they do not, and C4D's rules 13. An ill card is never found by a detector that has not been shown one, in no
/// setting, and thresholds do not travel: with three times the noise the same one gives 35 false alarms a day.
public final class FaultDetection {
    /// Twelve hours of 64 A100, each 15 seconds, exchanges by rank, in steps of nine seconds; a watchdog that
    /// notices what hangs after half an hour.
    public static final ClusterSpec USUAL = ClusterSpec.SMALL
            .with("days", "0.5")
            .with("detail", "rank")
            .with("microBatches", "64")
            .with("recovery", "recovery-timeout")
            .with("stragglers", "imbalance+pauses+throttling")
            .with("spares", "0")
            .with("tenants", "0");

    /// False alarms a day, for which thresholds are chosen.
    public static final double ALLOWED = 1;

    /// What a detector sees.
    public enum Sight {
        /// All columns.
        ALL,
        /// Only those that move in healthy runs too: power, heat, step times, waits and delays of messages. What is
        /// left out gives faults away in a simulation more than it would in a cluster.
        SUBTLE
    }

    /// How many runs there are.
    ///
    /// @param train      to learn from
    /// @param validation to stop and to choose thresholds by
    /// @param test       to score on
    public record Size(int train, int validation, int test) {
        /// Enough to see the order of detectors.
        public static final Size SMALL = new Size(8, 8, 12);

        /// @throws BadInput when there is not one of each
        public Size {
            if (train < 1 || validation < 1 || test < 1) {
                throw new BadInput("runs [%d, %d, %d] must be at least 1 of each", train, validation, test);
            }
        }
    }

    private static final Judge JUDGE = new Judge(86_400, 3600, 900);
    private static final Hysteresis ALARM = new Hysteresis(1, 3, 4);
    private static final List<String> RULES =
            List.of("step_age", "step_time", "power", "power_low", "temp_high", "wait_gap", "delay_high");
    private static final int LAGS = 16;
    private static final int ROWS = 12_000;
    private static final long TRAIN = 1;
    private static final long VALIDATION = 1001;
    private static final long TEST = 2001;

    private final ClusterSpec spec;
    private final FaultDetectionHarm harm;
    private final List<Watched> train;
    private final List<Watched> validation;
    private final FaultDetectionRuns test;

    private FaultDetection(
            ClusterSpec spec,
            FaultDetectionHarm harm,
            List<Watched> train,
            List<Watched> validation,
            FaultDetectionRuns test) {
        this.spec = spec;
        this.harm = harm;
        this.train = train;
        this.validation = validation;
        this.test = test;
    }

    /// Simulates the runs until done or interrupted.
    public static FaultDetection simulate(ClusterSpec spec, FaultDetectionHarm harm, Size size) {
        return simulate(spec, harm, size, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Simulates the runs; no seed is used twice.
    ///
    /// @param spec   with exchanges by rank
    /// @param cancel polled often; with runs missing, tables are those of the others
    public static FaultDetection simulate(
            ClusterSpec spec, FaultDetectionHarm harm, Size size, Cancel cancel, Progress progress) {
        int all = size.train + size.validation + size.test;
        var train = FaultDetectionRuns.simulate(
                "train", spec, harm, TRAIN, size.train, false, cancel, (done, _) -> progress.report(done, all));
        var validation = FaultDetectionRuns.simulate(
                "validation",
                spec,
                harm,
                VALIDATION,
                size.validation,
                false,
                cancel,
                (done, _) -> progress.report(size.train + done, all));
        var test = FaultDetectionRuns.simulate(
                "test",
                spec,
                harm,
                TEST,
                size.test,
                true,
                cancel,
                (done, _) -> progress.report(size.train + size.validation + done, all));
        return new FaultDetection(spec, harm, train.runs(), validation.runs(), test);
    }

    /// The test runs, each with its truth; for figures.
    public List<Watched> test() {
        return test.runs();
    }

    private static Features features(Sight sight) {
        Features all = new Features(FaultDetectionColumns.ALL, LAGS);
        return sight == Sight.ALL ? all : all.without(FaultDetectionColumns.TELLING);
    }

    /// A detector that has learnt from the training runs.
    ///
    /// @param learner of [DetectorLearner#names()]
    public Detector learn(String learner, Sight sight) {
        return learn(learner, features(sight), train, validation);
    }

    private static Detector learn(String learner, Features features, List<Watched> train, List<Watched> validation) {
        return DetectorLearner.named(learner).fit(new Lesson(features, train, validation, ROWS, 1));
    }

    /// A learner's alarm on the test runs.
    public FaultDetectionRow row(String learner, Sight sight) {
        return row(learner, sight, learn(learner, sight), validation, test.runs());
    }

    private static FaultDetectionRow row(
            String name, Sight sight, Detector detector, List<Watched> validation, List<Watched> test) {
        double threshold = AlarmCurve.of(detector, validation, ALARM, JUDGE).threshold(ALLOWED);
        List<double[]> scores =
                test.stream().map(run -> detector.scores(run.series())).toList();
        Hysteresis alarm = ALARM.at(threshold);
        Outcome outcome = JUDGE.outcome(test, scores.stream().map(alarm::on).toList());
        return new FaultDetectionRow(
                name,
                sight,
                threshold,
                AlarmCurve.of(test, scores, ALARM, JUDGE),
                PrecisionRecall.of(test, scores).average(),
                outcome,
                JUDGE.chance(outcome, outcome.falseAlarmsADay()));
    }

    /// Threshold rules on one column each, as an operator has them.
    public List<FaultDetectionRow> rules() {
        List<FaultDetectionRow> rows = new ArrayList<>();
        for (String column : RULES) {
            Detector rule = learn("largest-deviation", new Features(List.of(column), 1), train, validation);
            rows.add(row("threshold on " + column, Sight.SUBTLE, rule, validation, test.runs()));
        }
        return rows;
    }

    /// What C4D's rules have on the test runs, with their own thresholds.
    public Outcome monitor() {
        return JUDGE.outcome(test.runs(), test.monitor());
    }

    /// One row a detector: `detector`, `sees`, `area` under the share found up to four false alarms a day, `average
    /// precision`, and at the threshold `found`, `by lot` as many false alarms would find, `median s` and `p90 s`
    /// to detect, `false alarms/day`.
    public Table compare() {
        List<FaultDetectionRow> rows = new ArrayList<>(rules());
        for (Sight sight : Sight.values()) {
            for (String learner : DetectorLearner.names()) {
                rows.add(row(learner, sight));
            }
        }
        return FaultDetectionTables.compare(rows, monitor(), JUDGE);
    }

    /// One row a kind of fault, detectors beside each other: `kind`, then the share found under each detector's name.
    public Table byKind(Sight sight) {
        SequencedMap<String, Outcome> outcomes = new LinkedHashMap<>();
        DetectorLearner.names()
                .forEach(learner -> outcomes.put(learner, row(learner, sight).outcome()));
        outcomes.put("C4D's rules", monitor());
        return FaultDetectionTables.byKind(outcomes);
    }

    /// One row a kind of fault: the share found, and the median time to detect, by a detector that knows the kind and
    /// by one to which neither training nor validation runs have shown it.
    public Table unseen(String learner, Sight sight) {
        Outcome knowing = row(learner, sight).outcome();
        SequencedMap<String, Outcome> without = new LinkedHashMap<>();
        for (FaultDetectionDrill.Kind kind : FaultDetectionDrill.Kind.values()) {
            List<Watched> seen = hidden(train, kind.text());
            List<Watched> check = hidden(validation, kind.text());
            Detector detector = learn(learner, features(sight), seen, check);
            without.put(
                    kind.text(),
                    row(learner, sight, detector, check, test.runs()).outcome());
        }
        return FaultDetectionTables.unseen(knowing, without);
    }

    private static List<Watched> hidden(List<Watched> runs, String kind) {
        return runs.stream()
                .map(run -> FaultDetectionColumns.without(run, kind))
                .toList();
    }

    /// Jobs that differ from those learnt from, by what differs.
    public Map<String, ClusterSpec> others() {
        SequencedMap<String, ClusterSpec> others = new LinkedHashMap<>();
        others.put("as learnt from", spec);
        others.put("twice the GPUs", spec.with("gpus", String.valueOf(2 * spec.gpus())));
        others.put("H100", spec.with("hardware", "dgx-h100").with("telemetry", "telemetry-h100"));
        others.put("three times the noise", spec.with("noise", String.valueOf(3 * spec.noise())));
        others.put("a tenth of the samples lost", spec.with("gaps", "0.1"));
        return others;
    }

    /// One row a kind of job that the detector has not learnt from, with the threshold of the jobs that it has.
    ///
    /// @param runs of each kind, new ones
    public Table shifted(String learner, Sight sight, int runs, Cancel cancel) {
        Detector detector = learn(learner, sight);
        SequencedMap<String, FaultDetectionRow> rows = new LinkedHashMap<>();
        long first = TEST + 1000;
        for (Map.Entry<String, ClusterSpec> other : others().entrySet()) {
            List<Watched> some = FaultDetectionRuns.simulate(
                            "other", other.getValue(), harm, first, runs, false, cancel, Progress.NONE)
                    .runs();
            first += runs;
            if (cancel.requested()) {
                break;
            }
            rows.put(other.getKey(), row(learner, sight, detector, validation, some));
        }
        return FaultDetectionTables.shifted(rows);
    }
}
