package throughline.reasoning;

import org.apache.commons.rng.UniformRandomProvider;
import throughline.random.Noise;

/// The random numbers of one attempt at one problem, each by its place, so that every strategy meets the same ones.
///
/// @param noise   of the exam
/// @param problem index of the problem
/// @param attempt 0 and up; what belongs to the problem itself is drawn with attempt 0
record Draws(Noise noise, int problem, int attempt) {
    /// What a number is for.
    enum Use {
        RANK,
        PRIOR,
        CHANCE,
        WRONG,
        BETWEEN,
        OUTCOME,
        STRATEGY,
        WITHIN,
        FORCED,
        VOTE,
        POLICY
    }

    private static final int USES = 4;
    private static final int PLACES = 32;

    /// The bits of many places of one use, by [#column].
    Noise.Row row() {
        return noise.row(problem);
    }

    long column(Use use, long place) {
        return ((long) attempt << USES + PLACES) | place << USES | use.ordinal();
    }

    /// In [0, 1).
    double uniform(Use use, long place) {
        return Noise.uniform(noise.bits(problem, column(use, place)));
    }

    /// Standard normal.
    double normal(Use use, long place) {
        return Noise.normal(noise.bits(problem, column(use, place)), 0);
    }

    /// Numbers one after the other, for samplers that need an unknown count.
    UniformRandomProvider source(Use use, long from) {
        long[] next = {from};
        return () -> noise.bits(problem, column(use, next[0]++));
    }
}
