package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Reported;
import throughline.parallel.coding.Coded;
import throughline.parallel.coding.Multiplexed;
import throughline.parallel.coding.Scheme;
import throughline.parallel.coding.SelectiveRepeat;

/// What the paper and its authors' repository (github.com/mamaj/Sequential-Gradient-Coding-2) report.
final class SequentialGradientCodingTables {
    static final int WORKERS = 256;
    static final int LONG = 496;
    private static final String NOTEBOOK = "2_find_runtimes/results.ipynb, mean of ten runs of 496 jobs";
    private static final String PROBE =
            "delay_profiles/sam-gc-cnn_profile_est_desktop_long4_new, %d simulated jobs, %s";

    static final String GAIN = "runtime of M-SGC less than that of GC, share";
    static final String GRADIENT = "gradient decoded, difference from the sum";
    static final String BEST_GC = "best s of GC on the probe";
    static final String BEST_SR = "best λ of SR-SGC on the probe";
    static final String BEST_M = "best λ of M-SGC on the probe";
    static final double[] SLOPES = {1.1, 2.2013, 4, 8};

    /// One of the four schemes with the parameters of the experiments.
    ///
    /// @param name    as in the paper
    /// @param scheme  as specified
    /// @param as      as the authors' code runs it: its gradient coding gives up at s stragglers, not above
    /// @param seconds of 496 jobs
    /// @param waits   rounds in which the master waited for all
    /// @param fastest shortest round, in milliseconds
    /// @param canada  seconds of 80 jobs simulated on the probe of 100 rounds
    /// @param inLondon as specified, with the parameters chosen in London
    /// @param london  seconds of 80 jobs there
    record Setting(
            String name,
            Scheme scheme,
            Scheme as,
            double seconds,
            double waits,
            double fastest,
            double canada,
            Scheme inLondon,
            double london) {
        double load() {
            return scheme.load().doubleValue();
        }
    }

    static final Setting UNCODED = new Setting(
            "uncoded",
            Coded.uncoded(WORKERS),
            Coded.uncoded(WORKERS),
            1321.18,
            496,
            1287.5668,
            122.63817090550373,
            Coded.uncoded(WORKERS),
            152.5930471942173);
    static final Setting GC = new Setting(
            "GC",
            new Coded(WORKERS, 15),
            new Coded(WORKERS, 14),
            1095.14,
            129,
            1379.9380,
            109.35894540841434,
            new Coded(WORKERS, 6),
            146.0196782342216);
    static final Setting SR = setting(
            "SR-SGC",
            new SelectiveRepeat(WORKERS, 2, 3, 23),
            1019.46,
            242.4,
            1349.5974,
            105.92499673415357,
            new SelectiveRepeat(WORKERS, 1, 2, 6),
            144.30082908327975);
    static final Setting M = setting(
            "M-SGC",
            new Multiplexed(WORKERS, 1, 2, 27),
            916.37,
            295.8,
            1177.8676,
            103.72715488679266,
            new Multiplexed(WORKERS, 1, 2, 9),
            143.75363758265183);
    static final List<Setting> SETTINGS = List.of(UNCODED, GC, SR, M);

    /// Runtimes of 60 jobs simulated on the probe, over one parameter of a scheme.
    ///
    /// @param name   with the parameter as `%d`
    /// @param values of the parameter, ascending
    /// @param seconds one a value
    /// @param scheme as the authors' code runs it
    /// @param loads  of the scheme as specified
    record Row(String name, int[] values, double[] seconds, IntFunction<Scheme> scheme, IntFunction<Double> loads) {
        String key(int i) {
            return "runtime, 60 jobs, " + name.formatted(values[i]);
        }

        /// A line in the parameter through the two neighbours; the first begins at no code, the last repeats the slope.
        Null line(int i) {
            int low = i == values.length - 1 ? i - 2 : i - 1;
            int high = i == values.length - 1 ? i - 1 : i + 1;
            String from = low < 0 ? uncoded60() : key(low);
            double start = low < 0 ? 0 : values[low];
            return Null.of("line through [%s] and [%s]".formatted(from, key(high)), rows -> {
                double slope = (rows.value(key(high)) - rows.value(from)) / (values[high] - start);
                return rows.value(from) + slope * (values[i] - start);
            });
        }
    }

