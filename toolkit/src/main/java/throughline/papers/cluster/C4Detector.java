package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import throughline.cluster.monitor.Alarm;
import throughline.cluster.monitor.Anomaly;
import throughline.cluster.monitor.Detector;
import throughline.cluster.monitor.Rehearsal;
import throughline.cluster.monitor.RehearsalSpec;
import throughline.cluster.monitor.Rules;
import throughline.cluster.monitor.Window;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// The detector run on rehearsed jobs with anomalies injected. The signal-to-noise ratio of a slow path is what a
/// message takes longer, over the standard deviation of a single message's delay; of a slow rank, what an operation's
/// computing takes longer over its standard deviation.
public final class C4Detector {
    private static final int BEFORE = 2;
    private static final int AFTER = 8;
    private static final double DAY = 86_400;

    /// What is injected.
    public enum Kind {
        /// A process stops.
        STOPPED,
        /// The network stops within an operation.
        CUT,
        /// Slow sending side.
        SENDER,
        /// Slow receiving side.
        RECEIVER,
        /// Slow path between two ranks.
        LINK,
        /// Slow computing.
        COMPUTE
    }

    /// @param found   share of trials in which the anomaly was told, kind and place right
    /// @param exact   share in which it was told and nothing else
    /// @param seconds mean from the injection until it was told, of those found; NaN when none was
    public record Score(double found, double exact, double seconds) {}

    private final RehearsalSpec spec;
    private final Rules rules;

    /// @param spec  of the jobs
    /// @param rules of the detector
    public C4Detector(RehearsalSpec spec, Rules rules) {
        this.spec = spec;
        this.rules = rules;
    }

    /// Trials of one kind, each with a job and a place of its own.
    ///
    /// @param ratio  signal over noise, above 0; of no matter to hangs
    /// @param trials 1 or more
    public Score score(Kind kind, double ratio, int trials, Cancel cancel) {
        int found = 0;
        int exact = 0;
        double seconds = 0;
        int done = 0;
        for (; done < trials && (done == 0 || !cancel.requested()); done++) {
            Streams streams = new Streams(done).below(kind.name());
            Rehearsal job = new Rehearsal(spec, streams);
            Detector detector = new Detector(List.of(job.communicator()), rules);
            job.windows(BEFORE).forEach(detector::watch);
            Anomaly anomaly = anomaly(kind, ratio, job, streams.named("place"));
            job.inject(anomaly);
            List<Alarm> alarms = new ArrayList<>();
            job.windows(AFTER).forEach(window -> alarms.addAll(detector.watch(window)));
            List<Alarm> right = alarms.stream()
                    .filter(alarm -> alarm.finding().equals(anomaly.expected(job.communicator())))
                    .toList();
            if (!right.isEmpty()) {
                found++;
                exact += alarms.size() == right.size() ? 1 : 0;
                seconds += right.getFirst().at() * 1e-9 - BEFORE * spec.window();
            }
        }
        return new Score((double) found / done, (double) exact / done, seconds / found);
    }

    private Anomaly anomaly(Kind kind, double ratio, Rehearsal job, Stream place) {
        int at = place.below(spec.ranks());
        int[] pair = job.pair(at);
        double late = 1 + ratio * spec.jitter();
        return switch (kind) {
            case STOPPED -> new Anomaly.Stopped(at);
            case CUT -> new Anomaly.Cut();
            case SENDER -> new Anomaly.SlowSender(at, late);
            case RECEIVER -> new Anomaly.SlowReceiver(at, late);
            case LINK -> new Anomaly.SlowLink(pair[0], pair[1], late);
            case COMPUTE -> new Anomaly.SlowCompute(at, 1 + ratio * spec.noise());
        };
    }

    /// Mean seconds from a hang until it is told, over both kinds of hang.
    public double hangSeconds(int trials, Cancel cancel) {
        return (score(Kind.STOPPED, 1, trials, cancel).seconds + score(Kind.CUT, 1, trials, cancel).seconds) / 2;
    }

    /// False alarms of a healthy job, a day.
    ///
    /// @param windows that are watched
    public double falseAlarms(int windows, long seed, Cancel cancel) {
        Rehearsal job = new Rehearsal(spec, new Streams(seed));
        Detector detector = new Detector(List.of(job.communicator()), rules);
        int alarms = 0;
        int done = 0;
        for (; done < windows && (done == 0 || !cancel.requested()); done++) {
            Window window = job.windows(1).getFirst();
            alarms += detector.watch(window).size();
        }
        return alarms * DAY / (done * spec.window());
    }
}
