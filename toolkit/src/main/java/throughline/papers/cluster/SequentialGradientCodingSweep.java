package throughline.papers.cluster;

import static throughline.papers.cluster.SequentialGradientCodingProfile.ALPHA;
import static throughline.papers.cluster.SequentialGradientCodingProfile.ALPHA_LONDON;
import static throughline.papers.cluster.SequentialGradientCodingProfile.CHAIN;
import static throughline.papers.cluster.SequentialGradientCodingProfile.FASTEST;
import static throughline.papers.cluster.SequentialGradientCodingProfile.PROFILE;
import static throughline.papers.cluster.SequentialGradientCodingProfile.SEEDS;
import static throughline.papers.cluster.SequentialGradientCodingProfile.authors;
import static throughline.papers.cluster.SequentialGradientCodingTables.BEST_GC;
import static throughline.papers.cluster.SequentialGradientCodingTables.BEST_M;
import static throughline.papers.cluster.SequentialGradientCodingTables.BEST_SR;
import static throughline.papers.cluster.SequentialGradientCodingTables.GC;
import static throughline.papers.cluster.SequentialGradientCodingTables.M;
import static throughline.papers.cluster.SequentialGradientCodingTables.SR;
import static throughline.papers.cluster.SequentialGradientCodingTables.SWEEP;
import static throughline.papers.cluster.SequentialGradientCodingTables.UNCODED;
import static throughline.papers.cluster.SequentialGradientCodingTables.WORKERS;
import static throughline.papers.cluster.SequentialGradientCodingTables.canada;
import static throughline.papers.cluster.SequentialGradientCodingTables.london;
import static throughline.papers.cluster.SequentialGradientCodingTables.uncoded60;

import java.util.List;
import java.util.stream.IntStream;
import throughline.cluster.stragglers.SlowChain;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.papers.cluster.SequentialGradientCodingTables.Row;
import throughline.papers.cluster.SequentialGradientCodingTables.Setting;
import throughline.parallel.coding.Coded;
import throughline.parallel.coding.Multiplexed;
import throughline.parallel.coding.Scheme;
import throughline.parallel.coding.SelectiveRepeat;

/// What the authors simulated on their probes, before any job was coded, on drawn ranks.
final class SequentialGradientCodingSweep {
    private static final String ALONE =
            "Ranks are slow each by itself: 13 of a drawn round, 22 at most, so that a code for 14 waits for few; their"
                    + " profile has a round of 58. A chance of .3 or .5 to stay slow instead of .099, the share kept,"
                    + " makes 1 % of it.";

    private SequentialGradientCodingSweep() {}

    /// Mean seconds of jobs on drawn probes of the authors' length.
    private static double mean(SlowChain chain, double slope, Scheme scheme, double load, int jobs) {
        return IntStream.range(0, SEEDS)
                .mapToDouble(seed -> SequentialGradientCodingProbe.drawn(chain, 100, slope, seed)
                        .seconds(scheme, load, jobs))
                .average()
                .orElseThrow();
    }

    /// The time of the fastest rank with which the uncoded runtime comes out; it is linear in it but for the load.
    private static double fitFastest(double slope, double seconds, int jobs) {
        double load = UNCODED.load();
        double before = mean(CHAIN, slope, UNCODED.scheme(), load, jobs);
        double ofLoad = jobs * slope * load;
        return CHAIN.fastest() * (seconds - ofLoad) / (before - ofLoad);
    }

    /// Runtimes over a parameter, and those of the best, in Canada.
    static void inCanada(Evidence evidence) {
        Constant time =
                evidence.fit("fastest rank at no load, Canada", rows -> fitFastest(ALPHA, rows.value(uncoded60()), 60));
        SlowChain chain = CHAIN.fastest(time.value());
        for (Row row : SWEEP) {
            for (int i = 0; i < row.values().length; i++) {
                int value = row.values()[i];
                double found = mean(
                        chain, ALPHA, row.scheme().apply(value), row.loads().apply(value), 60);
                evidence.claim(Recomputed.of(row.key(i), found)
                        .within(Tolerance.relative(0.03, "drawn probes differ by 1 %, days by more"))
                        .against(row.line(i))
                        .using(PROFILE)
                        .using(time)
                        .tried(ALONE));
            }
        }
        for (Setting setting : List.of(GC, SR, M)) {
            evidence.claim(Recomputed.of(canada(setting), mean(chain, ALPHA, setting.as(), setting.load(), 80))
                    .within(Tolerance.relative(0.03, "as for 60 jobs"))
                    .against(Null.of(
                            "as much less than uncoded as in London",
                            rows -> rows.value(canada(UNCODED))
                                    * rows.value(london(setting))
                                    / rows.value(london(UNCODED))))
                    .using(PROFILE)
                    .using(time)
                    .tried(ALONE));
        }
    }

    /// The same in London.
    static void inLondon(Evidence evidence) {
        Constant time = evidence.fit(
                "fastest rank at no load, London", rows -> fitFastest(ALPHA_LONDON, rows.value(london(UNCODED)), 80));
        Constant slope = authors("α, London", ALPHA_LONDON, "name of their file: base_comp2_262");
        SlowChain chain = CHAIN.fastest(time.value());
        for (Setting setting : List.of(GC, SR, M)) {
            Scheme scheme = setting.inLondon();
            double load = scheme.load().doubleValue();
            Scheme as = setting == GC ? new Coded(WORKERS, 5) : scheme;
            evidence.claim(Recomputed.of(london(setting), mean(chain, ALPHA_LONDON, as, load, 80))
                    .within(Tolerance.relative(0.03, "as in Canada"))
                    .against(Null.of(
                            "as much less than uncoded as in Canada",
                            rows -> rows.value(london(UNCODED))
                                    * rows.value(canada(setting))
                                    / rows.value(canada(UNCODED))))
                    .using(PROFILE)
                    .using(slope, time)
                    .tried("The chain is Canada's; in London fewer ranks straggled, as the best s of 6 tells."));
        }
    }

    /// The best parameters, by search.
    static void search(Evidence evidence) {
        var probe = SequentialGradientCodingProbe.drawn(CHAIN, 100, ALPHA, 0);
        int s = probe.bestAsRun(40, 80);
        var sr = (SelectiveRepeat) probe.best(SequentialGradientCodingProbe.selective(40), 80);
        var m = (Multiplexed) probe.best(SequentialGradientCodingProbe.multiplexed(40), 80);
        String flat = "The runtime is flat about its minimum: here (%d, %d, %d) is best, of schemes to λ = 40.";
        Tolerance near = Tolerance.absolute(3, "three draws differ by 1 or 2");
        evidence.claim(Recomputed.of(BEST_GC, s)
                .within(near)
                .against(Null.of(6, "London's"))
                .using(PROFILE)
                .using(FASTEST));
        evidence.claim(Recomputed.of(BEST_SR, sr.lambda())
                .within(near)
                .against(Null.of(6, "London's"))
                .using(PROFILE)
                .using(FASTEST)
                .tried(flat.formatted(sr.burst(), sr.window(), sr.lambda())));
        evidence.claim(Recomputed.of(BEST_M, m.lambda())
                .within(near)
                .against(Null.of(9, "London's"))
                .using(PROFILE)
                .using(FASTEST)
                .tried(flat.formatted(m.burst(), m.window(), m.lambda())));
    }
}
