package throughline.reasoning.fit;

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
        double mean = ExpectedAccuracy.mean(voted);
        double one = ExpectedAccuracy.mean(single);
        double variance = moment(voted, mean, voted, mean);
        double known = square(moment(voted, mean, single, one)) / moment(single, one, single, one);
        double fall = mean - moment(voted, 0, voted, 0);
        return new Band(mean, Math.sqrt((variance - known + fall) / problems), Math.sqrt((variance + fall) / problems));
    }

    private static double moment(double[] some, double of, double[] others, double other) {
        double[] products = new double[some.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = (some[i] - of) * (others[i] - other);
        }
        return ExpectedAccuracy.mean(products);
    }

    private static double square(double x) {
        return x * x;
    }

    /// How many standard deviations an accuracy lies above what is expected.
    public double deviations(double accuracy) {
        return (accuracy - expected) / deviation;
    }
}
