package throughline.papers.cluster;

import throughline.learning.detect.AlarmCurve;
import throughline.learning.detect.Outcome;

/// A detector's alarm on runs that it has not seen.
///
/// @param detector  as in tables
/// @param sight     what it sees
/// @param threshold chosen on validation runs
/// @param curve     over the test runs
/// @param average   precision of windows of the test runs
/// @param outcome   of the test runs, at the threshold
/// @param chance    what an alarm by lot finds with as many false alarms
public record FaultDetectionRow(
        String detector,
        FaultDetection.Sight sight,
        double threshold,
        AlarmCurve curve,
        double average,
        Outcome outcome,
        double chance) {}
