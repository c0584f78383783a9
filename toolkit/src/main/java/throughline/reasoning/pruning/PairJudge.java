package throughline.reasoning.pruning;

import throughline.random.Noise;
import throughline.random.Streams;

/// A judge of pairs of samples. What it knows of a problem's samples it turns into a [Similarity]; a simulated judge
/// sees how they end, and errs on purpose.
@FunctionalInterface
public interface PairJudge {
    /// Reads the samples of one problem.
    ///
    /// @param streams of this problem; the judge's errors come from below `judge`
    Similarity reads(Sampled samples, Streams streams);

    /// A judge that is never wrong: 1 for samples that end alike, otherwise 0.
    static PairJudge perfect() {
        return (samples, _) -> (one, other) -> samples.same(one, other) ? 1 : 0;
    }

    /// A judge that says anything from 0 to 1 of any pair.
    static PairJudge random() {
        return (_, streams) -> {
            Noise noise = new Noise(streams.named("judge/pairs"));
            return (one, other) -> Noise.uniform(bits(noise, one, other));
        };
    }

    /// A judge that says the same of every pair.
    static PairJudge always(double probability) {
        return (_, _) -> (_, _) -> probability;
    }

    /// Random bits of a pair, whichever of the two comes first.
    static long bits(Noise noise, int one, int other) {
        return noise.bits(Math.min(one, other), Math.max(one, other));
    }
}
