package throughline.learning;

import java.util.Arrays;
import throughline.spec.BadInput;

/// Whether one forecaster's errors are lower than another's, over several seeds.
public enum Verdict {
    /// Lower, by more than twice the standard deviation of the difference between seeds.
    BETTER("better"),
    /// Higher, by more than that.
    WORSE("worse"),
    /// Neither.
    TIE("tie"),
    /// Fewer than three seeds, or errors that are no finite numbers: nothing can be said.
    NONE("-");

    private static final int FEWEST = 3;
    private static final double DEVIATIONS = 2;

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /// The verdict on errors that were made on the same deals: by the mean of their differences, seed by seed,
    /// against twice the standard deviation (not the standard error) of these differences. So a gain counts when it
    /// is larger than what another seed may take back.
    ///
    /// @param model     `[seed]`; lower is better
    /// @param reference `[seed]`
    /// @throws BadInput if there are not as many of both
    public static Verdict of(double[] model, double[] reference) {
        if (model.length != reference.length) {
            throw new BadInput("[%d] seeds cannot be compared with [%d]", model.length, reference.length);
        }
        if (model.length < FEWEST) {
            return NONE;
        }
        double[] differences = new double[model.length];
        Arrays.setAll(differences, seed -> model[seed] - reference[seed]);
        MeanSd spread = MeanSd.of(differences);
        if (!Double.isFinite(spread.sd)) {
            return NONE;
        }
        if (spread.mean < -DEVIATIONS * spread.sd) {
            return BETTER;
        }
        return spread.mean > DEVIATIONS * spread.sd ? WORSE : TIE;
    }

    /// @param mean of some values
    /// @param sd   their standard deviation, over their number less one; NaN for a single one
    record MeanSd(double mean, double sd) {
        static MeanSd of(double[] values) {
            double mean = Arrays.stream(values).sum() / values.length;
            double squares = Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            return new MeanSd(mean, values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
