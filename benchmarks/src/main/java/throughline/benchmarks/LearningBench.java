package throughline.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.learning.Learner;
import throughline.learning.Network;
import throughline.learning.Series;
import throughline.learning.Task;
import throughline.learning.Torch;
import throughline.learning.Window;
import throughline.learning.Windows;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// A training step and a forecast of each network at two sizes, and beside them the same network in Python's PyTorch
/// where this machine has one: what Java, DJL and the gathering of windows cost. All run in one thread, and each figure
/// is the least processor time of many: other work on the machine lengthens it little.
public final class LearningBench implements Bench {
    private static final int BATCH = 64;
    private static final int ASKED_AT_ONCE = 512;

    /// A network of one size.
    ///
    /// @param kind    for [Learner]
    /// @param options it differs in from its defaults
    private record Case(String kind, String size, Map<String, Integer> options, int lags, int horizon, int steps) {
        static final int INPUTS = 8;

        Task task() {
            return Task.forecast("y")
                    .from("a", "b", "c", "d", "e", "f")
                    .knowing("plan")
                    .given("k")
                    .lags(lags)
                    .horizon(horizon);
        }

        Network<?> network() {
            Network<?> network = (Network<?>) Learner.named(kind);
            options.forEach((option, value) -> network.settings().set(option, value));
            return network;
        }

        /// All that the same network elsewhere must know.
        Map<String, Object> sizes() {
            Map<String, Object> sizes = new LinkedHashMap<>();
            network().settings().values().forEach((setting, value) -> sizes.put(setting, value.intValue()));
            sizes.putAll(Map.of("kind", kind, "lags", lags, "horizon", horizon, "batch", BATCH, "steps", steps));
            sizes.putAll(Map.of("inputs", INPUTS, "knobs", 1, "known", 1));
            return sizes;
        }

        String what(String figure) {
            return "%s, %s, %s".formatted(kind, size, figure);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        both(cases, "dlinear", Map.of(), Map.of());
        both(cases, "lstm", Map.of(), Map.of("hidden", 64));
        both(cases, "gru", Map.of(), Map.of("hidden", 64));
        both(cases, "tcn", Map.of(), Map.of("channels", 64));
        both(cases, "patch-transformer", Map.of(), Map.of("width", 64));
        both(cases, "temporal-fusion", Map.of(), Map.of("width", 32));
        return cases;
    }

    private static void both(List<Case> cases, String kind, Map<String, Integer> small, Map<String, Integer> large) {
        cases.add(new Case(kind, "24 lags", small, 24, 12, 20));
        cases.add(new Case(kind, "96 lags", large, 96, 24, 6));
    }

    @Override
    public String name() {
        return "learning";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        Optional<TorchBeside> beside = TorchBeside.find();
        if (beside.isEmpty()) {
            String why = "left out: no python3 on the path or in /usr/bin imports torch";
            figures.accept(new Figure(name(), "the same networks in Python", Double.NaN, "s", why));
        }
        for (Case each : cases()) {
            run(each, beside.map(python -> python.times(each.sizes())), figures);
        }
    }

    private void run(Case each, Optional<TorchBeside.Times> beside, Consumer<Figure> figures) {
        Windows windows = windows(each, BATCH * each.steps());
        try (Network<?> network = each.network()) {
            double step = step(network, windows);
            beside.ifPresent(python -> requireSame(each, network.size(), python.weights()));
            String how = "least processor time of %d, batches of %d, %d weights, %s"
                    .formatted(each.steps(), BATCH, network.size(), Torch.description());
            figures.accept(new Figure(name(), each.what("training step"), step, "s", how));
            beside.ifPresent(python -> figures.accept(beside(each, "training step", python.step(), python)));
            double alone = alone(network, windows);
            figures.accept(
                    new Figure(name(), each.what("alone"), 1 / alone, "forecasts/s", "least processor time of 100"));
            beside.ifPresent(python -> figures.accept(beside(each, "alone", 1 / python.alone(), python)));
            double batch = batch(network, windows);
            figures.accept(new Figure(
                    name(),
                    each.what("in batch"),
                    1 / batch,
                    "forecasts/s",
                    "least processor time of 5 batches of " + ASKED_AT_ONCE));
            beside.ifPresent(python -> figures.accept(beside(each, "in batch", 1 / python.batch(), python)));
        }
    }

    private Figure beside(Case each, String figure, double value, TorchBeside.Times python) {
        String unit = figure.equals("training step") ? "s" : "forecasts/s";
        String how = "the same network and batch in Python, PyTorch %s, 1 thread; windows are arrays already"
                .formatted(python.version());
        return new Figure(name(), each.what(figure + ", Python"), value, unit, how);
    }

    private static void requireSame(Case each, long ours, long theirs) {
        if (ours != theirs) {
            throw new IllegalStateException(
                    "%s has [%d] weights here and [%d] in Python".formatted(each.what("weights"), ours, theirs));
        }
    }

    /// The least processor time between two reports of progress within the last epoch, which are one step apart; the
    /// epochs before warm up.
    private static double step(Network<?> network, Windows windows) {
        List<Long> reports = new ArrayList<>();
        network.epochs(3).batch(BATCH);
        network.fit(windows, windows.between(0, 200), Cancel.NEVER, (done, of) -> {
            if (done % windows.size() == BATCH) {
                reports.clear();
            }
            reports.add(processorTime());
        });
        long shortest = Long.MAX_VALUE;
        for (int i = 1; i < reports.size() - 1; i++) {
            shortest = Math.min(shortest, reports.get(i) - reports.get(i - 1));
        }
        return shortest * 1e-9;
    }

    private static double shortest(int warmUps, int counted, Runnable work) {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < warmUps + counted; i++) {
            long start = processorTime();
            work.run();
            shortest = i < warmUps ? shortest : Math.min(shortest, processorTime() - start);
        }
        return shortest * 1e-9;
    }

    /// Of this thread, in nanoseconds.
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double alone(Network<?> network, Windows windows) {
        List<Window> one = List.of(windows.getFirst());
        return shortest(100, 100, () -> network.forecast(one));
    }

    private static double batch(Network<?> network, Windows windows) {
        Window[] many = new Window[ASKED_AT_ONCE];
        Arrays.setAll(many, i -> windows.get(i % windows.size()));
        List<Window> all = List.of(many);
        return shortest(2, 5, () -> network.forecast(all)) / ASKED_AT_ONCE;
    }

    /// So many windows of noise in one run.
    private static Windows windows(Case each, int count) {
        Stream random = new Streams(1).named("noise");
        int steps = count + each.lags() + each.horizon() - 1;
        double[][] values = new double[Case.INPUTS][steps];
        for (double[] column : values) {
            Arrays.setAll(column, i -> random.normal());
        }
        List<String> columns = List.of("y", "a", "b", "c", "d", "e", "f", "plan");
        return each.task()
                .windows(List.of(new Series("noise", 0, 1, columns, values, new LinkedHashMap<>(Map.of("k", 1.0)))));
    }
}
