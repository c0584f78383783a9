package throughline.parallel.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.parallel.streaming.TransferQueue.Size;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class TransferQueueTest {
    private static final Column<int[]> PROMPT = new Column<>("prompt", int[].class);
    private static final Column<int[]> RESPONSE = new Column<>("response", int[].class);
    private static final Column<Double> SCORE = new Column<>("score", Double.class);

    private static int[] payload(int row, int salt) {
        int[] payload = new int[1 + Math.floorMod(row * 31 + salt, 13)];
        payload[0] = row ^ salt;
        return payload;
    }

    /// Rollout writes prompts and responses, two tasks read, one of them what the other writes.
    private static final class Job {
        final Task reference;
        final Task update;
        final TransferQueue queue;
        final AtomicIntegerArray referenced;
        final AtomicIntegerArray updated;
        final AtomicInteger most = new AtomicInteger();

        Job(int rows, int inFlight, int units, int batch, Order order) {
            reference = new Task("reference", List.of(RESPONSE, PROMPT), batch, order);
            update = new Task("update", List.of(SCORE, RESPONSE), 1 + batch / 2, order);
            int least = Math.min(rows, reference.batch() + update.batch() - 1);
            queue = new TransferQueue(List.of(reference, update), new Size(rows, Math.max(inFlight, least), units));
            referenced = new AtomicIntegerArray(rows);
            updated = new AtomicIntegerArray(rows);
        }

        /// Writes a share of the rows in an order of its own.
        Void rollout(List<Integer> rows, Stream stream) throws InterruptedException {
            for (int row : rows) {
                boolean first = stream.uniform() < 0.5;
                if (first) {
                    queue.put(row, PROMPT, payload(row, 1));
                }
                queue.put(row, RESPONSE, payload(row, 2));
                if (!first) {
                    queue.put(row, PROMPT, payload(row, 1));
                }
                most.accumulateAndGet(queue.inFlight(), Math::max);
            }
            return null;
        }

        Void reference(int group) throws InterruptedException {
            for (Optional<Batch> next = queue.next(reference, group, Cancel.NEVER);
                    next.isPresent();
                    next = queue.next(reference, group, Cancel.NEVER)) {
                Batch batch = next.get();
                for (int i = 0; i < batch.size(); i++) {
                    int row = batch.row(i);
                    assertThat(batch.get(i, PROMPT)).isEqualTo(payload(row, 1));
                    assertThat(batch.get(i, RESPONSE)).isEqualTo(payload(row, 2));
                    referenced.incrementAndGet(row);
                    queue.put(row, SCORE, row * 0.5);
                }
            }
            return null;
        }

        Void update(int group) throws InterruptedException {
            for (Optional<Batch> next = queue.next(update, group, Cancel.NEVER);
                    next.isPresent();
                    next = queue.next(update, group, Cancel.NEVER)) {
                Batch batch = next.get();
                List<Double> scores = batch.column(SCORE);
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(scores.get(i)).isEqualTo(batch.row(i) * 0.5);
                    assertThat(batch.get(i, RESPONSE)).isEqualTo(payload(batch.row(i), 2));
                    updated.incrementAndGet(batch.row(i));
                }
            }
            return null;
        }
    }

    @Property(tries = 40)
    void everyRowGoesToEveryTaskOnceWhateverTheInterleaving(
            @ForAll @IntRange(min = 1, max = 600) int rows,
            @ForAll @IntRange(min = 1, max = 64) int inFlight,
            @ForAll @IntRange(min = 1, max = 5) int units,
            @ForAll @IntRange(min = 1, max = 33) int batch,
            @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll boolean balanced,
            @ForAll long seed)
            throws Exception {
        Job job = new Job(rows, inFlight, units, batch, balanced ? Order.BALANCED : Order.FIFO);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                TransferQueue queue = job.queue) {
            List<Future<Void>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                Stream stream = new Streams(seed).named("rollout " + t);
                List<Integer> mine = new ArrayList<>(IntStream.range(0, rows)
                        .filter(row -> row % threads == thread)
                        .boxed()
                        .toList());
                stream.shuffle(mine);
                running.add(executor.submit(() -> job.rollout(mine, stream)));
                running.add(executor.submit(() -> job.reference(thread)));
                running.add(executor.submit(() -> job.update(thread)));
            }
            for (Future<Void> future : running) {
                future.get();
            }
            for (int row = 0; row < rows; row++) {
                assertThat(job.referenced.get(row)).as("reference, row %d", row).isOne();
                assertThat(job.updated.get(row)).as("update, row %d", row).isOne();
            }
            assertThat(queue.consumed(job.update).cardinality()).isEqualTo(rows);
            assertThat(queue.inFlight()).isZero();
            assertThat(job.most.get())
                    .isLessThanOrEqualTo(Math.max(inFlight, job.reference.batch() + job.update.batch() - 1));
        }
    }

    @Test
    void aSealedQueueHandsOutWhatHasBegunAndNoMore() throws Exception {
        Job job = new Job(100, 100, 3, 8, Order.FIFO);
        for (int row = 90; row < 100; row++) {
            job.queue.put(row, PROMPT, payload(row, 1));
            job.queue.put(row, RESPONSE, payload(row, 2));
        }
        job.queue.seal();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> job.queue.put(0, PROMPT, payload(0, 1)))
                .withMessage("row [0] cannot begin: the queue is sealed");
        job.reference(0);
        job.update(0);
        assertThat(job.queue.consumed(job.update).stream().boxed().toList())
                .isEqualTo(IntStream.range(90, 100).boxed().toList());
    }

    /// Rows that have begun are consumed, or ready, or short of a column: no other place to be.
    @Test
    void closingWakesEverybodyAndLosesNothing() throws Exception {
        Job job = new Job(50, 24, 2, 16, Order.FIFO);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch full = new CountDownLatch(1);
            Future<Void> writer = executor.submit(() -> {
                for (int row = 0; row < 50; row++) {
                    if (row == 24) {
                        full.countDown();
                    }
                    job.queue.put(row, PROMPT, payload(row, 1));
                    job.queue.put(row, RESPONSE, payload(row, 2));
                }
                return null;
            });
            Future<Optional<Batch>> reader = executor.submit(() -> job.queue.next(job.update, 0, Cancel.NEVER));
            full.await();
            assertThat(job.queue.next(job.reference, 0, Cancel.NEVER)).isPresent();
            job.queue.close();
            assertThat(reader.get()).isEmpty();
            assertThatThrownBy(writer::get).hasCauseInstanceOf(CancellationException.class);
        }
        assertThat(job.queue.begun()).isEqualTo(24);
        assertThat(job.queue.consumed(job.reference).cardinality() + job.queue.ready(job.reference))
                .isEqualTo(24);
        assertThat(job.queue.consumed(job.update).cardinality() + job.queue.ready(job.update))
                .isZero();
        assertThat(job.queue.next(job.reference, 0, Cancel.NEVER)).isEmpty();
    }

    @Test
    void aCancelEndsTheWaiting() throws Exception {
        Job job = new Job(10, 10, 1, 4, Order.FIFO);
        Cancel cancel = new Cancel();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Batch>> reader = executor.submit(() -> job.queue.next(job.reference, 0, cancel));
            cancel.cancel();
            assertThat(reader.get()).isEmpty();
        }
    }

    @Test
    void twoWritersOfOneNewRowBothGoOnWhenOneHasBegunIt() throws Exception {
        Task task = new Task("task", List.of(PROMPT, RESPONSE), 1, Order.FIFO);
        TransferQueue queue = new TransferQueue(List.of(task), new Size(2, 1, 1));
        queue.put(0, PROMPT, payload(0, 1));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> prompt = executor.submit(() -> {
                queue.put(1, PROMPT, payload(1, 1));
                return null;
            });
            Future<Void> response = executor.submit(() -> {
                queue.put(1, RESPONSE, payload(1, 2));
                return null;
            });
            queue.put(0, RESPONSE, payload(0, 2));
            assertThat(queue.next(task, 0, Cancel.NEVER).orElseThrow().row(0)).isZero();
            assertThat(queue.next(task, 0, Cancel.NEVER).orElseThrow().row(0)).isOne();
            prompt.get();
            response.get();
        }
    }

    @Test
    void errorsSayWhatIsAllowed() throws Exception {
        Job job = new Job(4, 4, 2, 1, Order.FIFO);
        TransferQueue queue = job.queue;
        queue.put(3, PROMPT, payload(3, 1));
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> queue.put(3, PROMPT, payload(3, 1)))
                .withMessage("row [3], column prompt is written twice; every cell is written once");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> queue.put(4, PROMPT, payload(4, 1)))
                .withMessage("row [4] is out of range; rows are 0 to 3");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> queue.put(0, new Column<>("reward", Double.class), 1.0))
                .withMessage("no task needs column [reward]; the queue has [response, prompt, score]");
        for (int group : new int[] {-1, 1 << 20}) {
            assertThatExceptionOfType(BadInput.class)
                    .isThrownBy(() -> queue.next(job.reference, group, Cancel.NEVER))
                    .withMessage("group [%d] of task reference must be 0 to 1048575".formatted(group));
        }
        queue.put(3, RESPONSE, payload(3, 2));
        Batch batch = queue.next(job.reference, 0, Cancel.NEVER).orElseThrow();
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> batch.get(0, SCORE))
                .withMessage("task reference does not need column [score]; it needs [response, prompt]");
        queue.put(3, SCORE, 1.5);
        queue.next(job.update, 0, Cancel.NEVER);
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> queue.put(3, SCORE, 1.5))
                .withMessageContaining("the second time after all tasks had read it");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() ->
                        new TransferQueue(List.of(new Task("a", List.of(PROMPT), 8, Order.FIFO)), new Size(100, 7, 1)))
                .withMessage("[7] rows in flight could leave every task short of a full micro-batch; allow at least 8");
    }

    /// With lengths that vary, the groups of a task get more nearly equal numbers of tokens than first come, first
    /// served gives them, in every micro-batch; and nobody is forgotten.
    @Test
    void balancedMicroBatchesAreMoreNearlyEqual() {
        double fifo = 0;
        double balanced = 0;
        for (int seed = 1; seed <= 50; seed++) {
            fifo += spread(Order.FIFO.open(), new Streams(seed).named("lengths"));
            balanced += spread(Order.BALANCED.open(), new Streams(seed).named("lengths"));
        }
        assertThat(balanced).isLessThan(0.5 * fifo);
    }

    private static double spread(Order.Backlog backlog, Stream stream) {
        int[] weights = new int[1024];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (int) Math.round(1000 * StrictMath.exp(0.7 * stream.normal()));
            backlog.add(row, weights[row]);
        }
        Set<Integer> seen = new HashSet<>();
        long most = 0;
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < 32; batch++) {
            long sum = 0;
            for (int row : backlog.take(32, batch % 4)) {
                sum += weights[row];
                assertThat(seen.add(row)).isTrue();
            }
            most = Math.max(most, sum);
            least = Math.min(least, sum);
        }
        assertThat(seen).hasSize(weights.length);
        return (double) most / least - 1;
    }

    /// A row that none would choose is chosen in the end: the oldest always goes along.
    @Test
    void balancingForgetsNoRow() {
        Order.Backlog backlog = Order.BALANCED.open();
        backlog.add(0, 1_000_000);
        for (int row = 1; row < 100; row++) {
            backlog.add(row, 10);
        }
        assertThat(backlog.take(4, 0)).contains(0);
    }
}
