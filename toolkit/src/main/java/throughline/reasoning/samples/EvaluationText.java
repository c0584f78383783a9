package throughline.reasoning.samples;

import java.util.Locale;
import throughline.reasoning.TokenClock;
import throughline.reasoning.TraceModel.Lengths;
import throughline.reasoning.tradeoff.Axis;
import throughline.reasoning.tradeoff.Candidate;
import throughline.reasoning.tradeoff.Point;
import throughline.reasoning.tradeoff.TradeOff;
import throughline.scaling.Bootstrap.Interval;

/// Writes an evaluation as text.
final class EvaluationText {
    private final Evaluation evaluation;
    private final StringBuilder text = new StringBuilder();

    EvaluationText(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    String measured() {
        Samples samples = evaluation.samples();
        line(
                "%s: %d samples of %d problems",
                samples.source(), samples.size(), samples.problems().size());
        evaluation.notes().forEach(note -> line("  note: %s", note));
        curve();
        population();
        answers();
        lengths();
        return text.toString();
    }

    String predicted(TokenClock clock) {
        measured();
        line("");
        if (evaluation.population().isEmpty()) {
            line("Strategies: nothing can be predicted without a population.");
            return text.toString();
        }
        TradeOff tradeOff = evaluation.predicted(clock);
        line(
                "Strategies on %s, predicted (± one standard error of the simulation alone; * on the front of latency,"
                        + " + of cost)",
                clock);
        line("  %-40s %9s %14s %11s %11s %12s", "", "right [%]", "gain [%]", "tokens", "latency [s]", "cost [dev-s]");
        tradeOff.points().forEach(point -> point(tradeOff, point));
        line("  gain: over %s", tradeOff.points().getFirst().candidate().name());
        line("  not told by samples, so as usual: prompts of 200 tokens, traces that take one strategy and never turn"
                + " round, so that waiting gains nothing; and of");
        Candidate.assumptions().forEach(row -> line("    %s: %s", row.getString(0), row.getString(1)));
        tradeOff.refused().forEach(why -> line("  left out: %s", why));
        line("");
        tradeOff.words().forEach(this::line);
        return text.toString();
    }

    private void curve() {
        line("");
        line(
                "  %5s  %-25s %7s %7s   %-25s %7s %7s",
                "k", "pass@k [%]", "fitted", "alike", "majority@k [%]", "fitted", "alike");
        for (Curve.Row row : evaluation.curve().rows()) {
            line(
                    "  %5d  %-25s %7s %7s   %-25s %7s %7s",
                    row.k(),
                    within(row.pass(), row.passWithin()),
                    share(row.passFit()),
                    share(row.passAlike()),
                    within(row.majority(), row.majorityWithin()),
                    share(row.majorityFit()),
                    share(row.majorityAlike()));
        }
        line("  in brackets 95 %% over problems; alike: if all problems had one chance");
    }

    private void population() {
        evaluation.population().ifPresent(fit -> {
            line("");
            line(
                    "Population: mean %.3f (%.3f to %.3f), spread %.3g (%.3g to %.3g)",
                    fit.population().mean(),
                    fit.mean().low(),
                    fit.mean().high(),
                    fit.population().spread(),
                    fit.spread().low(),
                    fit.spread().high());
            line(
                    "  logarithm of likelihood %.1f; all alike %.1f, which is as good with chance %s",
                    fit.logarithm(), fit.alike(), chance(fit.chanceIfAlike()));
        });
        evaluation.goodness().ifPresent(this::goodness);
        evaluation
                .heldOut()
                .ifPresent(held -> line(
                        "  from %d samples of each, pass@%d is foretold as %s %%, if alike as %s %%; it is %s %%",
                        held.fitted(), held.k(), share(held.foretold()), share(held.alike()), share(held.measured())));
    }

    private void goodness(Goodness goodness) {
        line("  right samples   none  to 1/4  to 1/2  to 3/4    most     all");
        row("problems", goodness.counted());
        row("fitted", goodness.expected());
        row("alike", goodness.alike());
        line(
                Double.isNaN(goodness.chance())
                        ? "  too few problems for a test of fit"
                        : "  counts this far from the fit have chance %s",
                chance(goodness.chance()));
    }

    private static String chance(double chance) {
        return chance < 1e-6 ? "below 1e-6" : String.format(Locale.ROOT, "%.2g", chance);
    }

    private void row(String name, double[] counts) {
        line(
                "  %-12s %7.1f %7.1f %7.1f %7.1f %7.1f %7.1f",
                name, counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    private void answers() {
        ConfusionFit fit = evaluation.answers();
        if (fit.measured()) {
            line("");
            line(
                    "Wrong answers: confusion %.3g; of %d pairs %s %% agree, by the fit %s %% of a problem's",
                    fit.confusion(),
                    fit.pairs(),
                    share(fit.agreeing()),
                    share(fit.model().collision()));
        }
    }

    private void lengths() {
        evaluation.lengths().ifPresent(fit -> {
            Lengths lengths = fit.lengths();
            line("");
            line(
                    "Lengths: median %.0f tokens, x %.2f per deviation of difficulty, x %.2f if wrong; spread %.2f between"
                            + " problems, %.2f within",
                    lengths.median(),
                    StrictMath.exp(lengths.difficulty()),
                    lengths.wrong(),
                    lengths.between(),
                    lengths.within());
        });
    }

    private void point(TradeOff tradeOff, Point point) {
        String marks = (tradeOff.front(Axis.LATENCY).contains(point) ? "*" : " ")
                + (tradeOff.front(Axis.COST).contains(point) ? "+" : " ");
        line(
                "  %s %-37s %9.1f %+7.1f ± %4.1f %11.0f %11.4g %12.4g",
                marks,
                point.candidate().name(),
                100 * point.accuracy(),
                100 * point.gain(),
                100 * point.gainError(),
                point.tokens(),
                point.seconds(),
                point.deviceSeconds());
    }

    private static String within(double value, Interval interval) {
        return Double.isNaN(interval.low())
                ? share(value)
                : "%s (%s to %s)".formatted(share(value), share(interval.low()), share(interval.high()));
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private void line(String format, Object... values) {
        String line = values.length == 0 ? format.replace("%%", "%") : String.format(Locale.ROOT, format, values);
        text.append(line.stripTrailing()).append('\n');
    }
}
