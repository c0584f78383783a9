package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.training.Memory;
import throughline.training.Plan;

/// Memory of the four models of Korthikanti et al. (2022, figures 1 and 7).
final class TrainingRunsMemory {
    private static final double GIB = 0x1p30;
    private static final String FIGURE_1 = "Korthikanti et al. 2022, figure 1, as in Calculon's validation";
    private static final String FIGURE_7 = "Korthikanti et al. 2022, figure 7, as in Calculon's validation";
    private static final double[] STATES = {45.5625, 45.5625, 31.640625, 32.958984};
    private static final double[] ALL = {59.25, 66.84375, 114.0234, 131.25};
    private static final double[] LEAST = {9.5625, 12.35156, 23.07617, 26.5625};

    /// A way to keep fewer activations.
    ///
    /// @param shares percent of all activations, of each model
    private record Way(String name, boolean sequenceParallel, String recompute, double... shares) {
        String key(int model) {
            return "%s: activations, %s".formatted(TrainingRunsMemory.name(model), name);
        }

        double bytes(int model) {
            Plan plan = TrainingRunsTable5.PLANS
                    .get(model)
                    .with("sequenceParallel", String.valueOf(sequenceParallel))
                    .with("recompute", recompute);
            return Memory.activations(TrainingRunsTable5.MODELS.get(model), plan)
                    .value();
        }
    }

    private static final Way NONE = new Way("none recomputed", false, "none");
    private static final List<Way> WAYS = List.of(
            new Way("sequence parallel", true, "none", 66.84, 62.04, 58.31, 58.31),
            new Way("selective", false, "selective", 49.42, 56.53, 62.04, 62.04),
            new Way("sequence parallel and selective", true, "selective", 16.18, 18.49, 20.27, 20.27),
            new Way("full", false, "full", 7.64, 8.71, 9.42, 9.42));

    private TrainingRunsMemory() {}

    private static String name(int model) {
        return TrainingRunsTable5.MODELS.get(model).name();
    }

    private static String key(int model, String what) {
        return "%s: %s, GiB".formatted(name(model), what);
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        Provenance told = Provenance.SECONDHAND;
        for (int i = 0; i < STATES.length; i++) {
            rows.add(Reported.of(key(i, "states"), STATES[i], "GiB", FIGURE_1, told));
            rows.add(Reported.of(key(i, "all activations"), ALL[i], "GiB", FIGURE_1, told));
            rows.add(Reported.of(key(i, "least activations"), LEAST[i], "GiB", FIGURE_1, told));
            for (Way way : WAYS) {
                rows.add(Reported.of(way.key(i), way.shares[i], "%", FIGURE_7, told));
            }
        }
        return rows;
    }

    static void claims(Evidence evidence) {
        for (int i = 0; i < STATES.length; i++) {
            double states = Memory.states(TrainingRunsTable5.MODELS.get(i), TrainingRunsTable5.PLANS.get(i))
                    .terms()
                    .getFirst()
                    .value();
            gibibytes(evidence, i, "states", states);
            gibibytes(evidence, i, "all activations", NONE.bytes(i));
            gibibytes(evidence, i, "least activations", WAYS.get(2).bytes(i));
            for (Way way : WAYS) {
                evidence.claim(Recomputed.of(way.key(i), 100 * way.bytes(i) / NONE.bytes(i))
                        .within(Tolerance.relative(0.03, "read off a figure once, perhaps"))
                        .against(Null.mean(others(i, way::key))));
            }
        }
    }

    private static void gibibytes(Evidence evidence, int model, String what, double bytes) {
        evidence.claim(Recomputed.of(key(model, what), bytes / GIB)
                .within(Tolerance.relative(1e-5, "counted"))
                .against(Null.mean(others(model, other -> key(other, what)))));
    }

    private static String[] others(int model, IntFunction<String> key) {
        return IntStream.range(0, STATES.length)
                .filter(other -> other != model)
                .mapToObj(key)
                .toArray(String[]::new);
    }
}
