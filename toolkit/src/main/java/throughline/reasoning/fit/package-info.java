/// Constants of [throughline.reasoning] from a few published accuracies.
///
/// The order of use is the order of the types. A [throughline.reasoning.fit.Panel] is a reasoner whose traces are put
/// to a vote; [throughline.reasoning.fit.ExpectedAccuracy] is what it gets, without drawing a trace. A
/// [throughline.reasoning.fit.Row] is a published accuracy; [throughline.reasoning.fit.Calibration] finds a panel's
/// [throughline.reasoning.fit.Knob]s from rows, and remembers from which. A [throughline.reasoning.fit.Band] says how
/// far a benchmark of thirty problems may be off though the panel is right.
///
/// ```java
/// var panel = new Panel(Reasoner.of(new ProblemPopulation(0.555, 1.2), AnswerModel.open(8)), Panel.MAJORITY);
/// var rows = List.of(Row.single("pass@1", 1e9, 0.555), Row.voted("cons@64", 64, 1e9, 0.833));
/// Calibration fit = Calibration.of(panel, Set.of(Knob.MEAN, Knob.SPREAD), rows);
/// fit.value(Knob.SPREAD);
/// fit.panel().expected(64).accuracy(64, 1e9);
/// ```
package throughline.reasoning.fit;
