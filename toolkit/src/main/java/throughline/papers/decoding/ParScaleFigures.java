package throughline.papers.decoding;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.decoding.ParScaleFamily.Member;
import throughline.papers.decoding.ParScaleLosses.Run;
import throughline.papers.decoding.ParScaleServing.Measure;
import throughline.scaling.Fit;
import throughline.scaling.Law;
import throughline.scaling.Observations;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// ParScale's figures 2 and 4, for any settings.
///
/// ```java
/// show(ParScaleFigures.lossOverParameters(ParScaleCorpus.PILE));
/// show(ParScaleFigures.lossOverCost(ParScaleCorpus.STACK, Measure.LATENCY, ParScaleServing.of(8)));
/// ```
public final class ParScaleFigures {
    private static final int[] STREAMS = {1, 2, 4, 8};
    private static final int[] MORE_STREAMS = IntStream.rangeClosed(1, 16).toArray();
    private static final List<String> NAMES = List.of("1.6B", "2.8B", "4.4B");
    private static final double SMALLEST = 4.5e8;
    private static final double LARGEST = 5.2e9;
    private static final int POINTS = 40;

    private ParScaleFigures() {}

    /// Loss over parameters, a line of the fitted law for each number of streams, and the runs (figure 2).
    public static Plot lossOverParameters(ParScaleCorpus corpus) {
        return lossOverParameters(corpus, ParScaleLosses.of(corpus), Cancel.onInterrupt(), Progress.NONE);
    }

    static Plot lossOverParameters(ParScaleCorpus corpus, Observations runs, Cancel cancel, Progress progress) {
        Fit fit = Law.parScale().fit(runs, cancel, progress);
        double[] sizes = IntStream.range(0, POINTS)
                .mapToDouble(i -> SMALLEST * Math.pow(LARGEST / SMALLEST, i / (POINTS - 1.0)))
                .toArray();
        Plot plot = Plot.of(
                "%s: streams are worth 1 + %.2f ln P times the parameters".formatted(corpus, fit.coefficient("k")),
                Axis.of("parameters, no embedding", "").logarithmic(),
                Axis.of("loss", "nats").logarithmic());
        for (int streams : STREAMS) {
            plot = plot.line(
                    "law, P = " + streams,
                    sizes,
                    Arrays.stream(sizes).map(n -> loss(fit, n, streams)).toArray());
        }
        for (int streams : STREAMS) {
            Observations some = runs.where(run -> run.get("P") == streams);
            plot = plot.published("P = " + streams, some.column("N"), some.column("loss"));
        }
        return plot;
    }

    /// Loss over memory or latency of three sizes (figure 4): a line for each along 1 to 16 streams by the fitted law,
    /// and the runs, at what they cost in the model; those without streams have a line along the sizes.
    ///
    /// @param serving device, batch, lengths
    public static Plot lossOverCost(ParScaleCorpus corpus, Measure measure, ParScaleServing serving) {
        Fit fit = Law.parScale().fit(ParScaleLosses.of(corpus));
        Plot plot = Plot.of(
                "What the loss on %s costs in %s, batch %d".formatted(corpus, measure.label(), serving.batch()),
                Axis.of(measure.label(), measure.unit()),
                Axis.of("loss", "nats"));
        for (String name : NAMES) {
            Member member = ParScaleFamily.named(name);
            plot = plot.line(
                    name + ", 1 to 16 streams",
                    each(MORE_STREAMS, p -> serving.value(measure, member.with(p))),
                    each(MORE_STREAMS, p -> loss(fit, member.with(p).weights(), p)));
        }
        for (int streams : STREAMS) {
            List<Run> runs = ParScaleLosses.runs(corpus).stream()
                    .filter(run -> run.streams() == streams && NAMES.contains(run.model()))
                    .toList();
            double[] costs = runs.stream()
                    .mapToDouble(run -> serving.value(
                            measure, ParScaleFamily.named(run.model()).with(streams)))
                    .toArray();
            double[] losses = runs.stream().mapToDouble(Run::loss).toArray();
            plot = streams == 1 ? plot.line("more parameters", costs, losses) : plot;
            plot = plot.published("P = " + streams, costs, losses);
        }
        return plot;
    }

    private static double loss(Fit fit, double n, int streams) {
        return fit.predict(Map.of("N", n, "P", (double) streams));
    }

    private static double[] each(int[] streams, IntToDoubleFunction value) {
        return IntStream.of(streams).mapToDouble(value).toArray();
    }
}
