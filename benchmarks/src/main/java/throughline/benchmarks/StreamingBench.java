package throughline.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.parallel.streaming.Batch;
import throughline.parallel.streaming.Column;
import throughline.parallel.streaming.Order;
import throughline.parallel.streaming.Task;
import throughline.parallel.streaming.TransferQueue;
import throughline.parallel.streaming.TransferQueue.Size;
import throughline.spec.Cancel;

/// The queue between the tasks of a post-training job: what it takes to pass samples on, their payloads made
/// beforehand. Every written cell is announced to the controller of each task that needs its column; that is a metadata
/// update.
public final class StreamingBench implements Bench {
    private static final int ROWS = 200_000;
    private static final int IN_FLIGHT = 8_192;
    private static final int WARM_UPS = 3;
    private static final int COUNTED = 5;
    private static final int UPDATES_OF_ROW = 5;

    private static final Column<int[]> RESPONSE = new Column<>("response", int[].class);
    private static final Column<float[]> OLD = new Column<>("old log-probability", float[].class);
    private static final Column<float[]> REFERENCE = new Column<>("reference log-probability", float[].class);
    private static final int[] TOKENS = new int[2_000];
    private static final float[] LOGARITHMS = new float[2_000];

    /// Rollout writes two columns, the reference model reads one and adds one, the update reads all three.
    private record Job(Task reference, Task update, TransferQueue queue) {
        static Job of(Order order) {
            Task reference = new Task("reference", List.of(RESPONSE, OLD), 64, Order.FIFO);
            Task update = new Task("update", List.of(RESPONSE, OLD, REFERENCE), 64, order);
            return new Job(
                    reference, update, new TransferQueue(List.of(reference, update), new Size(ROWS, IN_FLIGHT, 8)));
        }

        Void write(int from, int step) throws InterruptedException {
            for (int row = from; row < ROWS; row += step) {
                queue.put(row, RESPONSE, TOKENS);
                queue.put(row, OLD, LOGARITHMS);
            }
            return null;
        }

        Void score(int group) throws InterruptedException {
            for (Optional<Batch> next = queue.next(reference, group, Cancel.NEVER);
                    next.isPresent();
                    next = queue.next(reference, group, Cancel.NEVER)) {
                for (int i = 0; i < next.get().size(); i++) {
                    queue.put(next.get().row(i), REFERENCE, LOGARITHMS);
                }
            }
            return null;
        }

        Void train(int group) throws InterruptedException {
            while (queue.next(update, group, Cancel.NEVER).isPresent()) {}
            return null;
        }

        void run(int threads) {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Void>> running = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    int group = i;
                    running.add(executor.submit(() -> write(group, threads)));
                    running.add(executor.submit(() -> score(group)));
                    running.add(executor.submit(() -> train(group)));
                }
                for (Future<Void> future : running) {
                    future.get();
                }
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public String name() {
        return "streaming";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        measure(figures, "first come, first served", Order.FIFO, 1);
        measure(figures, "first come, first served", Order.FIFO, 8);
        measure(figures, "balanced", Order.BALANCED, 8);
    }

    private void measure(Consumer<Figure> figures, String order, Order of, int threads) {
        double seconds = Bench.best(WARM_UPS, COUNTED, () -> Job.of(of), job -> job.run(threads));
        String what = "%s, %d groups a task".formatted(order, threads);
        String how = "%d rows through 3 tasks, best of %d after %d warm-ups, virtual threads"
                .formatted(ROWS, COUNTED, WARM_UPS);
        figures.accept(new Figure(name(), what, ROWS / seconds, "rows/s", how));
        figures.accept(new Figure(
                name(), what, (double) UPDATES_OF_ROW * ROWS / seconds, "updates/s", "metadata updates, 5 a row"));
    }
}
