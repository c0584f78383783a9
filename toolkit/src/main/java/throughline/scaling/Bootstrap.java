package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Sample;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// How far a fit might be off: its rows drawn anew, with repeats, and fitted again (Efron, 1979). Each draw sets out
/// from where the fit stands and from the best of the law's own starts: a floor that came out as 0 would otherwise stay
/// there in every draw.
///
/// ```java
/// Bootstrap draws = fit.bootstrap(200, 1);
/// draws.interval("alpha", 0.95);
/// draws.interval(refit -> refit.computeOptimal(5.76e23).parameters(), 0.95);
/// ```
///
/// @param fit    that was drawn again
/// @param refits one a draw
public record Bootstrap(Fit fit, List<Fit> refits) {
    /// Where a value lies with some probability.
    public record Interval(double low, double high) {
        /// Whether a value lies in it.
        public boolean contains(double value) {
            return low <= value && value <= high;
        }
    }

    public Bootstrap {
        refits = List.copyOf(refits);
    }

    static Bootstrap of(Fit fit, int times, long seed, Cancel cancel, Progress progress) {
        if (times < 2) {
            throw new BadInput("bootstrap of [%d] draws: at least 2 are needed, 200 are usual", times);
        }
        Streams streams = new Streams(seed).below("bootstrap");
        double[][] x = fit.variables();
        double[] y = fit.observed();
        List<double[]> starts = List.of(fit.values(), Fitting.bestStart(fit.law(), x, y));
        List<Fit> refits = new ArrayList<>();
        for (int draw = 0; draw < times && !cancel.requested(); draw++) {
            Stream stream = streams.named(Integer.toString(draw));
            int[] drawn = IntStream.range(0, y.length)
                    .map(i -> stream.below(y.length))
                    .toArray();
            Fit refit = refit(fit, starts, x, y, drawn, cancel);
            if (!cancel.requested()) {
                refits.add(refit);
                progress.report(draw + 1L, times);
            }
        }
        return new Bootstrap(fit, refits);
    }

    private static Fit refit(Fit fit, List<double[]> starts, double[][] x, double[] y, int[] drawn, Cancel cancel) {
        double[][] rows = Arrays.stream(drawn).mapToObj(i -> x[i]).toArray(double[][]::new);
        double[] targets = Arrays.stream(drawn).mapToDouble(i -> y[i]).toArray();
        double[] found = Fitting.from(starts, fit.law(), rows, targets, cancel);
        return new Fit(fit.law(), fit.rows().pick(drawn), found, Double.NaN);
    }

    /// The interval of a coefficient.
    ///
    /// @param probability such as 0.95: as many draws lie below as above
    public Interval interval(String coefficient, double probability) {
        return interval(refit -> refit.coefficient(coefficient), probability);
    }

    /// The interval of anything that follows from a fit.
    ///
    /// @throws BadInput when there are fewer than two draws, as after an early interrupt
    public Interval interval(ToDoubleFunction<Fit> quantity, double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new BadInput("probability [%s] must be between 0 and 1, such as 0.95", probability);
        }
        Sample sample = sample(quantity);
        double tail = (1 - probability) / 2;
        return new Interval(sample.quantile(tail), sample.quantile(1 - tail));
    }

    /// The standard error of a coefficient: the standard deviation of its draws.
    public double standardError(String coefficient) {
        return standardError(refit -> refit.coefficient(coefficient));
    }

    /// The standard error of anything that follows from a fit.
    public double standardError(ToDoubleFunction<Fit> quantity) {
        double[] values = sample(quantity).sorted();
        double mean = Arrays.stream(values).average().orElseThrow();
        double sum = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(sum / (values.length - 1));
    }

    /// A row a coefficient: `coefficient`, `value`, `standard error`, `low` and `high`.
    ///
    /// @param probability with which a value lies between low and high, such as 0.95
    public Table table(double probability) {
        List<String> names = List.copyOf(fit.coefficients().keySet());
        return Table.create(
                fit.law().formula(),
                StringColumn.create("coefficient", names),
                column("value", names, fit::coefficient),
                column("standard error", names, this::standardError),
                column("low", names, name -> interval(name, probability).low()),
                column("high", names, name -> interval(name, probability).high()));
    }

    private static DoubleColumn column(String heading, List<String> names, ToDoubleFunction<String> value) {
        return DoubleColumn.create(heading, names.stream().mapToDouble(value));
    }

    private Sample sample(ToDoubleFunction<Fit> quantity) {
        if (refits.size() < 2) {
            throw new BadInput("bootstrap has [%d] draws, because it was stopped; 2 are needed", refits.size());
        }
        return new Sample(refits.stream().mapToDouble(quantity).toArray());
    }
}
