package throughline.parallel.coding;

import java.util.BitSet;
import java.util.List;
import org.hipparchus.fraction.Fraction;
import throughline.spec.BadInput;

/// Which workers may straggle in which rounds so that a scheme still delivers.
public sealed interface StragglerPattern {
    /// Whether a round may follow others that conform.
    ///
    /// @param past stragglers of the rounds before, the last one last
    /// @param now  stragglers of this round
    boolean continues(List<BitSet> past, BitSet now);

    /// Rounds that one round's stragglers are weighed against, itself included.
    int window();

    /// Whether all rounds conform.
    ///
    /// @param rounds their stragglers
    default boolean conforms(List<BitSet> rounds) {
        for (int r = 0; r < rounds.size(); r++) {
            if (!continues(rounds.subList(0, r), rounds.get(r))) {
                return false;
            }
        }
        return true;
    }

    /// At most so many stragglers in any round.
    ///
    /// @param stragglers s, 0 or more
    record PerRound(int stragglers) implements StragglerPattern {
        @Override
        public boolean continues(List<BitSet> past, BitSet now) {
            return now.cardinality() <= stragglers;
        }

        @Override
        public int window() {
            return 1;
        }
    }

    /// Stragglers in bursts: in any W consecutive rounds at most λ workers straggle, each within B consecutive rounds.
    ///
    /// @param burst      B, 1 to W
    /// @param window     W, in rounds
    /// @param stragglers λ, 0 or more
    record Bursty(int burst, int window, int stragglers) implements StragglerPattern {
        public Bursty {
            if (burst < 1 || burst > window || stragglers < 0) {
                throw new BadInput(
                        "bursts [B=%d, W=%d, λ=%d] must have 1 <= B <= W and λ >= 0", burst, window, stragglers);
            }
        }

        @Override
        public boolean continues(List<BitSet> past, BitSet now) {
            int r = past.size();
            BitSet old = union(past, r + 1 - window, r + 1 - burst);
            if (old.intersects(now)) {
                return false;
            }
            BitSet all = union(past, r + 1 - window, r);
            all.or(now);
            return all.cardinality() <= stragglers;
        }

        /// The least load that any scheme with delay T = W - 2 + B can have under this pattern (the paper's theorem on
        /// the converse): (W - 1 + B) / (n (W - 1) + B (n - λ)).
        ///
        /// @param workers n, λ or more
        public Fraction leastLoad(int workers) {
            return new Fraction(window - 1 + burst, workers * (window - 1) + burst * (workers - stragglers));
        }
    }

    /// Stragglers anyhow: in any W' consecutive rounds at most λ' workers straggle, each at most N times.
    ///
    /// @param times      N, 0 or more
    /// @param window     W', in rounds
    /// @param stragglers λ', 0 or more
    record Arbitrary(int times, int window, int stragglers) implements StragglerPattern {
        public Arbitrary {
            if (times < 0 || window < 1 || stragglers < 0) {
                throw new BadInput(
                        "stragglers [N=%d, W'=%d, λ'=%d] must have N >= 0, W' >= 1 and λ' >= 0",
                        times, window, stragglers);
            }
        }

        @Override
        public boolean continues(List<BitSet> past, BitSet now) {
            int r = past.size();
            int first = Math.max(0, r + 1 - window);
            BitSet all = union(past, first, r);
            all.or(now);
            return all.cardinality() <= stragglers
                    && now.stream()
                            .allMatch(worker -> past.subList(first, r).stream()
                                                    .filter(round -> round.get(worker))
                                                    .count()
                                            + 1
                                    <= times);
        }
    }

    private static BitSet union(List<BitSet> rounds, int from, int to) {
        BitSet all = new BitSet();
        for (int r = Math.max(0, from); r < to; r++) {
            all.or(rounds.get(r));
        }
        return all;
    }
}
