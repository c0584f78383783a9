package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.TraceModel.Recovery;
import throughline.reasoning.fit.ExpectedAccuracy;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Paths that think side by side, and a summary that reads all their keys and values (arXiv 2509.04475).
///
/// Accuracy over paths and tokens is fitted on one and eight paths and predicted for two and four; the table of the
/// 1.5B model likewise. A straight line in the logarithm of the paths is hard to beat. Its averages do not add up: that
/// of one path is printed as 50.9, but its four values have the mean 51.6, and the abstract's gain of 12.3 is 11.6.
public final class ParaThinker implements Paper {
    private static final String EXACT = "distance of a summary over kept keys from all under one mask";
    private static final String ALIKE = "distance of the same without the embeddings of thoughts";
    private static final String TUNNEL = "accuracy after a wrong prefix of 1,600 tokens less that after 100";
    private static final String LONGER = "gain of one path from 32K to 128K tokens, 1.5B";
    private static final String NEWS = "pages about the paper";
    private static final double HALF = 1_600;

    private final ParaThinkerGrid aime = ParaThinkerGrid.aime();
    private final ParaThinkerGrid math = ParaThinkerGrid.math();

    @Override
    public String id() {
        return "ParaThinker";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(aime.reported());
        rows.addAll(math.reported());
        rows.addAll(ParaThinkerTable.reported());
        rows.addAll(ParaThinkerLatency.reported());
        rows.add(Reported.of(EXACT, 0, "", "figure in the repository: nothing is read again", Provenance.AUTHORS_DATA));
        rows.add(Reported.rises(
                ALIKE, "", "figure in the repository: embeddings tell paths apart", Provenance.AUTHORS_DATA));
        rows.add(Reported.falls(TUNNEL, "%", NEWS, Provenance.SECONDHAND));
        rows.add(Reported.of(LONGER, 0, "points", NEWS, Provenance.SECONDHAND));
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        ParaThinkerGrid.Fitted fit = aime.claims(evidence, cancel);
        if (cancel.requested()) {
            return;
        }
        tunnel(evidence, fit);
        progress.report(1, 4);
        math.claims(evidence, cancel);
        progress.report(2, 4);
        ParaThinkerTable.claims(evidence, cancel);
        if (cancel.requested()) {
            return;
        }
        progress.report(3, 4);
        ParaThinkerLatency.claims(evidence);
        attention(evidence);
        progress.report(4, 4);
    }

    private static void attention(Evidence evidence) {
        Measured<ParaThinkerAttention> run =
                evidence.measure("three paths and a summary of a small decoder", ParaThinkerAttention::run);
        evidence.claim(Recomputed.of(EXACT, run.value().kept())
                .within(Tolerance.absolute(1e-9, "rounding of doubles"))
                .against(Null.of(run.value().blind(), "the summary sees the first path alone"))
                .from(run)
                .byArithmetic("attention over parts, merged, is attention over all: a test of the program"));
        evidence.claim(Recomputed.of(ALIKE, run.value().alike())
                .within(Tolerance.direction(0, "exact"))
                .from(run)
                .byArithmetic("a distance, and not 0 where the embeddings are not"));
    }

    /// A trace that began wrongly turns round by a hazard that dies out. That it does is assumed; how soon is ours.
    private void tunnel(Evidence evidence, ParaThinkerGrid.Fitted fit) {
        Constant scale = Constant.frozen(
                "tokens to 1/e of the hazard to turn round",
                HALF / Math.log(2),
                "ours: 1,600 wrong tokens halve it; the paper's curve is not known",
                Provenance.RECALLED);
        Recovery recovery = new Recovery(1, scale.value());
        double mean = 100 * fit.panel().reasoner().problems().mean();
        Constant[] fitted = fit.constants().toArray(Constant[]::new);
        evidence.claim(Recomputed.of(TUNNEL, mean * (after(recovery, HALF) - after(recovery, 100)))
                .within(Tolerance.direction(0, "exact"))
                .using(scale)
                .using(fitted)
                .using(Distilled.constants())
                .byArithmetic("a hazard that dies out is what the model begins with"));
        ExpectedAccuracy expected = fit.panel().expected(1);
        evidence.claim(Recomputed.of(LONGER, 100 * (expected.accuracy(1, 131_072) - expected.accuracy(1, 32_768)))
                .within(Tolerance.absolute(2, "less than a problem of 30"))
                .against(Null.of(
                        "the last step on AIME24, 7B, again: from 20K to 24K",
                        rows -> rows.value(aime.key(1, 24_000)) - rows.value(aime.key(1, 20_000))))
                .using(fitted)
                .using(Distilled.constants())
                .tried("Lengths are those of the 7B model on AIME24: the 1.5B model's curve is not known. Its"
                        + " longest traces are taken as normal in the logarithm, and go on beyond 32K."));
    }

    private static double after(Recovery recovery, double tokens) {
        return recovery.between(tokens, Double.POSITIVE_INFINITY);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        ExpectedAccuracy expected = aime.fit(published, cancel).expected(8);
        double[] budgets =
                IntStream.rangeClosed(0, 40).mapToDouble(i -> 3_000 + 600 * i).toArray();
        Plot plot = Plot.of(
                "More paths reach what longer ones do not (AIME24, 7B)",
                Axis.of("tokens of each path", ""),
                Axis.of("accuracy", "%"));
        for (int paths : new int[] {1, 2, 4, 8}) {
            double[] curve = IntStream.range(0, budgets.length)
                    .mapToDouble(i -> 100 * expected.accuracy(paths, budgets[i]))
                    .toArray();
            double[] x = aime.cells().stream()
                    .filter(cell -> cell.paths() == paths)
                    .mapToDouble(ParaThinkerGrid.Cell::budget)
                    .toArray();
            double[] y = IntStream.range(0, x.length)
                    .mapToDouble(i -> published.value(aime.key(paths, x[i])))
                    .toArray();
            plot = plot.line("P = " + paths, budgets, curve).published("P = " + paths, x, y);
        }
        progress.report(1, 1);
        return Optional.of(plot);
    }
}
