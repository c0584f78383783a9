package throughline.papers.fab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.data.Sample;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Output over time under one repair state, over seeds: what the paper's throughput figure shows.
///
/// @param days       times of the grid
/// @param finished   `[seed][time]`: lots finished so far
/// @param throughput `[seed][time]`: finished over time so far, lots a week
record ThroughputBands(double[] days, List<double[]> finished, List<double[]> throughput) {
    static final int SEEDS = 20;

    /// 300 lots are released within 25 days; the window ends as the last are.
    private static final MiniFabSpec SPEC =
            MiniFabSpec.KEMPF.with("lots", "300").with("horizon", "25 d").with("sampling", "6 h");

    static ThroughputBands simulate(String repair, Cancel cancel, Progress progress) {
        MiniFabSpec spec = SPEC.with("repair", repair);
        List<double[]> finished = new ArrayList<>();
        List<double[]> throughput = new ArrayList<>();
        double[] days = {};
        for (int seed = 1; seed <= SEEDS && !cancel.requested(); seed++) {
            var series = MiniFab.run(spec, seed, cancel, Progress.NONE).get("series");
            finished.add(series.column("finished"));
            throughput.add(series.column("throughput"));
            days = series.column("t");
            progress.report(seed, SEEDS);
        }
        for (int i = 0; i < days.length; i++) {
            days[i] /= 1440;
        }
        return new ThroughputBands(days, finished, throughput);
    }

    /// At each time, the mean over seeds and the standard deviation around it.
    static double[][] meanAndSpread(List<double[]> seeds) {
        int times = seeds.stream().mapToInt(s -> s.length).min().orElse(0);
        double[][] result = new double[2][times];
        for (int t = 0; t < times; t++) {
            int at = t;
            double mean = seeds.stream().mapToDouble(s -> s[at]).average().orElse(0);
            double squares = seeds.stream()
                    .mapToDouble(s -> (s[at] - mean) * (s[at] - mean))
                    .sum();
            result[0][t] = mean;
            result[1][t] = Math.sqrt(squares / (seeds.size() - 1));
        }
        return result;
    }

    /// At each time, the value below which that share of the seeds lies, interpolated between neighbours.
    static double[] quantile(List<double[]> seeds, double share) {
        int times = seeds.stream().mapToInt(s -> s.length).min().orElse(0);
        double[] result = new double[times];
        for (int t = 0; t < times; t++) {
            int at = t;
            result[t] = new Sample(seeds.stream().mapToDouble(s -> s[at]).toArray()).quantile(share);
        }
        return result;
    }

    private static double meanSpread(List<double[]> seeds) {
        double[] spread = meanAndSpread(seeds)[1];
        return IntStream.range(0, spread.length)
                .mapToDouble(t -> spread[t])
                .average()
                .orElse(Double.NaN);
    }

    /// How much wider the outputs of `with` scatter over seeds than those of `without`, averaged over time, in lots;
    /// its standard error by leaving out one seed of both after the other (jackknife).
    static Estimate wider(ThroughputBands with, ThroughputBands without) {
        double whole = meanSpread(with.finished) - meanSpread(without.finished);
        double error = jackknife(
                with.finished.size(),
                i -> meanSpread(allBut(i, with.finished)) - meanSpread(allBut(i, without.finished)));
        return new Estimate(whole, error, with.finished.size());
    }

    /// The standard error of a statistic from its values with one of n observations left out (Efron and Stein, 1981).
    static double jackknife(int n, IntToDoubleFunction leavingOut) {
        double[] left = IntStream.range(0, n).mapToDouble(leavingOut).toArray();
        double mean = IntStream.range(0, n).mapToDouble(i -> left[i]).average().orElse(Double.NaN);
        double squares = IntStream.range(0, n)
                .mapToDouble(i -> (left[i] - mean) * (left[i] - mean))
                .sum();
        return Math.sqrt(squares * (n - 1) / n);
    }

    private static List<double[]> allBut(int i, List<double[]> seeds) {
        List<double[]> others = new ArrayList<>(seeds);
        others.remove(i);
        return others;
    }
}
