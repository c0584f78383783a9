package throughline.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import throughline.cli.Bench;
import throughline.cluster.ClusterModel;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.data.Dataset;
import throughline.data.Sweep;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A training job on a cluster: steps simulated a second, and rows a second on their way to Parquet, sensors by node of
/// 16,384 GPUs and exchanges by rank of 512; and what the whole runs would take at that rate.
public final class ClusterBench implements Bench {
    private static final double DAYS = 1;
    private static final double LONG = 54;
    private static final double PART = 0.05;

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        ClusterSpec large = ClusterSpec.LLAMA_3.with("days", String.valueOf(DAYS));
        steps(large, figures);
        rows("16,384 GPUs, sensors by node each 60 s", large, LONG, figures);
        rows("512 GPUs, exchanges by rank", ClusterSpec.RANKS.with("days", String.valueOf(PART)), 1, figures);
    }

    private void steps(ClusterSpec spec, Consumer<Figure> figures) {
        long[] steps = new long[1];
        double seconds = Bench.best(1, 3, () -> new ClusterModel(spec, 1), model -> {
            new Simulation(model).runUntil(Tick.NANOSECOND.days(spec.days()));
            steps[0] = model.goodput().steps() + model.goodput().again();
        });
        figures.accept(new Figure(
                name(),
                "16,384 GPUs, steps",
                steps[0] / seconds,
                "steps/s",
                "best of 3 after 1 warm-up, nothing recorded"));
    }

    private void rows(String what, ClusterSpec spec, double days, Consumer<Figure> figures) {
        Sweep<ClusterSpec> sweep = new Sweep<>(ClusterRun.recipe(), List.of(spec), 1, 1);
        double best = Double.POSITIVE_INFINITY;
        long rows = 0;
        for (int i = 0; i < 3; i++) {
            Path folder = folder();
            try {
                long start = System.nanoTime();
                Dataset dataset = sweep.write(folder, 1, Cancel.NEVER, Progress.NONE);
                best = Math.min(best, (System.nanoTime() - start) * 1e-9);
                rows = dataset.tables().stream()
                        .mapToLong(table -> ((Number) dataset.sql("SELECT count(*) FROM " + table)
                                        .get(0, 0))
                                .longValue())
                        .sum();
            } finally {
                delete(folder);
            }
        }
        String how = "best of 3, %d rows of %s days".formatted(rows, spec.days());
        figures.accept(new Figure(name(), what, rows / best, "rows/s", how));
        figures.accept(
                new Figure(name(), what + ", %s days".formatted(days), best * days / spec.days(), "s", "extrapolated"));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("lab-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
