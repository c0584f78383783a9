package throughline.papers.cluster;

import static throughline.papers.cluster.SequentialGradientCodingProfile.ALPHA;
import static throughline.papers.cluster.SequentialGradientCodingProfile.FASTEST;
import static throughline.papers.cluster.SequentialGradientCodingProfile.PROFILE;
import static throughline.papers.cluster.SequentialGradientCodingProfile.SEEDS;
import static throughline.papers.cluster.SequentialGradientCodingTables.GAIN;
import static throughline.papers.cluster.SequentialGradientCodingTables.GC;
import static throughline.papers.cluster.SequentialGradientCodingTables.M;
import static throughline.papers.cluster.SequentialGradientCodingTables.SETTINGS;
import static throughline.papers.cluster.SequentialGradientCodingTables.SR;
import static throughline.papers.cluster.SequentialGradientCodingTables.lineInLoad;
import static throughline.papers.cluster.SequentialGradientCodingTables.order;
import static throughline.papers.cluster.SequentialGradientCodingTables.seconds;
import static throughline.papers.cluster.SequentialGradientCodingTables.waits;

import java.util.ArrayList;
import java.util.List;
import throughline.cluster.stragglers.MasterRun;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.papers.cluster.SequentialGradientCodingTables.Setting;

/// The runs of 496 jobs. The chain is fitted on the uncoded runtime and on the rounds that gradient coding waited out;
/// the slope α is the authors', or fitted on the runtime of gradient coding.
final class SequentialGradientCodingLong {
    private final Evidence evidence;
    private final boolean fitSlope;
    private final String how;
    private final Constant[] constants;
    private final double[][] seconds = new double[SETTINGS.size()][SEEDS];
    private final double[] waited = new double[SETTINGS.size()];

    /// Fits, and runs all four schemes.
    SequentialGradientCodingLong(Evidence evidence, boolean fitSlope) {
        this.evidence = evidence;
        this.fitSlope = fitSlope;
        how = fitSlope ? ", α fitted" : ", α as the authors have it";
        List<String> names = new ArrayList<>(List.of("P(slow | not slow before), long runs", "stretch of slow ranks"));
        if (fitSlope) {
            names.add("α, long runs");
        }
        List<Constant> fitted = new ArrayList<>(evidence.fit(names, rows -> {
            var fit = SequentialGradientCodingFit.of(rows, ALPHA, fitSlope);
            return fitSlope
                    ? new double[] {fit.becomes(), fit.stretch(), fit.slope()}
                    : new double[] {fit.becomes(), fit.stretch()};
        }));
        double slope = fitSlope ? fitted.get(2).value() : ALPHA;
        run(new SequentialGradientCodingFit(fitted.get(0).value(), fitted.get(1).value(), slope));
        fitted.addAll(List.of(PROFILE));
        fitted.add(FASTEST);
        constants = fitted.toArray(Constant[]::new);
    }

    private void run(SequentialGradientCodingFit fit) {
        for (int i = 0; i < SETTINGS.size(); i++) {
            for (int seed = 0; seed < seconds[i].length; seed++) {
                MasterRun run = fit.run(SETTINGS.get(i), seed).master();
                seconds[i][seed] = run.seconds();
                waited[i] += (double) run.waits() / seconds[i].length;
            }
        }
    }

    void claims() {
        for (int i = fitSlope ? 2 : 1; i < SETTINGS.size(); i++) {
            runtime(i);
        }
        waited(2);
        waited(3);
        for (int i = 1; i < SETTINGS.size(); i++) {
            ordered(i);
        }
        gain();
    }

    private void runtime(int i) {
        Setting setting = SETTINGS.get(i);
        Null lastGap = Null.of(
                "the gap from GC to SR-SGC once more", rows -> 2 * rows.value(seconds(SR)) - rows.value(seconds(GC)));
        evidence.claim(Recomputed.of(seconds(setting), Estimate.of(seconds[i]).mean())
                .as(seconds(setting) + how)
                .within(Tolerance.relative(0.05, "their ten runs differ by 5 to 7 %"))
                .against(setting == M ? lastGap : lineInLoad(setting, SequentialGradientCodingTables::seconds))
                .using(constants)
                .tried(
                        "The fastest rank is the profile's, as their fastest rounds demand. With one fitted to GC's runtime"
                                + " instead, SR-SGC and M-SGC come out 10 and 16 % too slow."));
    }

    private void waited(int i) {
        Setting setting = SETTINGS.get(i);
        evidence.claim(Recomputed.of(waits(setting), waited[i])
                .as(waits(setting) + how)
                .within(Tolerance.relative(0.15, "a count of some hundred rounds"))
                .against(lineInLoad(setting, SequentialGradientCodingTables::waits))
                .using(constants)
                .tried(
                        "A chance of .2 or .3 to stay slow instead of .099, the share kept, makes M-SGC wait 6 or 9 % more"
                                + " rounds, and changes nothing for the others."));
    }

    private void ordered(int i) {
        Estimate effect = Estimate.paired(seconds[i], seconds[i - 1]);
        evidence.claim(Recomputed.of(order(i), effect.mean())
                .as(order(i) + how)
                .within(Tolerance.direction(effect.standardError(), "three draws, the same ranks for all"))
                .using(constants)
                .tried(
                        fitSlope
                                ? "With a larger α SR-SGC still has most of GC's load, and waits out more rounds than GC."
                                : "With the authors' α the load of GC is too cheap to be worth avoiding."));
    }

    private void gain() {
        double gain =
                1 - Estimate.of(seconds[3]).mean() / Estimate.of(seconds[1]).mean();
        evidence.claim(Recomputed.of(GAIN, gain)
                .as(GAIN + how)
                .within(Tolerance.absolute(0.03, "half a standard deviation of their ten runs"))
                .against(Null.of(
                        "the gain of SR-SGC over GC, twice: the last gap repeated",
                        rows -> 2 - 2 * rows.value(seconds(SR)) / rows.value(seconds(GC))))
                .using(constants)
                .tried(
                        "Their GC lost 4 s in each round that it waited out, uncoded rounds 2.7: rounds in which many ranks are"
                                + " slow at once are slower, which ranks that are slow each by itself cannot show."));
    }
}
