/// Surrogates: models that answer in microseconds what a simulation answers in minutes.
///
/// The order of use is the order of the types: a table becomes [throughline.learning.Series], one a run;
/// [throughline.learning.Split] deals whole runs to training, validation and test; a [throughline.learning.Task]
/// says what is forecast from what; its [throughline.learning.Windows] are views of the runs; a
/// [throughline.learning.Forecaster] learns from them, and [throughline.learning.Conformal] puts intervals around
/// any; [throughline.learning.Backtest] compares forecasters on runs, or on time, that none of them has seen, by
/// their [throughline.learning.Score]; [throughline.learning.Trials] tells which differences outlast another deal
/// of the runs.
///
/// ```java
/// var series = Series.of(table, "run", "t", List.of("wip", "queue_C2"), List.of("lotSize"));
/// var split = Split.byRun(series, 0.6, 0.2, 1);
/// var task = Task.forecast("wip").from("queue_C2").given("lotSize").lags(96).horizon(48);
/// var results = Backtest.of(task, split).run(Learner.named("ridge-ar"), new Lstm().hidden(32).epochs(20));
/// show(results.table());
/// ```
package throughline.learning;
