package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.parallel.checkpoint.Layout;
import throughline.spec.Cancel;

/// A training that is saved, and gone on with both as it was and in other layouts.
///
/// ```java
/// var study = UniversalCheckpointStudy.llama();
/// var curves = study.run(true, Cancel.onInterrupt());
/// show(curves.plot());   // one line after step 100, however many layouts
/// ```
///
/// @param shape   of the model
/// @param source  layout that saves
/// @param targets layouts that go on
/// @param steps   before the checkpoint, and as many after it
public record UniversalCheckpointStudy(UniversalCheckpointShape shape, Layout source, List<Layout> targets, int steps) {
    private static final long SEED = 1;

    public UniversalCheckpointStudy {
        targets = List.copyOf(targets);
    }

    /// GPT-3's source of the authors' blog (figure 3), to layouts with other degrees and stages of ZeRO.
    public static UniversalCheckpointStudy gpt3() {
        return of(
                UniversalCheckpointShape.gpt3(),
                "tp=2,pp=2,dp=2,zero=1",
                100,
                "tp=1,pp=1,dp=1",
                "tp=2,pp=2,dp=1",
                "tp=4,pp=1,dp=4,zero=2",
                "tp=1,pp=4,dp=2,zero=3");
    }

    /// Another source of GPT-3, to the one target of the blog's figure 4.
    public static UniversalCheckpointStudy gpt3FromAnotherSource() {
        return of(UniversalCheckpointShape.gpt3(), "tp=1,pp=1,dp=4,zero=3", 100, "tp=2,pp=2,dp=1,zero=1");
    }

    /// LLaMA's source and targets of the blog (figure 5).
    public static UniversalCheckpointStudy llama() {
        return of(
                UniversalCheckpointShape.llama(),
                "tp=2,pp=2,dp=2,zero=1",
                100,
                "tp=2,pp=1,dp=2,zero=1",
                "tp=2,pp=2,dp=1,zero=1");
    }

    /// BLOOM's 24 stages, from 8 replicas to 4 (figure 6), for fewer steps.
    public static UniversalCheckpointStudy bloom() {
        return of(UniversalCheckpointShape.bloom(), "tp=2,pp=24,dp=8,zero=1", 20, "tp=2,pp=24,dp=4,zero=1");
    }

    /// Mixtral's source and target of the blog (figure 7); experts are dealt out among the source's replicas.
    public static UniversalCheckpointStudy mixtral() {
        return of(UniversalCheckpointShape.mixtral(), "tp=1,pp=2,dp=4,ep=4,zero=1", 100, "tp=2,pp=2,dp=2,ep=1,zero=1");
    }

    private static UniversalCheckpointStudy of(
            UniversalCheckpointShape shape, String source, int steps, String... targets) {
        return new UniversalCheckpointStudy(
                shape,
                Layout.parse(source),
                List.of(targets).stream().map(Layout::parse).toList(),
                steps);
    }

    /// Losses, in nats a token.
    ///
    /// @param study   that they are of
    /// @param before  of each step before the checkpoint
    /// @param after   of each step after it, in the source's layout
    /// @param resumed the same in each target
    public record Curves(UniversalCheckpointStudy study, double[] before, double[] after, List<double[]> resumed) {
        /// The largest difference of a resumed loss from the source's at the same step; NaN when cancelled before.
        public double difference() {
            return resumed.stream()
                    .mapToDouble(curve -> UniversalCheckpointStudy.difference(curve, after))
                    .max()
                    .orElse(Double.NaN);
        }

        /// One line a layout.
        public Plot plot() {
            Plot plot = Plot.of(
                            "Resumed in another layout, %s goes on as it was".formatted(study.shape.name()),
                            Plot.Axis.of("step", ""),
                            Plot.Axis.of("loss", "nats/token"))
                    .line("saved: " + study.source.text(), steps(0, before), before)
                    .line("gone on: " + study.source.text(), steps(before.length, after), after);
            for (int i = 0; i < resumed.size(); i++) {
                plot = plot.points(
                        "resumed: " + study.targets.get(i).text(),
                        steps(before.length, resumed.get(i)),
                        resumed.get(i));
            }
            return plot;
        }

        private static double[] steps(int from, double... curve) {
            return IntStream.range(from, from + curve.length)
                    .asDoubleStream()
                    .map(step -> step + 1)
                    .toArray();
        }
    }

    static double difference(double[] one, double[] other) {
        return IntStream.range(0, Math.min(one.length, other.length))
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElse(Double.NaN);
    }

    /// Trains.
    ///
    /// @param fixed whether sums are made in one order in every layout
    public Curves run(boolean fixed, Cancel cancel) {
        UniversalCheckpointTraining training = UniversalCheckpointTraining.start(shape, source, SEED, fixed);
        double[] before = training.run(steps, cancel);
        List<double[]> resumed = new ArrayList<>();
        for (Layout target : targets) {
            resumed.add(training.resharded(target, fixed).run(steps, cancel));
        }
        return new Curves(this, before, training.run(steps, cancel), resumed);
    }

    /// Trains, and goes on in the first target without something that the source had.
    ///
    /// @param lost states of the optimiser, or names of extras
    /// @return the curve of what lost nothing, then one for each list
    List<double[]> losing(List<List<String>> lost, int after, Cancel cancel) {
        UniversalCheckpointTraining training = UniversalCheckpointTraining.start(shape, source, SEED, true);
        training.run(steps, cancel);
        List<double[]> curves = new ArrayList<>();
        curves.add(training.resharded(targets.getFirst(), true).run(after, cancel));
        for (List<String> some : lost) {
            curves.add(training.without(targets.getFirst(), some).run(after, cancel));
        }
        return curves;
    }

    /// Trains, and goes on in the first target both with sub-parameters known and cut as if they were one.
    ///
    /// @return two curves
    List<double[]> naive(int after, Cancel cancel) {
        UniversalCheckpointTraining training = UniversalCheckpointTraining.start(shape, source, SEED, true);
        training.run(steps, cancel);
        UniversalCheckpointTraining wrong = UniversalCheckpointTraining.resume(
                shape, targets.getFirst(), training.united(shape.naiveRules()), training.contents(), true);
        return List.of(training.resharded(targets.getFirst(), true).run(after, cancel), wrong.run(after, cancel));
    }
}
