/// Response surfaces: from the knobs of a simulator to what it answers in the long run, with an honest error bar, out
/// of few runs; and which run to make next.
///
/// ```java
/// var space = Space.of(Knob.of("startsPerWeek", 60, 86), Knob.of("mttr", 60, 720));
/// var seen = Observations.none(space, "ln turnaround");
/// for (double[] setting : Design.latinHypercube(space, 10, 1)) {
///     seen = seen.and(setting, simulate(setting));
/// }
/// var gp = SurfaceLearner.named("gaussian-process");
/// for (int run = 0; run < 20; run++) {
///     var surface = gp.fit(seen);
///     double[] next = NextRun.mostUncertain().choose(surface, Design.latinHypercube(space, 500, run));
///     seen = seen.and(next, simulate(next));
/// }
/// gp.fit(seen).at(84, 420).getFirst();    // 3.422 ± 0.016 (one run: ± 0.026)
/// ```
///
/// Knobs are numbers within ranges; in between, surfaces measure each on a scale from 0 to 1.
package throughline.learning.surface;
