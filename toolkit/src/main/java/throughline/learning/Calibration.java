package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Nonconformity of the windows of some runs, and how far intervals must be widened to hold a share of a new run's.
///
/// @param measure by which they were scored
/// @param runs   K, how many
/// @param each   m, windows of each run: as many of all, evenly spaced
/// @param usual  `[target]`: mean absolute one-step change over training, positive
/// @param scores `[central][target][horizon][K m]`, each row ascending
record Calibration(Nonconformity measure, int runs, int each, double[] usual, double[][][][] scores) {
    /// Scores are kept of at most about this many windows.
    private static final int KEPT = 10_000;

    /// @param forecaster  that has learnt
    /// @param calibration windows of runs that it has not seen, at least one
    /// @param train       what it has learnt from
    static Calibration of(Forecaster forecaster, Nonconformity measure, Windows calibration, Windows train) {
        List<List<Window>> byRun = chosen(calibration);
        Task task = calibration.task();
        int targets = task.targets().size();
        int each = byRun.getFirst().size();
        double[] usual = new double[targets];
        Arrays.setAll(usual, target -> {
            double change = NaiveScale.of(train, target).absolute();
            return change > 0 ? change : 1;
        });
        List<Central> centrals = Central.of(task.levels());
        double[][][][] scores = new double[centrals.size()][targets][task.horizon()][byRun.size() * each];
        int at = 0;
        for (List<Window> run : byRun) {
            List<Forecast> forecasts = forecaster.forecast(run);
            for (int w = 0; w < each; w++, at++) {
                double[][] actual = run.get(w).actual();
                for (int c = 0; c < scores.length; c++) {
                    for (int t = 0; t < targets; t++) {
                        for (int h = 0; h < task.horizon(); h++) {
                            scores[c][t][h][at] = measure.first(
                                            forecasts.get(w), run.get(w), centrals.get(c), t, h, usual)
                                    .score(actual[t][h]);
                        }
                    }
                }
            }
        }
        for (double[][][] central : scores) {
            for (double[][] target : central) {
                for (double[] row : target) {
                    Arrays.sort(row);
                }
            }
        }
        return new Calibration(measure, byRun.size(), each, usual, scores);
    }

    /// As many windows of each run that has any, evenly spaced.
    private static List<List<Window>> chosen(Windows calibration) {
        Map<String, List<Window>> all = new LinkedHashMap<>();
        for (Window window : calibration) {
            all.computeIfAbsent(window.series().run(), run -> new ArrayList<>()).add(window);
        }
        int fewest = all.values().stream().mapToInt(List::size).min().orElseThrow();
        int each = Math.clamp(KEPT / all.size(), 1, fewest);
        List<List<Window>> chosen = new ArrayList<>();
        for (List<Window> run : all.values()) {
            List<Window> some = new ArrayList<>();
            for (int w = 0; w < each; w++) {
                some.add(run.get((int) ((w + 0.5) * run.size() / each)));
            }
            chosen.add(some);
        }
        return chosen;
    }

    /// How many calibration runs an interval needs when runs are counted: with fewer, only one that holds everything
    /// would do.
    static int needed(double nominal) {
        return (int) Math.ceil(nominal / (1 - nominal) - 1e-9);
    }

    /// The score that a share of a new run's windows stays below, by its rank among `K m`: `ceil(share (K + 1) m)`
    /// when runs are counted, `ceil(share (K m + 1))` when windows are, which is the same for one window a run.
    /// Where the rank is beyond them all, it grows on by the range of the scores for each m ranks that are missing.
    double threshold(Conformal.Unit counted, int central, int target, int h, double share) {
        double[] row = scores[central][target][h];
        int places = counted == Conformal.Unit.RUNS ? (runs + 1) * each : runs * each + 1;
        double rank = Math.ceil(share * places - 1e-9);
        if (rank <= row.length) {
            return row[Math.max(1, (int) rank) - 1];
        }
        double most = row[row.length - 1];
        double beyond = (share * places - row.length) / each;
        return most + beyond * (most - row[0]);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(measure.ordinal());
        out.writeInt(runs);
        out.writeInt(each);
        out.writeInt(scores.length);
        out.writeInt(usual.length);
        out.writeInt(scores[0][0].length);
        for (double change : usual) {
            out.writeDouble(change);
        }
        for (double[][][] central : scores) {
            for (double[][] target : central) {
                for (double[] row : target) {
                    for (double score : row) {
                        out.writeDouble(score);
                    }
                }
            }
        }
    }

    static Calibration read(DataInput in) throws IOException {
        Nonconformity measure = Nonconformity.values()[in.readInt()];
        int runs = in.readInt();
        int each = in.readInt();
        int centrals = in.readInt();
        double[] usual = new double[in.readInt()];
        double[][][][] scores = new double[centrals][usual.length][in.readInt()][runs * each];
        for (int t = 0; t < usual.length; t++) {
            usual[t] = in.readDouble();
        }
        for (double[][][] central : scores) {
            for (double[][] target : central) {
                for (double[] row : target) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = in.readDouble();
                    }
                }
            }
        }
        return new Calibration(measure, runs, each, usual, scores);
    }
}