    static final List<Row> SWEEP = List.of(
            new Row(
                    "GC s=%d",
                    new int[] {5, 10, 14, 20, 40, 80},
                    new double[] {
                        93.37232522731692,
                        84.20095257823164,
                        82.04873074998122,
                        85.93916499184847,
                        103.39960187203845,
                        130.91350211877864
                    },
                    s -> new Coded(WORKERS, s - 1),
                    s -> (s + 1.0) / WORKERS),
            row(
                    "SR-SGC (2, 3, %d)",
                    new int[] {5, 10, 15, 20, 40, 100},
                    new double[] {
                        92.14790475380647,
                        88.46366297481599,
                        85.20790759874014,
                        79.4845231155523,
                        85.55356659184847,
                        111.4439226589683
                    },
                    lambda -> new SelectiveRepeat(WORKERS, 2, 3, lambda)),
            row(
                    "M-SGC (1, 2, %d)",
                    new int[] {5, 10, 15, 20, 27},
                    new double[] {
                        91.97168116785579, 86.82186594437826, 80.27687936957787, 78.70809200016836, 78.05478826563008
                    },
                    lambda -> new Multiplexed(WORKERS, 1, 2, lambda)));

    private SequentialGradientCodingTables() {}

    private static Setting setting(
            String name,
            Scheme scheme,
            double seconds,
            double waits,
            double fastest,
            double canada,
            Scheme inLondon,
            double london) {
        return new Setting(name, scheme, scheme, seconds, waits, fastest, canada, inLondon, london);
    }

    private static Row row(String name, int[] values, double[] seconds, IntFunction<Scheme> scheme) {
        return new Row(
                name, values, seconds, scheme, i -> scheme.apply(i).load().doubleValue());
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        rows.add(
                Reported.printed(GAIN, 0.16, "", "abstract: a 16% improvement in runtime over the baseline GC scheme"));
        rows.add(Reported.printed(GRADIENT, 0, "", "section 2: the sum is recovered"));
        for (Setting setting : SETTINGS) {
            rows.add(authors(load(setting), setting.load(), "", NOTEBOOK));
            rows.add(authors(seconds(setting), setting.seconds, "s", NOTEBOOK));
            rows.add(authors(waits(setting), setting.waits, "rounds", NOTEBOOK));
            rows.add(authors(fastest(setting), setting.fastest, "ms", NOTEBOOK));
            rows.add(authors(canada(setting), setting.canada, "s", PROBE.formatted(80, "Canada")));
            rows.add(authors(london(setting), setting.london, "s", PROBE.formatted(80, "London")));
        }
        for (int i = 1; i < SETTINGS.size(); i++) {
            rows.add(Reported.falls(order(i), "s", NOTEBOOK, Provenance.AUTHORS_DATA));
        }
        rows.add(authors(uncoded60(), 91.80016573392791, "s", PROBE.formatted(60, "Canada")));
        for (Row row : SWEEP) {
            for (int i = 0; i < row.values.length; i++) {
                rows.add(authors(row.key(i), row.seconds[i], "s", PROBE.formatted(60, "Canada")));
            }
        }
        rows.add(authors(BEST_GC, 15, "", PROBE.formatted(80, "Canada")));
        rows.add(authors(BEST_SR, 23, "", PROBE.formatted(80, "Canada")));
        rows.add(authors(BEST_M, 27, "", PROBE.formatted(80, "Canada")));
        for (double slope : SLOPES) {
            rows.add(Reported.notKnown(gain(slope), "", "not in the paper"));
        }
        return rows;
    }

    private static Reported authors(String key, double value, String unit, String where) {
        return Reported.of(key, value, unit, where, Provenance.AUTHORS_DATA);
    }

    /// A line in load through the two other coded schemes.
    static Null lineInLoad(Setting setting, Function<Setting, String> row) {
        List<Setting> others = SETTINGS.stream()
                .filter(other -> other != setting && other != UNCODED)
                .toList();
        Setting a = others.getFirst();
        Setting b = others.getLast();
        return Null.of("line in load through %s and %s".formatted(a.name(), b.name()), rows -> {
            double from = rows.value(row.apply(a));
            double slope = (rows.value(row.apply(b)) - from) / (b.load() - a.load());
            return from + slope * (setting.load() - a.load());
        });
    }

    static String load(Setting setting) {
        return "load, " + setting.name;
    }

    static String seconds(Setting setting) {
        return "runtime, 496 jobs, " + setting.name;
    }

    static String waits(Setting setting) {
        return "rounds waited out, 496 jobs, " + setting.name;
    }

    static String fastest(Setting setting) {
        return "fastest round, " + setting.name;
    }

    static String canada(Setting setting) {
        return "runtime on the probe, 80 jobs, " + setting.name;
    }

    static String london(Setting setting) {
        return "runtime on London's probe, 80 jobs, " + setting.name;
    }

    static String uncoded60() {
        return "runtime, 60 jobs, uncoded";
    }

    /// Whether the next of the four takes less than the one before.
    static String order(int i) {
        return "runtime of %s over %s".formatted(SETTINGS.get(i).name, SETTINGS.get(i - 1).name);
    }

    static String gain(double slope) {
        return "gain of M-SGC over GC at α = " + slope;
    }
}
