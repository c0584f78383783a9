package throughline.papers.reasoning;

import java.util.function.Function;
import java.util.stream.DoubleStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Published;
import throughline.reasoning.Policy;
import throughline.reasoning.Score;

/// Accuracy of one long pass, of refinement, of drafts and of a vote, over the tokens that they take.
///
/// ```java
/// show(PdrFigures.over(PdrModel.of(0.77, 0.86), false));      // over tokens in sequence
/// show(PdrFigures.over(PdrModel.of(0.77, 0.86), true));       // over all tokens: another picture
/// ```
public final class PdrFigures {
    private static final double[] BUDGETS = {2_000, 3_000, 4_000, 6_000, 8_000, 12_000, 16_000, 24_000};

    private PdrFigures() {}

    static Plot overSequence(Published rows) {
        double share = rows.value(Pdr.SINGLE) / 100;
        double sees = PdrModel.discrimination(share, rows.value(Pdr.REFINED) / 100);
        double[] both = {24_000, 49_000};
        return over(PdrModel.of(share, sees), false)
                .published("long CoT, published", both, rows.values(Pdr.SINGLE_24, Pdr.SINGLE))
                .published("SR, published", new double[] {49_000}, rows.values(Pdr.REFINED))
                .published("PDR, published", both, rows.values(Pdr.DRAFTED_24, Pdr.DRAFTED));
    }

    /// Accuracy over the tokens used, for budgets a call from 2,000 to 24,000; a single pass and each path of a vote
    /// have that of three calls, and do not need all of it.
    ///
    /// @param total over the tokens of all calls; else over those of the longest way, as the paper matches them
    public static Plot over(PdrModel model, boolean total) {
        Plot plot = Plot.of(
                total
                        ? "By all tokens, a plain vote does what rounds of drafts do"
                        : "One long pass has enough early; rounds of drafts go on gaining",
                Axis.of(total ? "tokens in all" : "tokens in sequence", "").logarithmic(),
                Axis.of("accuracy", "%"));
        plot = line(plot, "long CoT", model, PdrModel::single, total);
        plot = line(plot, "SR", model, PdrModel::refine, total);
        plot = line(plot, "PDR, 8, 4 and 1 drafts", model, at -> at.drafts(8, 4, 1), total);
        return line(plot, "vote of 13", model, PdrModel::vote, total);
    }

    private static Plot line(Plot plot, String name, PdrModel model, Function<PdrModel, Policy> policy, boolean total) {
        Score[] scores = DoubleStream.of(BUDGETS)
                .mapToObj(budget -> {
                    PdrModel at = model.within(budget);
                    return at.exam().run(policy.apply(at));
                })
                .toArray(Score[]::new);
        double[] x = new double[scores.length];
        double[] y = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            x[i] = total ? scores[i].tokens() : scores[i].critical();
            y[i] = 100 * scores[i].accuracy();
        }
        return plot.line(name, x, y);
    }
}
