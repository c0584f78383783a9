package throughline.papers.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import throughline.data.Estimate;
import throughline.scaling.Fit;
import throughline.scaling.Observations;

/// What a [TokenGrid] came to so far.
public final class TokenResults {
    private final List<TokenLoss> losses;
    private final TokenCell largest;
    private final Optional<TokenPrediction> prediction;
    private final double seconds;

    TokenResults(List<TokenLoss> losses, TokenCell largest, Optional<List<String>> prediction, double seconds) {
        this.losses = List.copyOf(losses);
        this.largest = largest;
        this.prediction = prediction.map(TokenPrediction::parse);
        this.seconds = seconds;
    }

    /// Whether every configuration is trained.
    public boolean complete() {
        return reached().isPresent();
    }

    /// The configurations that are done, with columns `N`, `D`, `P` and `loss`, small to large.
    public Observations observations() {
        return TokenPrediction.rows(losses);
    }

    /// The law in N, D and P, fitted to all that is done.
    public Fit fit() {
        return TokenPrediction.law(losses).fit(observations());
    }

    /// Loss of the largest configuration, which was predicted before it was trained; empty until then.
    public OptionalDouble reached() {
        return losses.stream()
                .filter(loss -> loss.cell().equals(largest))
                .mapToDouble(TokenLoss::loss)
                .findFirst();
    }

    /// What the law, fitted to all others, predicted for it; empty until then.
    public OptionalDouble predicted() {
        return prediction
                .map(said -> OptionalDouble.of(said.losses().get(TokenPrediction.LAW)))
                .orElse(OptionalDouble.empty());
    }

    /// Change of the loss when streams are doubled, all else alike: mean and standard error over models and amounts
    /// of data. Below 0 means that streams help.
    ///
    /// @param streams after doubling, 2 or more
    /// @return empty where fewer than two pairs are there
    public Optional<Estimate> doubling(int streams) {
        double[] changes = losses.stream()
                .filter(loss -> loss.cell().streams() == streams)
                .flatMap(more -> losses.stream()
                        .filter(less -> half(less.cell(), more.cell()))
                        .map(less -> more.loss() - less.loss()))
                .mapToDouble(Double::doubleValue)
                .toArray();
        return changes.length < 2 ? Optional.empty() : Optional.of(Estimate.of(changes));
    }

    private static boolean half(TokenCell less, TokenCell more) {
        return 2 * less.streams() == more.streams()
                && less.tokens() == more.tokens()
                && less.width() == more.width()
                && less.layers() == more.layers();
    }

    /// What there is to say, a line each.
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%d configurations, %.0f s of training", losses.size(), seconds));
        if (!complete()) {
            return lines;
        }
        lines.add(fit().toString());
        double loss = reached().orElseThrow();
        lines.add(String.format(
                Locale.ROOT,
                "the largest, trained last: %.4f nats per token; %s",
                loss,
                prediction.isPresent() ? "predicted before by" : "nobody predicted it before"));
        prediction.ifPresent(said -> said.losses()
                .forEach((by, value) ->
                        lines.add(String.format(Locale.ROOT, "  %-20s %.4f (%+.4f)", by, value, value - loss))));
        for (int streams = 2; streams <= largest.streams(); streams *= 2) {
            int more = streams;
            doubling(streams)
                    .ifPresent(change -> lines.add(String.format(
                            Locale.ROOT,
                            "P = %d instead of %d changes the loss by %+.4f ± %.4f",
                            more,
                            more / 2,
                            change.mean(),
                            change.standardError())));
        }
        return lines;
    }
}
