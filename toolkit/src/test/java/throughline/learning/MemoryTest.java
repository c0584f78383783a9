package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Training frees what it takes outside the heap.
class MemoryTest {
    private static final Backtest BACKTEST =
            Backtest.of(Task.forecast("y").lags(24).horizon(8), Split.byRun(Runs.randomWalk(5, 360, 1), 0.6, 0.2, 1));

    private static Lstm lstm() {
        return new Lstm().hidden(16).batch(16).epochs(17).patience(17);
    }

    @Test
    void noArrayIsLeftBehindByAThousandSteps() {
        List<Integer> open = new ArrayList<>();
        int before = OpenArrays.settled();
        try (Lstm lstm = lstm()) {
            lstm.fit(BACKTEST.train(), BACKTEST.validation(), Cancel.NEVER, (done, of) -> open.add(OpenArrays.count()));
            assertThat(open).hasSizeGreaterThan(1_000);
            // The last report comes after the best weights are restored, outside a step.
            assertThat(open.subList(0, open.size() - 1)).containsOnly(open.getFirst());
            lstm.forecast(BACKTEST.test());
            assertThat(OpenArrays.count()).isEqualTo(open.getLast());
        }
        assertThat(OpenArrays.count()).isEqualTo(before);
    }

    @Test
    void aNetworkThatNobodyHoldsFreesItself() {
        int before = OpenArrays.settled();
        new Lstm().hidden(4).epochs(1).fit(BACKTEST.train(), BACKTEST.validation(), Cancel.NEVER, Progress.NONE);
        assertThat(OpenArrays.count()).isGreaterThan(before);
        for (int i = 0; i < 1_000 && OpenArrays.count() > before; i++) {
            System.gc();
        }
        assertThat(OpenArrays.count()).isEqualTo(before);
    }

    /// What no manager knows of would show here, from 100 kB a step.
    @Test
    void theProcessDoesNotGrowOverAThousandSteps() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/statm")), "needs Linux's /proc");
        try (Lstm warm = lstm();
                Lstm lstm = lstm()) {
            warm.fit(BACKTEST.train(), BACKTEST.validation(), Cancel.NEVER, Progress.NONE);
            long before = nativeBytes();
            lstm.fit(BACKTEST.train(), BACKTEST.validation(), Cancel.NEVER, Progress.NONE);
            assertThat(nativeBytes() - before).isLessThan(100L << 20);
        }
    }

    /// Resident bytes of this process beside the Java heap, which may grow as it likes.
    private static long nativeBytes() throws IOException {
        long pages =
                Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
        return pages * 4096 - Runtime.getRuntime().totalMemory();
    }
}
