package throughline.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Runs what does not depend on each other on as many threads as there are processors.
///
/// ```java
/// List<FabRun> runs = Workers.all(seeds.stream().map(seed -> (Supplier<FabRun>) () -> run(seed)).toList());
/// ```
public final class Workers {
    private Workers() {}

    /// What the tasks give, in their order, whatever the number of threads.
    ///
    /// @param tasks that look at a [Cancel] themselves, where they take long
    /// @throws RuntimeException      that the first task to fail, in their order, has thrown
    /// @throws CancellationException when the thread that waits is interrupted
    public static <T> List<T> all(List<Supplier<T>> tasks) {
        return all(tasks, Runtime.getRuntime().availableProcessors());
    }

    /// As [#all(List)], on a number of threads.
    ///
    /// @param threads at least 1; tasks begin in their order
    public static <T> List<T> all(List<Supplier<T>> tasks, int threads) {
        List<T> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads, Workers::thread)) {
            List<Future<T>> futures =
                    tasks.stream().map(task -> pool.submit(task::get)).toList();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
        }
        return results;
    }

    /// One that does not keep the process from ending.
    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("worker").unstarted(work);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
