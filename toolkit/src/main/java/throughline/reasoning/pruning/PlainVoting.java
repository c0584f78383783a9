package throughline.reasoning.pruning;

import java.util.List;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// Votes without any judge: of all samples, or of as many as some tokens pay for. Samples arrive in random order, so
/// the first are as good as any.
public final class PlainVoting {
    private PlainVoting() {}

    /// All samples run to their end and vote: cons@N.
    public static Pruned of(Sampled samples) {
        return first(samples, samples.count());
    }

    /// The first samples run to their end and vote, as many as their tokens allow, and at least one.
    public static Pruned within(Sampled samples, double tokens) {
        if (Double.isNaN(tokens)) {
            throw new BadInput("tokens [%s] must be a number", tokens);
        }
        int count = 0;
        double used = 0;
        while (count < samples.count() && (count == 0 || used + samples.tokens()[count] <= tokens)) {
            used += samples.tokens()[count++];
        }
        return first(samples, count);
    }

    /// The first samples run to their end and vote.
    ///
    /// @param count from 1 to as many as there are
    public static Pruned first(Sampled samples, int count) {
        if (count < 1 || count > samples.count()) {
            throw new BadInput("votes [%d] must be from 1 to the %d samples there are", count, samples.count());
        }
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        double kept = all.stream().mapToDouble(s -> samples.tokens()[s]).sum();
        return new Pruned(all, Votes.majority(samples, all), 0, kept, 0, 0);
    }
}
