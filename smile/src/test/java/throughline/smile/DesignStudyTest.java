package throughline.smile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import throughline.data.Estimate;
import throughline.papers.fab.MiniFabLongRun;

/// What surfaces are worth on a real simulator: 27 runs of Mini-Fab each way, eight seeds, judged by runs of five times
/// the length. Choosing the next run beats a grid; it does not beat a Latin hypercube of as many runs, and nothing here
/// says so.
class DesignStudyTest {
    private static final int LN_MEAN_TURNAROUND = 1;

    @Test
    void runsChosenOneByOneTellMoreOfTurnaroundThanAGridOfAsMany() {
        DesignStudy study = new DesignStudy(new MiniFabLongRun(4, 12), 3, 12, 100, 16, new MiniFabLongRun(4, 60), 2);
        double[][] settings = study.settings();
        double[][] truth = study.truth(settings);
        List<Map<String, double[]>> seeds = new ArrayList<>();
        for (int seed = 1; seed <= 8; seed++) {
            seeds.add(study.errors(seed, settings, truth));
        }
        Estimate active = error(seeds, "active, gaussian-process");
        for (String other : List.of("grid, gaussian-process", "grid, quadratic")) {
            Estimate grid = error(seeds, other);
            double sd = Math.max(sd(active), sd(grid));
            assertThat(grid.mean() - active.mean()).as(other).isGreaterThan(2 * sd);
        }
    }

    private static Estimate error(List<Map<String, double[]>> seeds, String design) {
        return Estimate.of(seeds.stream()
                .mapToDouble(errors -> errors.get(design)[LN_MEAN_TURNAROUND])
                .toArray());
    }

    /// Of single seeds.
    private static double sd(Estimate estimate) {
        return estimate.standardError() * Math.sqrt(estimate.samples());
    }
}
