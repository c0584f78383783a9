package throughline.papers.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.ranks.RingTimes;

/// Queries around the ring, outputs straight back (TokenRing, arXiv 2412.20501). Held against the times that the
/// authors' repository reports of four A10, with the bandwidth of their links taken from ring attention's step, and
/// against dense attention by running it.
public final class TokenRing implements Paper {
    private static final String README = "repository, README: 4 x A10, Llama 2 7B, 24,000 tokens, causal";
    private static final String TIMELINE = "repository, timelines of a profiler, read off pixels to 8 %";
    private static final String DERIVED = "implied by the mechanism; not a number of the paper";
    private static final String RING_STEP = "ring attention, a step";
    private static final String STEP = "TokenRing, steps 0 and 1";
    private static final String LATER_STEP = "TokenRing, step 2";
    private static final String RING = "ring attention, total";
    private static final String TOKEN_RING = "TokenRing, total";
    private static final String SPEED_UP = "speed-up";
    private static final String LINKS = "speed-up of a step where links bind";
    private static final String COMPUTE = "speed-up where computing binds";
    private static final String GROUPED = "gain where four heads share keys and links bind";
    private static final String HALF_DUPLEX = "speed-up on links of one direction at a time";
    private static final String DISTANCE = "distance from dense attention";
    private static final String BALANCE = "scores of the busiest rank over the least busy";
    private static final String SENT = "elements sent over those of the formula";
    private static final int TOKENS = 24_000;

    @Override
    public String id() {
        return "TokenRing";
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        return List.of(
                Reported.of(RING_STEP, 7.6, "ms", README, Provenance.AUTHORS_DATA),
                Reported.of(STEP, 3.5, "ms", README, Provenance.AUTHORS_DATA),
                Reported.of(LATER_STEP, 4.6, "ms", README, Provenance.AUTHORS_DATA),
                Reported.of(RING, 26.8, "ms", TIMELINE, Provenance.READ_OFF_FIGURE),
                Reported.of(TOKEN_RING, 17.1, "ms", TIMELINE, Provenance.READ_OFF_FIGURE),
                Reported.of(SPEED_UP, 1.56, "", TIMELINE, Provenance.READ_OFF_FIGURE),
                Reported.of(LINKS, 2, "", DERIVED, told),
                Reported.of(COMPUTE, 1, "", DERIVED, told),
                Reported.falls(GROUPED, "", DERIVED, told),
                Reported.of(HALF_DUPLEX, 1, "", DERIVED, told),
                Reported.of(DISTANCE, 0, "", "repository, code: exact attention", told),
                Reported.of(BALANCE, 1, "", "repository, code: zigzag", told),
                Reported.of(SENT, 1, "", "repository, code: halves", told));
    }

    /// The system of the measurements: four devices on PCI Express. What its devices do when is a Gantt chart:
    ///
    /// ```java
    /// RingTimes times = TokenRing.system(84e12, 12.9e9);
    /// show(Figure.from(times.ring().table()).by("what").gantt("rank", "from [s]", "to [s]"));
    /// show(Figure.from(times.tokenRing().table()).by("what").gantt("rank", "from [s]", "to [s]"));
    /// ```
    ///
    /// @param rate      operations a second in attention
    /// @param bandwidth bytes a second in each direction
    public static RingTimes system(double rate, double bandwidth) {
        return RingTimes.causal(4, TOKENS, 32, 128, rate, bandwidth);
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        Constant link = evidence.fit("link, B/s", TokenRing::bandwidth);
        Constant rate = evidence.fit("attention, FLOP/s", TokenRing::rate);
        RingTimes times = system(rate.value(), link.value());
        steps(evidence, link, times);
        totals(evidence, link, rate, times);
        limits(evidence, link, rate, times);
        progress.report(1, 2);
        if (!cancel.requested()) {
            runs(evidence);
        }
        progress.report(2, 2);
    }

    /// The links bind ring attention's step.
    private static double bandwidth(Published published) {
        return system(1, 1).keyBytes() / (1e-3 * published.value(RING_STEP));
    }

    /// Computing binds TokenRing's first steps.
    private static double rate(Published published) {
        return system(1, 1).compute() / (1e-3 * published.value(STEP));
    }

    private static void steps(Evidence evidence, Constant link, RingTimes times) {
        double queries = 1e3 * times.queryBytes() / link.value();
        evidence.claim(Recomputed.of(STEP, queries)
                .within(Tolerance.relative(0.12, "the bandwidth is known to a digit and a half"))
                .against(Null.of("as long as step 2", published -> published.value(LATER_STEP)))
                .using(link));
        evidence.claim(Recomputed.of(LATER_STEP, queries)
                .within(Tolerance.relative(0.12, "as for the steps before"))
                .against(Null.of("as long as the steps before", published -> published.value(STEP)))
                .using(link)
                .tried("Queries and outputs share no direction of a link here. There they meet on the way through the"
                        + " host's two bridges, of which nothing is known but this number."));
    }

