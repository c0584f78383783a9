package throughline.reasoning.fit;

import throughline.spec.BadInput;

/// A published accuracy.
///
/// @param key      its name
/// @param measure  what was counted
/// @param paths    traces, at least 1
/// @param budget   tokens of each, at least 1; infinite where none was cut
/// @param accuracy share of the problems, 0 to 1
public record Row(String key, Measure measure, int paths, double budget, double accuracy) {
    /// What an accuracy counts.
    public enum Measure {
        /// Problems to which the panel's own vote gives the right answer.
        ANSWER,
        /// Problems of which the most frequent answer is right: cons@k.
        MAJORITY,
        /// Problems of which at least one trace is right: pass@k.
        PASS
    }

    public Row {
        if (paths < 1 || !(budget >= 1) || !(accuracy >= 0 && accuracy <= 1)) {
            throw new BadInput(
                    "row %s [%d paths of %s tokens, accuracy %s]: paths and tokens at least 1, accuracy a share",
                    key, paths, budget, accuracy);
        }
    }

    /// Of one trace.
    public static Row single(String key, double budget, double accuracy) {
        return new Row(key, Measure.ANSWER, 1, budget, accuracy);
    }

    /// Of the panel's own vote.
    public static Row voted(String key, int paths, double budget, double accuracy) {
        return new Row(key, Measure.ANSWER, paths, budget, accuracy);
    }

    /// Of a majority of uncut traces: cons@k.
    public static Row majority(String key, int paths, double accuracy) {
        return new Row(key, Measure.MAJORITY, paths, Double.POSITIVE_INFINITY, accuracy);
    }

    /// Of at least one of uncut traces: pass@k.
    public static Row pass(String key, int paths, double accuracy) {
        return new Row(key, Measure.PASS, paths, Double.POSITIVE_INFINITY, accuracy);
    }

    /// Whether it tells how chances and errors are spread, with no summary between.
    boolean plain() {
        return paths > 1 && measure != Measure.ANSWER;
    }
}
