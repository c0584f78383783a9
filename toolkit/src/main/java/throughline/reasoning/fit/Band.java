package throughline.reasoning.fit;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import throughline.spec.BadInput;

/// How far a benchmark of few problems may be off though a panel is right: which problems it happens to have, and how
/// the vote on each happened to fall. Given how many of the same problems one trace solved, as published: problems that
/// are hard for one trace are hard for a vote, so most of the chance in the choice of problems is known already.
///
/// ```java
/// Band band = Band.of(panel, 64, Double.POSITIVE_INFINITY, 30);
/// band.deviations(0.80);        // how many standard deviations a published cons@64 is off
/// ```
///
/// @param expected accuracy
/// @param deviation standard deviation of the accuracy, given pass@1
/// @param free      standard deviation were pass@1 of the same problems not known
public record Band(double expected, double deviation, double free) {
    /// Of paths put to the panel's vote once, beside the pass@1 of uncut traces of the same problems, of which so many
    /// were made that it is their mean chance.
    ///
    /// @param paths    at least 1
    /// @param budget   tokens of each, may be infinite
    /// @param problems of the benchmark, at least 2
    public static Band of(Panel panel, int paths, double budget, int problems) {
        if (problems < 2) {
            throw new BadInput("problems [%d] must be at least 2", problems);
        }
        ExpectedAccuracy expected = panel.expected(paths);
        double[] voted = expected.problems(paths, budget);
        double[] single = expected.problems(1, Double.POSITIVE_INFINITY);
        double fall = ExpectedAccuracy.mean(voted) - ExpectedAccuracy.mean(products(voted, 0, voted, 0));
        return of(voted, single, fall, problems, ExpectedAccuracy::mean);
    }

    /// From runs, where anything else is known of the same problems, or the strategy is no panel: what a straight line
    /// through what is known leaves open.
    ///
    /// ```java
    /// Band band = Band.given(single, voted, 30);      // one value a problem of each, from 1,500 problems
    /// ```
    ///
    /// @param known    one value a problem
    /// @param values   of the same problems: 1 or 0 where the benchmark tries each once, the chance where it tries
    ///                 each so often that the chance is seen
    /// @param problems of the benchmark, at least 2
    public static Band given(double[] known, double[] values, int problems) {
        if (problems < 2 || known.length != values.length || known.length == 0) {
            throw new BadInput(
                    "problems [%d] must be at least 2, and as many values [%d] as known [%d], at least 1",
                    problems, values.length, known.length);
        }
        return of(values, known, 0, problems, some -> Arrays.stream(some)
                .average()
                .orElseThrow());
    }

    private static Band of(
            double[] values, double[] known, double fall, int problems, ToDoubleFunction<double[]> average) {
        double mean = average.applyAsDouble(values);
        double one = average.applyAsDouble(known);
        double variance = average.applyAsDouble(products(values, mean, values, mean));
        double spread = average.applyAsDouble(products(known, one, known, one));
        double shared = average.applyAsDouble(products(values, mean, known, one));
        double explained = spread == 0 ? 0 : shared * shared / spread;
        return new Band(
                mean,
                Math.sqrt(Math.max(0, variance - explained + fall) / problems),
                Math.sqrt((variance + fall) / problems));
    }

    /// Two standard deviations, in words for a claim beside which it stands.
    ///
    /// @param known what is known of the same problems
    /// @param scale of a printed unit: 100 where values are shares and points are printed, 1 where they are points
    public String words(String known, double scale) {
        return "two standard deviations over sets of problems with this %s are %.1f points"
                .formatted(known, 2 * scale * deviation);
    }

    private static double[] products(double[] some, double of, double[] others, double other) {
        double[] products = new double[some.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = (some[i] - of) * (others[i] - other);
        }
        return products;
    }

    /// How many standard deviations an accuracy lies above what is expected.
    public double deviations(double accuracy) {
        return (accuracy - expected) / deviation;
    }
}
