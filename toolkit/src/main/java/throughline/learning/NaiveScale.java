package throughline.learning;

/// How much a target changes in one step where training may look: what errors are divided by to have no unit.
///
/// @param absolute    mean absolute change, that of MASE (Hyndman & Koehler 2006)
/// @param rootSquared root of the mean squared change, that of RMSSE (Makridakis, Spiliotis & Assimakopoulos 2022, the
///                    M5 competition)
public record NaiveScale(double absolute, double rootSquared) {
    /// The scale of a target over the stretches that training may see, never across two; zero where it never changes.
    ///
    /// @param target from 0
    public static NaiveScale of(Windows train, int target) {
        double absolute = 0;
        double squared = 0;
        long steps = 0;
        for (double[][] columns : train.stretches().toList()) {
            double[] values = columns[target];
            for (int i = 1; i < values.length; i++) {
                double change = values[i] - values[i - 1];
                absolute += Math.abs(change);
                squared += change * change;
            }
            steps += Math.max(0, values.length - 1);
        }
        return steps == 0 ? new NaiveScale(0, 0) : new NaiveScale(absolute / steps, Math.sqrt(squared / steps));
    }
}
