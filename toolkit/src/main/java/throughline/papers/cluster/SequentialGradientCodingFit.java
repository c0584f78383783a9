package throughline.papers.cluster;

import static throughline.papers.cluster.SequentialGradientCodingProfile.CHAIN;
import static throughline.papers.cluster.SequentialGradientCodingProfile.SEEDS;
import static throughline.papers.cluster.SequentialGradientCodingTables.GC;
import static throughline.papers.cluster.SequentialGradientCodingTables.LONG;
import static throughline.papers.cluster.SequentialGradientCodingTables.UNCODED;
import static throughline.papers.cluster.SequentialGradientCodingTables.WORKERS;
import static throughline.papers.cluster.SequentialGradientCodingTables.seconds;
import static throughline.papers.cluster.SequentialGradientCodingTables.waits;

import throughline.cluster.stragglers.DelayTrace;
import throughline.cluster.stragglers.MasterRun;
import throughline.cluster.stragglers.SlowChain;
import throughline.papers.Published;
import throughline.papers.cluster.SequentialGradientCodingTables.Setting;
import throughline.random.Streams;

/// What the long runs need beside the profile: how often ranks are slow, how slow, and how much longer a load takes.
///
/// @param becomes probability that a rank becomes slow
/// @param stretch of the distance of slow ranks from the least of them
/// @param slope   α, seconds for all of the data
record SequentialGradientCodingFit(double becomes, double stretch, double slope) {
    /// Rounds of correction, each by a damped step along what each constant does alone: after these, what is fitted
    /// comes out to within 3 %.
    private static final int PASSES = 10;

    private static final double DAMPED = 0.35;

    /// As far as uncoded runtime and the rounds that gradient coding waited out go; with the runtime of gradient
    /// coding, where the slope is to be fitted too.
    static SequentialGradientCodingFit of(Published rows, double slope, boolean fitSlope) {
        double uncoded = rows.value(seconds(UNCODED));
        double waited = rows.value(waits(GC));
        double coded = fitSlope ? rows.value(seconds(GC)) : 0;
        var fit = new SequentialGradientCodingFit(CHAIN.becomesSlow(), 2.5, slope);
        for (int pass = 0; pass < PASSES; pass++) {
            Means now = fit.means();
            double longer = fitSlope ? DAMPED * (coded - now.coded) / (2 * LONG * GC.load()) : 0;
            fit = new SequentialGradientCodingFit(
                    fit.becomes * (1 + 0.2 * Math.log(waited / Math.max(1, now.waited))),
                    Math.max(0, fit.stretch + (uncoded - now.uncoded) / (LONG * CHAIN.fastest())),
                    fit.slope + longer);
        }
        return fit;
    }

    /// What is fitted, on average over draws: seconds uncoded and with gradient coding, and rounds that this waited
    /// out.
    record Means(double uncoded, double coded, double waited) {}

    Means means() {
        double uncoded = 0;
        double coded = 0;
        double waited = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            DelayTrace delays = delays(LONG, seed);
            uncoded += run(UNCODED, delays).seconds() / SEEDS;
            MasterRun gc = run(GC, delays).master();
            coded += gc.seconds() / SEEDS;
            waited += (double) gc.waits() / SEEDS;
        }
        return new Means(uncoded, coded, waited);
    }

    private DelayTrace delays(int rounds, long seed) {
        return DelayTrace.drawn(chain(), WORKERS, rounds, new Streams(seed).below("SGC, long run"));
    }

    /// 496 jobs as in the experiment.
    SequentialGradientCodingRun run(Setting setting, long seed) {
        return run(setting, delays(LONG + setting.as().delay(), seed));
    }

    private SequentialGradientCodingRun run(Setting setting, DelayTrace delays) {
        return SequentialGradientCodingRun.of(
                setting.as(), LONG, delays.plus(slope * setting.load()), SequentialGradientCodingRun.AS_PUBLISHED);
    }

    SlowChain chain() {
        return CHAIN.with(becomes, CHAIN.staysSlow()).stretched(stretch);
    }
}
