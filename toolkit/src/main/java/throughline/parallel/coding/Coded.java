package throughline.parallel.coding;

import org.hipparchus.fraction.Fraction;

/// Gradient coding: every job is coded over the workers and done within its round.
///
/// @param workers    n
/// @param stragglers s, from 0 to n - 1
public record Coded(int workers, int stragglers) implements Scheme {
    public Coded {
        GradientCode.check(workers, stragglers);
    }

    /// Without a code: each worker has a chunk of its own, and all are waited for.
    public static Coded uncoded(int workers) {
        return new Coded(workers, 0);
    }

    @Override
    public Fraction load() {
        return new Fraction(stragglers + 1, workers);
    }

    @Override
    public int delay() {
        return 0;
    }

    @Override
    public StragglerPattern pattern() {
        return new StragglerPattern.PerRound(stragglers);
    }

    @Override
    public int codeStragglers() {
        return stragglers;
    }

    /// As [SelectiveRepeat] does where nothing is ever repeated.
    @Override
    public Course start(int jobs) {
        return new RepeatCourse(this, Course.check(jobs), 0);
    }
}
