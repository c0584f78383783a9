package throughline.papers.decoding;

import java.util.List;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;

/// Which models the law holds equal: 2.8 billion parameters with 4 streams, on code, and others with 1, 2 and 8. The
/// authors' own demonstration prints them. Which they are follows from `k` alone, what loss they have from all
/// coefficients; so whoever has these has them, and they are marked as arithmetic.
final class ParScaleEquivalence {
    private static final String DEMONSTRATION = "the authors' demonstration (Hugging Face space)";
    private static final String LOSS = "loss of 2.8B with 4 streams by the law";
    private static final String FOLLOWS = "follows from the coefficients, which are claims of their own";
    private static final double SIZE = 2.8;
    private static final double STREAMS = 4;
    private static final int[] OTHERS = {1, 2, 8};

    private ParScaleEquivalence() {}

    static List<Reported> reported() {
        return List.of(
                row(LOSS, 1.01548, "nats"),
                row(size(1), 4.33, "1e9"),
                row(size(2), 3.4, "1e9"),
                row(size(8), 2.38, "1e9"));
    }

    private static Reported row(String key, double value, String unit) {
        return Reported.of(key, value, unit, DEMONSTRATION, Provenance.AUTHORS_DATA);
    }

    private static String size(int streams) {
        return "parameters with P = %d that equal 2.8B with P = 4".formatted(streams);
    }

    /// @param loss of 2.8 billion with 4 streams by the law
    /// @param k    of the law
    /// @param law  its constants
    static void claims(Evidence evidence, double loss, double k, Constant[] law) {
        evidence.claim(Recomputed.of(LOSS, loss)
                .within(Tolerance.absolute(0.0005, "theirs comes from coefficients of four digits"))
                .using(law)
                .byArithmetic(FOLLOWS));
        for (int streams : OTHERS) {
            evidence.claim(Recomputed.of(size(streams), SIZE * worth(STREAMS, k) / worth(streams, k))
                    .within(Tolerance.relative(0.01, "printed with two or three digits"))
                    .using(law)
                    .byArithmetic(FOLLOWS));
        }
    }

    /// How many times the parameters streams are worth.
    private static double worth(double streams, double k) {
        return 1 + k * StrictMath.log(streams);
    }
}
