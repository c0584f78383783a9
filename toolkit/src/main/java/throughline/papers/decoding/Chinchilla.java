package throughline.papers.decoding;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.scaling.Fit;
import throughline.scaling.IsoFlop;
import throughline.scaling.Law;
import throughline.scaling.Observations;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The fits of `throughline.scaling`, held against what others found in Chinchilla's losses. Not a paper of the
/// catalogue: a validation.
///
/// The valleys of nine budgets, and the largest of these predicted from the others, need no data beside the
/// toolkit's. The coefficients that Besiroglu and others (2024, arXiv 2404.10102) fitted need the 245 points that
/// they read off figure 4, of which they left out the five with the fewest tokens a parameter.
public final class Chinchilla implements Paper {
    /// Its name in the list of validations.
    public static final String ID = "Chinchilla";

    /// Of what Chinchilla itself was trained with.
    private static final double BUDGET = 5.76e23;

    private static final int LEFT_OUT = 5;
    private static final List<String> NAMES = List.of("E", "A", "alpha", "B", "beta");
    private static final double[] REFITTED = {1.8172, 482.01, 0.3478, 2085.43, 0.3658};
    private static final double[] PRINTED = {1.69, 406.4, 0.34, 410.7, 0.28};
    private static final double[] TOLERANCES = {0.01, 0.1, 0.02, 0.1, 0.02};
    private static final String EXPONENT = "exponent of the best size, by valleys";
    private static final String KAPLAN = "exponent of the best size, by Kaplan and others";
    private static final String RATIO = "tokens a parameter within Chinchilla's budget";
    private static final String BETTER = "refitted coefficients err less than those printed";
    private static final String OUTLIERS = "beta fitted to all 245 points";
    private static final Null PRINTED_RATIO = Null.of(
            "the coefficients that are printed, rounded as they are",
            rows -> law(rows).computeOptimal(BUDGET).tokensPerParameter());

    private final Optional<Path> points;

    /// What can be held against the losses that the toolkit has.
    public Chinchilla() {
        this.points = Optional.empty();
    }

    /// All of it.
    ///
    /// @param points CSV of the 245 points, with the columns `Model Size`, `Training FLOP` and `loss`
    public Chinchilla(Path points) {
        this.points = Optional.of(points);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            rows.add(Reported.of(NAMES.get(i), REFITTED[i], "", "Besiroglu and others, table 1", Provenance.RECALLED));
            rows.add(Reported.of(
                    printed(NAMES.get(i)), PRINTED[i], "", "Hoffmann and others, equation 10", Provenance.SECONDHAND));
        }
        rows.add(Reported.of(EXPONENT, 0.49, "", "Hoffmann and others, table 2", Provenance.SECONDHAND));
        rows.add(Reported.of(KAPLAN, 0.73, "", "Hoffmann and others, table 2", Provenance.RECALLED));
        rows.add(Reported.of(RATIO, 20, "", "70 billion parameters, 1.4 trillion tokens", Provenance.RECALLED));
        rows.add(Reported.rises(BETTER, "nats", "Besiroglu and others, figure 3", Provenance.RECALLED));
        rows.add(Reported.notKnown(OUTLIERS, "", "Besiroglu and others, on what they left out"));
        rows.addAll(ChinchillaLargest.reported());
        return rows;
    }

    private static String printed(String coefficient) {
        return coefficient + ", as printed";
    }

    private static String[] printedRows() {
        return NAMES.stream().map(Chinchilla::printed).toArray(String[]::new);
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        valleys(evidence);
        ChinchillaLargest.claims(evidence, cancel);
        progress.report(1, 2);
        if (points.isPresent() && !cancel.requested()) {
            refit(evidence, Observations.csv(points.get()), cancel);
        }
        progress.report(2, 2);
    }

    private static void valleys(Evidence evidence) {
        IsoFlop valleys = ChinchillaLosses.valleys();
        evidence.claim(Recomputed.of(EXPONENT, valleys.exponent())
                .within(Tolerance.absolute(0.03, "leaving out the largest budget moves it by 0.04"))
                .against(Null.of("what was believed before", rows -> rows.value(KAPLAN))));
        double n = valleys.parameters(BUDGET);
        evidence.claim(Recomputed.of(RATIO, BUDGET / (6 * n * n))
                .as(RATIO + ", by valleys")
                .within(Tolerance.relative(0.2, "the budget is 190 times the largest valley's"))
                .against(PRINTED_RATIO));
    }

    private static void refit(Evidence evidence, Observations all, Cancel cancel) {
        double[] ratios = all.rows().stream()
                .mapToDouble(row -> row.get("D") / row.get("N"))
                .sorted()
                .toArray();
        Observations kept = all.where(row -> row.get("D") / row.get("N") >= ratios[LEFT_OUT]);
        Fit fit = Law.chinchilla().fit(kept, cancel, Progress.NONE);
        Fit withOutliers = Law.chinchilla().fit(all, cancel, Progress.NONE);
        if (cancel.requested()) {
            return;
        }
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            evidence.claim(Recomputed.of(name, fit.coefficient(name))
                    .within(Tolerance.relative(
                            TOLERANCES[i], "what moves no prediction: A and B nearly make up for alpha and beta"))
                    .against(Null.of("the coefficient that is printed", rows -> rows.value(printed(name)))));
        }
        evidence.claim(Recomputed.of(RATIO, fit.computeOptimal(BUDGET).tokensPerParameter())
                .as(RATIO + ", by the refitted law")
                .within(Tolerance.relative(0.2, "the budget is 45 times the largest point's"))
                .against(PRINTED_RATIO)
                .using(ChinchillaLosses.constants(fit)));
        better(evidence, fit);
        evidence.claim(Recomputed.of(OUTLIERS, withOutliers.coefficient("beta")));
    }

    /// By how much the sizes of errors differ, row by row.
    private static void better(Evidence evidence, Fit fit) {
        List<Constant> printed =
                evidence.fit(NAMES.stream().map(Chinchilla::printed).toList(), rows -> rows.values(printedRows()));
        double[] values = printed.stream().mapToDouble(Constant::value).toArray();
        double[] theirs = Fit.given(Law.chinchilla(), fit.rows(), named(values)).residuals();
        double[] ours = fit.residuals();
        double[] gains = IntStream.range(0, ours.length)
                .mapToDouble(i -> Math.abs(theirs[i]) - Math.abs(ours[i]))
                .toArray();
        double mean = Arrays.stream(gains).average().orElseThrow();
        double squares =
                Arrays.stream(gains).map(gain -> (gain - mean) * (gain - mean)).sum();
        evidence.claim(Recomputed.of(BETTER, mean)
                .within(Tolerance.direction(
                        Math.sqrt(squares / (gains.length - 1.0) / gains.length), "paired over the 240 points"))
                .using(ChinchillaLosses.constants(fit))
                .using(printed.toArray(Constant[]::new)));
    }

    private static Map<String, Double> named(double[] values) {
        return Map.of("E", values[0], "A", values[1], "alpha", values[2], "B", values[3], "beta", values[4]);
    }

    /// The law with the coefficients that are printed.
    private static Fit law(Published rows) {
        return Fit.given(Law.chinchilla(), ChinchillaLosses.all(), named(rows.values(printedRows())));
    }

    /// The valleys: losses that were read off, parabolas that were fitted.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        progress.report(1, 1);
        return Optional.of(ChinchillaLosses.valleys().plot());
    }
}
