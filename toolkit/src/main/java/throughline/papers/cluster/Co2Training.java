package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import throughline.learning.replicas.Co2;
import throughline.learning.replicas.Ddp;
import throughline.learning.replicas.Gap;
import throughline.learning.replicas.LocalRule;
import throughline.learning.replicas.LocalSgd;
import throughline.learning.replicas.Logistic;
import throughline.learning.replicas.Osgp;
import throughline.learning.replicas.Perceptron;
import throughline.learning.replicas.ReplicaTraining;
import throughline.learning.replicas.Schedule;
import throughline.learning.replicas.SlowMo;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What of CO2 is trained for real: eight replicas of a logistic regression, which takes moments and is trained when it
/// is asked for, and of a perceptron, whose losses are kept in a table.
///
/// Mild settings have a small outer momentum, rough ones a large one, which stale updates make dangerous.
public final class Co2Training {
    static final int REPLICAS = 8;
    static final int SEEDS = 5;
    static final int[] TAUS = {1, 4, 12, 48};
    static final double MILD = 0.2;
    static final double ROUGH = 0.9;
    /// Steps of a round in rough settings.
    static final int ROUGH_TAU = 4;
    static final double CLIP = 0.05;

    static final String DDP = "DDP";
    static final String ALONE = "alone";
    static final String ROUGH_NONE = "CO2 tau=4 momentum=0.9";
    static final String ROUGH_GAP = "CO2 tau=4 momentum=0.9 penalty";
    static final String ROUGH_CLIP = "CO2 tau=4 momentum=0.9 clip";
    static final String ROUGH_BOTH = "CO2 tau=4 momentum=0.9 penalty clip";

    private static final int STEPS = 480;
    private static final int EVERY = 48;
    private static final double LOGISTIC_RATE = 0.3;
    private static final double LOGISTIC_ROUGH_RATE = 2;
    private static final double PERCEPTRON_RATE = 0.05;

    /// All trainings of the perceptron: 65, some minutes on two processors.
    public static final ReplicaGrid GRID = new ReplicaGrid(cells());

    private Co2Training() {}

    static String mild(int tau) {
        return "CO2 tau=%d momentum=0.2".formatted(tau);
    }

    private static Map<String, Schedule> schedules() {
        Map<String, Schedule> schedules = new LinkedHashMap<>();
        schedules.put(DDP, new Ddp());
        schedules.put("OSGP", new Osgp(1));
        for (int tau : new int[] {4, 12}) {
            schedules.put("local SGD tau=" + tau, new LocalSgd(tau));
            schedules.put("SlowMo tau=%d momentum=0.2".formatted(tau), new SlowMo(tau, 1, MILD));
            schedules.put(mild(tau), new Co2(tau, 1, MILD));
        }
        schedules.putAll(rough());
        return schedules;
    }

    private static Map<String, Schedule> rough() {
        Map<String, Schedule> rough = new LinkedHashMap<>();
        rough.put(ROUGH_NONE, new Co2(ROUGH_TAU, 1, ROUGH));
        rough.put(ROUGH_GAP, new Co2(ROUGH_TAU, 1, ROUGH, Gap.MEASURED, Double.POSITIVE_INFINITY));
        rough.put(ROUGH_CLIP, new Co2(ROUGH_TAU, 1, ROUGH, Gap.NONE, CLIP));
        rough.put(ROUGH_BOTH, new Co2(ROUGH_TAU, 1, ROUGH, Gap.MEASURED, CLIP));
        return rough;
    }

    private static List<ReplicaCell> cells() {
        List<ReplicaCell> cells = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            long drawn = seed;
            schedules().forEach((name, schedule) -> cells.add(perceptron(name, drawn, REPLICAS, schedule)));
            cells.add(perceptron(ALONE, drawn, 1, new Ddp()));
        }
        return cells;
    }

    private static ReplicaCell perceptron(String name, long seed, int replicas, Schedule schedule) {
        return new ReplicaCell(
                name,
                seed,
                new ReplicaTraining(replicas, STEPS, EVERY, new LocalRule.Sgd(PERCEPTRON_RATE), schedule),
                () -> Perceptron.standard(seed));
    }

    /// Last losses of the logistic regression by configuration, `[seed]` each: DDP, one replica alone, two and four
    /// replicas, and CO2 in mild and in rough settings.
    static Map<String, double[]> logistic(Cancel cancel) {
        // They hold samples and no state, so all trainings can have the same.
        List<Logistic> problems =
                LongStream.rangeClosed(1, SEEDS).mapToObj(Logistic::standard).toList();
        Map<String, double[]> losses = new LinkedHashMap<>();
        losses.put(DDP, losses(problems, REPLICAS, LOGISTIC_RATE, new Ddp(), cancel));
        losses.put(ALONE, losses(problems, 1, LOGISTIC_RATE, new Ddp(), cancel));
        for (int tau : TAUS) {
            losses.put(mild(tau), losses(problems, REPLICAS, LOGISTIC_RATE, new Co2(tau, 1, MILD), cancel));
        }
        for (int replicas : new int[] {2, 4}) {
            losses.put(few(replicas), losses(problems, replicas, LOGISTIC_RATE, new Co2(ROUGH_TAU, 1, MILD), cancel));
        }
        rough().forEach((name, schedule) ->
                losses.put(name, losses(problems, REPLICAS, LOGISTIC_ROUGH_RATE, schedule, cancel)));
        return losses;
    }

    /// As [#mild] of four steps, with fewer replicas.
    static String few(int replicas) {
        return mild(ROUGH_TAU) + " replicas=" + replicas;
    }

    private static double[] losses(
            List<Logistic> problems, int replicas, double rate, Schedule schedule, Cancel cancel) {
        ReplicaTraining training = new ReplicaTraining(replicas, STEPS, STEPS, new LocalRule.Sgd(rate), schedule);
        return problems.stream()
                .mapToDouble(problem ->
                        training.run(problem, cancel, Progress.NONE).last().loss())
                .toArray();
    }
}
