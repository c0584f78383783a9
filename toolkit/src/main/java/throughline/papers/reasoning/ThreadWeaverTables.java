package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import throughline.papers.Provenance;
import throughline.papers.Reported;

/// What ThreadWeaver's repository reports: a table of six benchmarks, and histograms of four.
final class ThreadWeaverTables {
    static final String TABLE = "repository, README: table of accuracy and efficiency";
    private static final String HISTOGRAM = "repository, histograms of speed-ups, read off bar by bar";

    private ThreadWeaverTables() {}

    /// A row of the table, and the histogram beside it.
    ///
    /// @param problems over which the largest speed-up is taken
    /// @param bars     of the histogram; empty where there is none
    record Benchmark(
            String name,
            int problems,
            double sequential,
            double threaded,
            double latencyBefore,
            double latency,
            double mean,
            double largest,
            List<Bar> bars) {
        String key(String what) {
            return what + ", " + name;
        }

        /// Those of the bars below a speed-up, as a share; within a bar problems are spread evenly.
        private double below(double speedUp) {
            return bars.stream().mapToDouble(bar -> bar.below(speedUp)).sum()
                    / bars.stream().mapToDouble(Bar::problems).sum();
        }

        /// The speed-up below which a share of the problems lies.
        double quantile(double share) {
            double low = bars.getFirst().from;
            double high = bars.getLast().to;
            for (int i = 0; i < 50; i++) {
                double middle = (low + high) / 2;
                low = below(middle) < share ? middle : low;
                high = below(middle) < share ? high : middle;
            }
            return low;
        }
    }

    /// Problems whose speed-up lies between two edges.
    record Bar(double from, double to, int problems) {
        double below(double speedUp) {
            return problems * Math.clamp((speedUp - from) / (to - from), 0, 1);
        }
    }

    static final String SEQUENTIAL = "latency one by one";
    static final String LATENCY = "latency";
    static final String MEAN = "mean speed-up";
    static final String LARGEST = "largest speed-up";
    static final String SLOWER = "share of problems that are slower";
    static final String LOWER = "lower quartile of speed-ups";
    static final String UPPER = "upper quartile of speed-ups";

    static List<Benchmark> benchmarks() {
        return lines("benchmarks.csv").stream()
                .map(cells -> new Benchmark(
                        cells[0],
                        Integer.parseInt(cells[1]),
                        Double.parseDouble(cells[2]),
                        Double.parseDouble(cells[3]),
                        Double.parseDouble(cells[4]),
                        Double.parseDouble(cells[5]),
                        Double.parseDouble(cells[6]),
                        Double.parseDouble(cells[7]),
                        bars(cells[0])))
                .toList();
    }

    private static List<Bar> bars(String benchmark) {
        return lines("speedups.csv").stream()
                .filter(cells -> cells[0].equals(benchmark))
                .map(cells ->
                        new Bar(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), Integer.parseInt(cells[3])))
                .toList();
    }

    private static List<String[]> lines(String file) {
        return Resource.cells("threadweaver/" + file);
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (Benchmark each : benchmarks()) {
            rows.add(table(each.key(SEQUENTIAL), each.latencyBefore, "k tokens"));
            rows.add(table(each.key(LATENCY), each.latency, "k tokens"));
            rows.add(table(each.key(MEAN), each.mean, ""));
            rows.add(table(each.key(LARGEST), each.largest, ""));
            if (!each.bars.isEmpty()) {
                rows.add(read(each.key(LOWER), each.quantile(0.25), ""));
                rows.add(read(each.key(UPPER), each.quantile(0.75), ""));
                rows.add(read(each.key(SLOWER), 100 * each.below(1), "%"));
            }
        }
        return rows;
    }

    static Reported table(String key, double value, String unit) {
        return Reported.of(key, value, unit, TABLE, Provenance.AUTHORS_DATA);
    }

    private static Reported read(String key, double value, String unit) {
        return Reported.of(key, value, unit, HISTOGRAM, Provenance.READ_OFF_FIGURE);
    }
}
