package throughline.papers.tokens;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import throughline.scaling.HoldOut;
import throughline.scaling.Law;
import throughline.scaling.Naive;
import throughline.scaling.Observations;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What the loss of a model should be that nobody has trained yet: by a law that was fitted to smaller ones, and by
/// what needs no law.
///
/// @param losses in nats per token, by what says so; the law comes first
record TokenPrediction(SequencedMap<String, Double> losses) {
    /// The name under which the law's own is kept.
    static final String LAW = "law in N, D and P";

    /// @param trained what is known
    /// @param next    what is predicted; its loss is not looked at
    /// @return empty when cancelled: a fit that was cut short is no law's prediction
    static Optional<TokenPrediction> of(List<TokenLoss> trained, TokenLoss next, Cancel cancel) {
        // A row has a loss, even one that nobody knows.
        TokenLoss row = new TokenLoss(next.cell(), next.n(), next.rest(), 1);
        Observations rows = rows(Stream.concat(trained.stream(), Stream.of(row)).toList());
        double n = next.n();
        double d = next.cell().tokens();
        double p = next.cell().streams();
        HoldOut hold = law(trained)
                .holdOut(
                        rows,
                        other -> other.get("N") == n && other.get("D") == d && other.get("P") == p,
                        cancel,
                        Progress.NONE);
        if (cancel.requested()) {
            return Optional.empty();
        }
        SequencedMap<String, Double> losses = new LinkedHashMap<>();
        losses.put(LAW, hold.fit().predict(hold.held())[0]);
        losses.put("the last two D", hold.naive(Naive.LAST_DOUBLING, "D")[0]);
        losses.put("a log-log line in D", hold.naive(Naive.LOG_LINE, "D")[0]);
        losses.put("the last two N", along(trained, next.cell(), n));
        losses.put("the last two P", streams(trained, next.cell()));
        losses.put("a log-log plane", hold.naive(Naive.LOG_PLANE, "D")[0]);
        return Optional.of(new TokenPrediction(losses));
    }

    /// The law that the rows allow: without P where all have one.
    static Law law(List<TokenLoss> trained) {
        return law(
                trained.stream().map(loss -> loss.cell().streams()).distinct().count() > 1);
    }

    /// @param streams whether P varies
    static Law law(boolean streams) {
        return streams ? Law.parallelChinchilla() : Law.chinchilla();
    }

    /// The rows as a law takes them.
    static Observations rows(List<TokenLoss> losses) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("N", column(losses, TokenLoss::n));
        columns.put("D", column(losses, loss -> loss.cell().tokens()));
        columns.put("P", column(losses, loss -> loss.cell().streams()));
        columns.put("loss", column(losses, TokenLoss::loss));
        return Observations.of(columns);
    }

    private static double[] column(List<TokenLoss> losses, ToDoubleFunction<TokenLoss> value) {
        return losses.stream().mapToDouble(value).toArray();
    }

    /// The next smaller sizes of models, under the same D and P, and the line through their logarithms.
    private static double along(List<TokenLoss> trained, TokenCell next, double n) {
        List<TokenLoss> group = trained.stream()
                .filter(loss ->
                        loss.cell().tokens() == next.tokens() && loss.cell().streams() == next.streams())
                .toList();
        return line(group, TokenLoss::n, n);
    }

    /// Fewer streams, under the same model and D; NaN where there are not two.
    private static double streams(List<TokenLoss> trained, TokenCell next) {
        List<TokenLoss> group = trained.stream()
                .filter(loss -> loss.cell().tokens() == next.tokens()
                        && loss.cell().layers() == next.layers()
                        && loss.cell().width() == next.width())
                .toList();
        return line(group, loss -> loss.cell().streams(), next.streams());
    }

    /// The straight line in the logarithm of the size through the last two of a group.
    private static double line(List<TokenLoss> group, ToDoubleFunction<TokenLoss> size, double at) {
        if (group.size() < 2) {
            return Double.NaN;
        }
        TokenLoss last = group.getLast();
        TokenLoss before = group.get(group.size() - 2);
        double slope =
                (last.loss() - before.loss()) / StrictMath.log(size.applyAsDouble(last) / size.applyAsDouble(before));
        return last.loss() + slope * StrictMath.log(at / size.applyAsDouble(last));
    }

    /// The rows of a file.
    List<String> lines() {
        return losses.entrySet().stream()
                .map(loss -> String.format(Locale.ROOT, "%s,%.6f", loss.getKey(), loss.getValue()))
                .toList();
    }

    static TokenPrediction parse(List<String> lines) {
        SequencedMap<String, Double> losses = new LinkedHashMap<>();
        for (String line : lines) {
            int comma = line.lastIndexOf(',');
            losses.put(line.substring(0, comma), Double.parseDouble(line.substring(comma + 1)));
        }
        return new TokenPrediction(losses);
    }
}
