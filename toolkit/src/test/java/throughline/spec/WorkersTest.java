package throughline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tasks on several threads.
class WorkersTest {
    private static List<Supplier<Integer>> tasks(int failing) {
        return IntStream.range(0, 100)
                .mapToObj(i -> (Supplier<Integer>) () -> {
                    if (i >= failing) {
                        throw new BadInput("task [%d] has nothing to do", i);
                    }
                    return i;
                })
                .toList();
    }

    @Test
    void resultsComeInTheOrderOfTheTasks() {
        assertThat(Workers.all(tasks(100)))
                .isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void theFirstFailureIsThrownAsItWas() {
        assertThatThrownBy(() -> Workers.all(tasks(70)))
                .isInstanceOf(BadInput.class)
                .hasMessage("task [70] has nothing to do");
    }

    /// The task ends only when the threads are told to stop.
    @Test
    void anInterruptIsACancellationAndStaysAnInterrupt() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Workers.all(List.<Supplier<Integer>>of(() -> waitFor(never))))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static int waitFor(CountDownLatch latch) {
        try {
            latch.await();
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
