package throughline.papers.reasoning;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Published;
import throughline.papers.reasoning.ScaleTables.Result;
import throughline.reasoning.Adaptive;
import throughline.reasoning.Decomposition;
import throughline.spec.BadInput;

/// What a threshold on difficulty buys, and what all methods of SCALE's table 1 got for their tokens.
///
/// ```java
/// show(ScaleFigures.methods("Qwen3-32B", "AIME24"));
/// ```
public final class ScaleFigures {
    private static final double[] FINE =
            IntStream.rangeClosed(10, 95).mapToDouble(i -> i / 100.0).toArray();

    private ScaleFigures() {}

    /// Accuracy over the threshold, both benchmarks, with table 2's rows.
    static Plot thresholds(Published rows) {
        ScaleLaw law = ScaleLaw.of(rows);
        Plot plot = Plot.of(
                "Thinking about fewer sub-problems costs nothing until the hard ones go",
                Axis.of("threshold of difficulty", ""),
                Axis.of("accuracy", "%"));
        for (String benchmark : List.of("AIME24", "AIME25")) {
            Decomposition parts = new Decomposition(law.parts().count(), ScaleLaw.difficulties(rows, benchmark));
            double first = ScaleLaw.FITTED[0];
            double most = rows.value(ScaleTables.accuracy(benchmark, first))
                    / new Adaptive(first, parts, law.systems(), 0).kept();
            plot = plot.line(
                            benchmark,
                            FINE,
                            DoubleStream.of(FINE)
                                    .map(at -> most * new Adaptive(at, parts, law.systems(), 0).kept())
                                    .toArray())
                    .published(
                            benchmark + ", table 2",
                            ScaleTables.THRESHOLDS,
                            DoubleStream.of(ScaleTables.THRESHOLDS)
                                    .map(at -> rows.value(ScaleTables.accuracy(benchmark, at)))
                                    .toArray());
        }
        return plot;
    }

    /// Accuracy over tokens, a point for each method of table 1.
    ///
    /// @param model     Qwen3-32B, QwQ, Distill-Llama-70B or Distill-Qwen-32B
    /// @param benchmark AIME24, AIME25 or AMC23
    public static Plot methods(String model, String benchmark) {
        List<Result> results = ScaleTables.results().stream()
                .filter(result ->
                        result.model().equals(model) && result.benchmark().equals(benchmark))
                .toList();
        if (results.isEmpty()) {
            throw new BadInput(
                    "table 1 has no [%s] on [%s]; models are %s, benchmarks %s",
                    model, benchmark, ScaleTables.MODELS, ScaleTables.BENCHMARKS);
        }
        Plot plot = Plot.of(
                "%s on %s: what methods got for their tokens".formatted(model, benchmark),
                Axis.of("tokens a problem", "").logarithmic(),
                Axis.of("accuracy", "%"));
        for (Result result : results) {
            plot = plot.published(result.method(), new double[] {result.tokens()}, new double[] {result.accuracy()});
        }
        return plot;
    }
}
