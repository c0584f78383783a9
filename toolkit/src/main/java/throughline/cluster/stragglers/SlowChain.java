package throughline.cluster.stragglers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// Ranks that are slow from one round to the next: a chain of two states for each, and how long they take in either.
///
/// ```java
/// SlowChain chain = SlowChain.lambda();
/// chain.share();     // 0.0506 of the ranks are slow
/// chain.meanBurst(); // for 1.11 rounds on end
/// ```
///
/// @param name         for people
/// @param source       of the numbers
/// @param becomesSlow  probability that a rank which is not slow is slow in the next round, 0 to 1
/// @param staysSlow    probability that a slow rank is slow in the next round too, 0 to less than 1
/// @param fastest      time of the fastest rank, in seconds, positive
/// @param usual        time of a rank that is not slow over that of the fastest, from 1
/// @param slow         the same of a slow rank; no less
/// @param outlierRate  share of ranks that a round loses for long, 0 to 1
/// @param outlierLow   shortest such time, in seconds
/// @param outlierHigh  longest such time, in seconds
public record SlowChain(
        String name,
        String source,
        double becomesSlow,
        double staysSlow,
        double fastest,
        Quantiles usual,
        Quantiles slow,
        double outlierRate,
        double outlierLow,
        double outlierHigh) {
    public SlowChain {
        share("becomesSlow", becomesSlow);
        share("staysSlow", staysSlow);
        share("outlierRate", outlierRate);
        if (staysSlow == 1) {
            throw new BadInput("staysSlow [1.0] must be less than 1, so that a slow rank recovers");
        }
        if (!(fastest > 0 && fastest < Double.POSITIVE_INFINITY)) {
            throw new BadInput("fastest [%s s] must be positive", fastest);
        }
        if (usual.values().getFirst() < 1
                || slow.values().getFirst() < usual.values().getLast()) {
            throw new BadInput(
                    "multipliers [usual from %s to %s, slow from %s] must begin at 1 or more, and those of slow ranks not"
                            + " below the others",
                    usual.values().getFirst(),
                    usual.values().getLast(),
                    slow.values().getFirst());
        }
        if (!(outlierLow >= fastest && outlierHigh >= outlierLow && outlierHigh < Double.POSITIVE_INFINITY)) {
            throw new BadInput(
                    "outliers [%s s to %s s] must rise, and not be faster than the fastest [%s s]",
                    outlierLow, outlierHigh, fastest);
        }
    }

    private static void share(String key, double found) {
        if (!(found >= 0 && found <= 1)) {
            throw new BadInput("%s [%s] must be from 0 to 1", key, found);
        }
    }

    /// The functions of AWS Lambda that trained for the paper on sequential gradient coding.
    public static SlowChain lambda() {
        JsonNode yaml = Resource.yaml("lambda.yaml");
        return new SlowChain(
                yaml.get("name").asText(),
                yaml.get("source").asText(),
                yaml.get("becomesSlow").asDouble(),
                yaml.get("staysSlow").asDouble(),
                yaml.get("fastest").asDouble(),
                quantiles(yaml.get("usual")),
                quantiles(yaml.get("slow")),
                yaml.get("outlierRate").asDouble(),
                yaml.get("outlierLow").asDouble(),
                yaml.get("outlierHigh").asDouble());
    }

    private static Quantiles quantiles(JsonNode pairs) {
        List<Double> shares = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        pairs.forEach(pair -> {
            shares.add(pair.get(0).asDouble());
            values.add(pair.get(1).asDouble());
        });
        return new Quantiles(shares, values);
    }

    /// Share of rounds in which a rank is slow, in the long run.
    public double share() {
        return becomesSlow / (becomesSlow + 1 - staysSlow);
    }

    /// Rounds on end for which a rank that has become slow is so, on average.
    public double meanBurst() {
        return 1 / (1 - staysSlow);
    }

    /// This chain with other probabilities.
    public SlowChain with(double becomes, double stays) {
        return new SlowChain(name, source, becomes, stays, fastest, usual, slow, outlierRate, outlierLow, outlierHigh);
    }

    /// This chain, losing ranks for long at another rate.
    public SlowChain losing(double rate) {
        return new SlowChain(name, source, becomesSlow, staysSlow, fastest, usual, slow, rate, outlierLow, outlierHigh);
    }

    /// This chain with a fastest rank that takes another time, in seconds.
    public SlowChain fastest(double seconds) {
        return new SlowChain(
                name, source, becomesSlow, staysSlow, seconds, usual, slow, outlierRate, outlierLow, outlierHigh);
    }

    /// This chain with slow ranks that are farther from the least of them.
    ///
    /// @param factor of the distance: 1 changes nothing, 0 makes all slow ranks equal
    public SlowChain stretched(double factor) {
        double least = slow.values().getFirst();
        Quantiles farther = new Quantiles(
                slow.shares(),
                slow.values().stream()
                        .map(value -> least + factor * (value - least))
                        .toList());
        return new SlowChain(
                name, source, becomesSlow, staysSlow, fastest, usual, farther, outlierRate, outlierLow, outlierHigh);
    }
}
