package throughline.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Has the parts of a dataset made: on threads of this process, as [#threads] does, or by other machines.
@FunctionalInterface
public interface PartRunner {
    /// Has every missing part made, and returns when all are, or soon after the cancel.
    ///
    /// @throws RuntimeException when it cannot go on; the parts that are done stay
    void run(Parts parts, Cancel cancel);

    /// Threads of this process, each with one part under way.
    ///
    /// @param count 1 or more
    static PartRunner threads(int count) {
        if (count < 1) {
            throw new BadInput("threads [%d] must be at least 1", count);
        }
        return (parts, cancel) -> {
            try (ExecutorService workers = Executors.newFixedThreadPool(count)) {
                List<Future<?>> futures = new ArrayList<>();
                for (int part : parts.missing()) {
                    futures.add(workers.submit(() -> parts.make(part, cancel)));
                }
                await(futures, cancel);
            }
        };
    }

    private static void await(List<Future<?>> futures, Cancel cancel) {
        try {
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            futures.forEach(future -> future.cancel(false));
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            cancel.cancel();
            futures.forEach(future -> future.cancel(false));
            Thread.currentThread().interrupt();
        }
    }
}
