package throughline.papers.reasoning;

import java.util.List;
import throughline.hardware.Device;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.TokenClock;
import throughline.training.Transformer;

/// What paths cost in time: a step of the 1.5B model on an A800, at its datasheet's rates, with what the program adds
/// to each step solved from the one published figure. All that follows is arithmetic.
final class ParaThinkerLatency {
    private static final String EIGHT = "latency of 8 paths over that of one, 1.5B";
    private static final String SIXTEEN = "latency of 16 paths less twice that of one, over that of one";
    private static final String AGAIN = "seconds to read 8 x 16K tokens again";
    private static final double CONTEXT = 8_192;

    private ParaThinkerLatency() {}

    static List<Reported> reported() {
        return List.of(
                Reported.printed(EIGHT, 1.071, "", "abstract: 7.1 % more"),
                Reported.falls(SIXTEEN, "", "README: 16 paths take less than twice one", Provenance.AUTHORS_DATA),
                Reported.notKnown(AGAIN, "s", "what keeping keys and values saves; no number is published"));
    }

    /// Seconds of a step of so many paths with half of their 16K tokens, on the device alone.
    static double step(int paths) {
        return clock(TokenClock.Rates.IDEAL).step(paths, paths * CONTEXT).value();
    }

    private static TokenClock clock(TokenClock.Rates rates) {
        return TokenClock.of(Transformer.named("qwen2.5-1.5b"), Device.named("a800-sxm-80gb"))
                .with(rates);
    }

    static void claims(Evidence evidence) {
        Constant overhead = evidence.fit("seconds that the program adds to a step", rows -> {
            double more = rows.value(EIGHT) - 1;
            return (step(8) - (1 + more) * step(1)) / more;
        });
        evidence.claim(Recomputed.of(EIGHT, ratio(8, overhead.value()))
                .within(Tolerance.absolute(5e-4, "rounded"))
                .using(overhead)
                .byArithmetic("the overhead is solved from it"));
        evidence.claim(Recomputed.of(SIXTEEN, ratio(16, overhead.value()) - 2)
                .within(Tolerance.direction(0, "exact"))
                .using(overhead)
                .byArithmetic("any overhead above 0.1 ms gives it"));
        TokenClock half = clock(new TokenClock.Rates(1, 0.5, 0, false));
        evidence.claim(Recomputed.of(AGAIN, half.prefill(8 * 16_384, 4 * 16_384).value())
                .using(Constant.frozen("share of the peak", 0.5, "usual", Provenance.RECALLED)));
    }

    private static double ratio(int paths, double overhead) {
        return (step(paths) + overhead) / (step(1) + overhead);
    }
}
