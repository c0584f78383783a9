package throughline.smile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import throughline.learning.surface.Design;
import throughline.learning.surface.NextRun;
import throughline.learning.surface.Observations;
import throughline.learning.surface.ResponseSurface;
import throughline.learning.surface.SurfaceLearner;
import throughline.papers.fab.MiniFabLongRun;
import throughline.spec.Cancel;
import throughline.spec.Workers;

/// Ways to spend the same number of runs of Mini-Fab, and the surfaces that come of them.
///
/// @param fab    length of a run
/// @param each   values of each knob in the grid; the budget is its cube
/// @param start  runs of the space-filling start of the active choice
/// @param candidates among which each next run is chosen
/// @param judged settings at which surfaces are judged, by the mean of several longer runs
/// @param truth  length of these runs
/// @param runs   of each of these settings
record DesignStudy(
        MiniFabLongRun fab, int each, int start, int candidates, int judged, MiniFabLongRun truth, int runs) {
    private static final String GAUSSIAN = "gaussian-process";

    /// The errors of one seed.
    ///
    /// @return by design and surface, `[answer]`: root mean square error over the settings judged
    Map<String, double[]> errors(long seed, double[][] settings, double[][] truths) {
        int budget = each * each * each;
        Observations grid = seen(Design.grid(MiniFabLongRun.SPACE, each), seed);
        Observations cube = seen(Design.latinHypercube(MiniFabLongRun.SPACE, budget, seed), seed);
        Observations active = seen(Design.latinHypercube(MiniFabLongRun.SPACE, start, seed), seed);
        while (active.size() < budget) {
            ResponseSurface surface = SurfaceLearner.named(GAUSSIAN).fit(active);
            double[] next = NextRun.mostUncertain()
                    .choose(
                            surface,
                            Design.latinHypercube(MiniFabLongRun.SPACE, candidates, 1_000 * seed + active.size()));
            active = active.and(next, fab.at(next, runSeed(seed, active.size()), Cancel.NEVER));
        }
        Map<String, double[]> errors = new LinkedHashMap<>();
        for (String learner : List.of("quadratic", GAUSSIAN)) {
            errors.put("grid, " + learner, rmse(learner, grid, settings, truths));
            errors.put("hypercube, " + learner, rmse(learner, cube, settings, truths));
            errors.put("active, " + learner, rmse(learner, active, settings, truths));
        }
        return errors;
    }

    private static long runSeed(long seed, int run) {
        return 10_000 * seed + run;
    }

    private Observations seen(List<double[]> settings, long seed) {
        List<Supplier<double[]>> tasks = IntStream.range(0, settings.size())
                .mapToObj(run -> (Supplier<double[]>) () -> fab.at(settings.get(run), runSeed(seed, run), Cancel.NEVER))
                .toList();
        return new Observations(MiniFabLongRun.SPACE, MiniFabLongRun.ANSWERS, settings, Workers.all(tasks));
    }

    private static double[] rmse(String learner, Observations seen, double[][] settings, double[][] truths) {
        ResponseSurface surface = SurfaceLearner.named(learner).fit(seen);
        double[] squares = new double[MiniFabLongRun.ANSWERS.size()];
        for (int s = 0; s < settings.length; s++) {
            for (int a = 0; a < squares.length; a++) {
                double off = surface.at(settings[s]).get(a).mean() - truths[s][a];
                squares[a] += off * off / settings.length;
            }
        }
        return IntStream.range(0, squares.length)
                .mapToDouble(a -> Math.sqrt(squares[a]))
                .toArray();
    }

    /// Settings to judge at.
    double[][] settings() {
        return Design.latinHypercube(MiniFabLongRun.SPACE, judged, 77).toArray(double[][]::new);
    }

    /// Their true answers, `[setting][answer]`, nearly.
    double[][] truth(double[][] settings) {
        List<Supplier<double[]>> tasks = new ArrayList<>();
        for (double[] setting : settings) {
            for (int run = 0; run < runs; run++) {
                long seed = 5_000_000 + tasks.size();
                tasks.add(() -> truth.at(setting, seed, Cancel.NEVER));
            }
        }
        List<double[]> all = Workers.all(tasks);
        double[][] means = new double[settings.length][MiniFabLongRun.ANSWERS.size()];
        for (int i = 0; i < all.size(); i++) {
            for (int a = 0; a < means[0].length; a++) {
                means[i / runs][a] += all.get(i)[a] / runs;
            }
        }
        return means;
    }
}