    private static void totals(Evidence evidence, Constant link, Constant rate, RingTimes times) {
        double ring = times.ring().seconds();
        double tokenRing = times.tokenRing().seconds();
        evidence.claim(Recomputed.of(RING, 1e3 * ring)
                .within(Tolerance.relative(0.08, "as well as it can be read"))
                .against(Null.of("four of its steps", published -> 4 * published.value(RING_STEP)))
                .using(link, rate));
        evidence.claim(Recomputed.of(TOKEN_RING, 1e3 * tokenRing)
                .within(Tolerance.relative(0.15, "as for the speed-up"))
                .against(Null.of(
                        "four steps, the last as the first",
                        published -> 3 * published.value(STEP) + published.value(LATER_STEP)))
                .using(link, rate));
        evidence.claim(Recomputed.of(SPEED_UP, ring / tokenRing)
                .within(Tolerance.relative(0.15, "two totals that are read to 8 %"))
                .against(Null.of(
                        "of a mean step",
                        published -> published.value(RING_STEP)
                                / (2 * published.value(STEP) / 3 + published.value(LATER_STEP) / 3)))
                .using(link, rate));
    }

    private static void limits(Evidence evidence, Constant link, Constant rate, RingTimes times) {
        RingTimes linkBound = times.with("tokens", "1000");
        evidence.claim(Recomputed.of(
                        LINKS, linkBound.ring().step(0) / linkBound.tokenRing().step(0))
                .within(Tolerance.relative(0.01, "exact but for the sums of exponentials"))
                .byArithmetic("keys and values are twice the queries"));
        evidence.claim(Recomputed.of(COMPUTE, speedUp(times.with("tokens", "1000000")))
                .within(Tolerance.relative(0.05, "a limit, seen at a million tokens"))
                .against(Null.of("as measured at 24,000 tokens", published -> published.value(SPEED_UP)))
                .using(link, rate));
        evidence.claim(Recomputed.of(GROUPED, speedUp(linkBound.with("keyHeads", "8")) - 1)
                .within(Tolerance.direction(0, "nothing is left to chance"))
                .using(link, rate));
        evidence.claim(Recomputed.of(HALF_DUPLEX, speedUp(times.with("duplex", "false")))
                .within(Tolerance.relative(0.1, "a statement, not a number"))
                .against(Null.of("as measured", published -> published.value(SPEED_UP)))
                .using(link, rate)
                .tried("What is left is the computation of the last step, which hides behind sending outputs: on links"
                        + " that bind, both ways send 2 (n - 1) times the queries."));
    }

    private static double speedUp(RingTimes times) {
        return times.ring().seconds() / times.tokenRing().seconds();
    }

    private static void runs(Evidence evidence) {
        Measured<List<TokenRingRun>> runs = evidence.measure(
                "TokenRing on 2, 4 and 8 ranks",
                () -> IntStream.of(2, 4, 8).mapToObj(TokenRingRun::of).toList());
        evidence.claim(Recomputed.of(DISTANCE, largest(runs.value(), TokenRingRun::distance))
                .within(Tolerance.absolute(1e-10, "rounding of doubles"))
                .against(Null.of(largest(runs.value(), TokenRingRun::alone), "each rank attends to its own tokens"))
                .from(runs));
        evidence.claim(Recomputed.of(BALANCE, largest(runs.value(), TokenRingRun::balance))
                .within(Tolerance.absolute(0, "counted"))
                .against(Null.of(largest(runs.value(), TokenRingRun::inOrder), "tokens in order"))
                .from(runs));
        evidence.claim(Recomputed.of(SENT, largest(runs.value(), TokenRingRun::sent))
                .within(Tolerance.absolute(0, "counted"))
                .against(Null.of(4 / 3.0, "whole queries at every step"))
                .from(runs));
    }

    private static double largest(List<TokenRingRun> runs, ToDoubleFunction<TokenRingRun> value) {
        return runs.stream().mapToDouble(value).max().orElseThrow();
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        RingTimes times = system(rate(published), bandwidth(published));
        int[] lengths = IntStream.rangeClosed(0, 32)
                .map(i -> (int) Math.round(4000 * Math.pow(2, i / 4.0) / 4) * 4)
                .toArray();
        Plot plot = Plot.of(
                "Queries around the ring pay while links bind and heads have keys of their own",
                Axis.of("tokens", "").logarithmic(),
                Axis.of("speed-up over ring attention", ""));
        for (int keyHeads : new int[] {32, 16, 8, 4}) {
            RingTimes shared = times.with("keyHeads", Integer.toString(keyHeads));
            plot = plot.line(
                    "queries to keys, heads: %d to 1".formatted(32 / keyHeads),
                    Arrays.stream(lengths).asDoubleStream().toArray(),
                    Arrays.stream(lengths)
                            .mapToDouble(tokens -> speedUp(shared.with("tokens", Integer.toString(tokens))))
                            .toArray());
        }
        return Optional.of(
                plot.published("measured, 1 to 1", new double[] {TOKENS}, new double[] {published.value(SPEED_UP)}));
    }
}
