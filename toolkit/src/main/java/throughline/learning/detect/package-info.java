/// Is something wrong now? Detectors that learn it from runs whose truth is known, and what an operator has of them:
/// how many faults are found, how soon, at how many false alarms a day.
///
/// ```java
/// var lesson = new Lesson(new Features(List.of("power", "step"), 16), train, validation);
/// var detector = DetectorLearner.named("logistic").fit(lesson);
/// var judge = new Judge(86_400, 3_600, 600);
/// var curve = AlarmCurve.of(detector, validation, new Hysteresis(0.5, 2, 3), judge);
/// var alarm = new Hysteresis(0.5, 2, 3).at(curve.threshold(1));     // one false alarm a day, on validation runs
/// show(judge.outcome(detector, alarm, test).table());
/// ```
///
/// A detector sees the past of one unit, such as a node or a job, and never a label. It says what is so now; what is
/// going to be is for a [throughline.learning.Forecaster].
package throughline.learning.detect;
