/// Laws of how a loss falls with parameters, data, compute, parallel streams or repeated samples; their fits, with
/// intervals; and what follows from a fit: what is best within a budget, what equals what.
///
/// The order of use is the order of the types: a table becomes [throughline.scaling.Observations]; a
/// [throughline.scaling.Law] is fitted to them; a [throughline.scaling.Fit] predicts, a
/// [throughline.scaling.Bootstrap] says how surely, and a [throughline.scaling.HoldOut] how well on rows it has not
/// seen, beside what needs no law.
///
/// ```java
/// var rows = Observations.csv(Path.of("losses.csv"));            // N, D, loss, or N, P, loss
/// var fit = Law.matching(rows).fit(rows);
/// IO.println(fit);                                               // E 1.817  A 477.8  alpha 0.3473 ...
/// fit.predict(Map.of("N", 70e9, "D", 1.4e12));
/// fit.bootstrap(200, 1).interval("alpha", 0.95);
/// ```
package throughline.scaling;
