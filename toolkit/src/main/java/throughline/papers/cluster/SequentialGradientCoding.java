package throughline.papers.cluster;

import static throughline.papers.cluster.SequentialGradientCodingProfile.ALPHA;
import static throughline.papers.cluster.SequentialGradientCodingProfile.CHAIN;
import static throughline.papers.cluster.SequentialGradientCodingProfile.FASTEST;
import static throughline.papers.cluster.SequentialGradientCodingProfile.PROFILE;
import static throughline.papers.cluster.SequentialGradientCodingProfile.SLOPE;
import static throughline.papers.cluster.SequentialGradientCodingTables.GC;
import static throughline.papers.cluster.SequentialGradientCodingTables.GRADIENT;
import static throughline.papers.cluster.SequentialGradientCodingTables.LONG;
import static throughline.papers.cluster.SequentialGradientCodingTables.M;
import static throughline.papers.cluster.SequentialGradientCodingTables.SETTINGS;
import static throughline.papers.cluster.SequentialGradientCodingTables.SLOPES;
import static throughline.papers.cluster.SequentialGradientCodingTables.UNCODED;
import static throughline.papers.cluster.SequentialGradientCodingTables.fastest;
import static throughline.papers.cluster.SequentialGradientCodingTables.gain;
import static throughline.papers.cluster.SequentialGradientCodingTables.lineInLoad;
import static throughline.papers.cluster.SequentialGradientCodingTables.load;
import static throughline.papers.cluster.SequentialGradientCodingTables.seconds;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.cluster.stragglers.Waiting;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.cluster.SequentialGradientCodingTables.Setting;
import throughline.parallel.coding.Coded;
import throughline.parallel.coding.CodedGradients;
import throughline.parallel.coding.Multiplexed;
import throughline.parallel.coding.Scheme;
import throughline.parallel.coding.SelectiveRepeat;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Gradient codes over several rounds against stragglers (Krishnan, Ebrahimi and Khisti, ICLR 2023, arXiv 2211.13802).
///
/// The authors' simulation of all parameters on a probe of 100 rounds comes out of a two-state chain and one fitted
/// time. Their runs of 496 jobs do so in part: gradient coding lost more time there than ranks that are slow by
/// themselves can explain.
public final class SequentialGradientCoding implements Paper {
    @Override
    public String id() {
        return "SGC";
    }

    @Override
    public List<Reported> reported() {
        return SequentialGradientCodingTables.reported();
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        List<Runnable> parts = List.of(
                () -> loads(evidence),
                () -> gradients(evidence),
                () -> slopes(evidence),
                () -> SequentialGradientCodingSweep.inCanada(evidence),
                () -> SequentialGradientCodingSweep.inLondon(evidence),
                () -> SequentialGradientCodingSweep.search(evidence),
                () -> new SequentialGradientCodingLong(evidence, false).claims(),
                () -> new SequentialGradientCodingLong(evidence, true).claims());
        for (int i = 0; i < parts.size() && !cancel.requested(); i++) {
            parts.get(i).run();
            progress.report(i + 1L, parts.size());
        }
    }

    private static void loads(Evidence evidence) {
        for (Setting setting : SETTINGS) {
            evidence.claim(Recomputed.of(load(setting), setting.load())
                    .within(Tolerance.absolute(1e-9, "a fraction"))
                    .byArithmetic("the paper's own formula"));
            if (setting != UNCODED) {
                evidence.claim(Recomputed.of(fastest(setting), 2000 * (CHAIN.fastest() + ALPHA * setting.load()))
                        .within(Tolerance.relative(0.05, "the fastest rank of a round varies by 6 %"))
                        .against(lineInLoad(setting, SequentialGradientCodingTables::fastest))
                        .using(SLOPE, FASTEST));
            }
        }
    }

    /// All three schemes on real vectors, with stragglers.
    private static void gradients(Evidence evidence) {
        Measured<Double> difference = evidence.measure(
                "60 jobs of each scheme on 32 workers, encoded and decoded",
                () -> List.of(new Coded(32, 5), new SelectiveRepeat(32, 2, 3, 9), new Multiplexed(32, 1, 2, 5)).stream()
                        .mapToDouble(SequentialGradientCoding::difference)
                        .max()
                        .orElseThrow());
        evidence.claim(Recomputed.of(GRADIENT, difference.value())
                .within(Tolerance.absolute(1e-8, "least squares in double precision"))
                .byArithmetic("a sum in another order")
                .from(difference));
    }

    private static double difference(Scheme scheme) {
        Stream stream = new Streams(1).named("SGC, vectors");
        int jobs = 60;
        double[][] parts = new double[jobs][scheme.chunks().size()];
        for (double[] job : parts) {
            Arrays.setAll(job, _ -> stream.normal());
        }
        var run = new CodedGradients(
                scheme, jobs, (job, chunk) -> new double[] {parts[job][chunk]}, new Streams(1).named("SGC, code"));
        while (!run.over()) {
            BitSet late = new BitSet();
            IntStream.range(0, scheme.workers()).forEach(worker -> late.set(worker, stream.uniform() < 0.05));
            run.round(run.course().mayMiss(late) ? late : new BitSet());
        }
        double most = 0;
        for (int job = 0; job < jobs; job++) {
            double sum = Arrays.stream(parts[job]).sum();
            most = Math.max(most, Math.abs(run.gradient(job)[0] - sum));
        }
        return most;
    }

    /// Waiting for the fewest, not for all: what the code alone is worth.
    private static void slopes(Evidence evidence) {
        Waiting fewest = new Waiting(1, Waiting.Beyond.FEWEST);
        for (double slope : SLOPES) {
            var probe = SequentialGradientCodingProbe.drawn(CHAIN, 201, slope, 0);
            double gc = probe.run(GC.scheme(), GC.load(), 200, fewest).seconds();
            double m = probe.run(M.scheme(), M.load(), 200, fewest).seconds();
            evidence.claim(Recomputed.of(gain(slope), 1 - m / gc).using(PROFILE).using(FASTEST));
        }
    }

    /// {@inheritDoc} Jobs done over time, under all four schemes.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        var fit = SequentialGradientCodingFit.of(published, ALPHA, true);
        Plot plot = Plot.of(
                "Who repeats and codes waits less than who only codes", Axis.of("time", "s"), Axis.of("jobs done", ""));
        for (Setting setting : SETTINGS) {
            double[] finished = fit.run(setting, 0).finished();
            double[] done = IntStream.rangeClosed(1, LONG).asDoubleStream().toArray();
            plot = plot.line(setting.name(), finished, done)
                    .published(
                            setting.name() + ", published",
                            new double[] {published.value(seconds(setting))},
                            new double[] {LONG});
        }
        return Optional.of(plot);
    }
}
