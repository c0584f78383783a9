package org.rapaio.jupyter.kernel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
    @Test
    void aLoopThatIsStartedRuns() throws InterruptedException {
        int loops = 500;
        CountDownLatch secondTurns = new CountDownLatch(2 * loops);
        List<LoopThread> all = IntStream.range(0, loops)
                .mapToObj(i -> new LoopThread("loop " + i, 1, secondTurns::countDown))
                .toList();
        all.forEach(LoopThread::start);
        assertThat(secondTurns.await(30, TimeUnit.SECONDS)).isTrue();
        all.forEach(LoopThread::shutdown);
        for (LoopThread loop : all) {
            loop.join();
        }
    }

    @Test
    void anExceptionDoesNotEndIt() throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        LoopThread[] self = new LoopThread[1];
        self[0] = new LoopThread("failing", 0, () -> {
            if (turns.incrementAndGet() == 3) {
                self[0].shutdown();
            }
            throw new IllegalStateException("this one is expected");
        });
        Logger log = Logger.getLogger(LoopThread.class.getSimpleName());
        log.setLevel(Level.OFF);
        self[0].start();
        self[0].join();
        log.setLevel(null);
        assertThat(turns).hasValue(3);
    }

    @Test
    void isOursAndNotRapaios() {
        assertThat(LoopThread.class.getProtectionDomain().getCodeSource())
                .isEqualTo(
                        throughline.notebook.Kernel.class.getProtectionDomain().getCodeSource());
    }
}
