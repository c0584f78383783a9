package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<String> written = new ArrayList<>();
    private final ProgressBar bar = new ProgressBar("Simulating", (now, last) -> written.add(now.text()), clock::get);

    @Test
    void saysTheShareAndTheTimeLeftThenTheTimeUsed() {
        bar.report(0, 4);
        clock.set(30_000_000_000L);
        bar.report(1, 4);
        clock.set(120_000_000_000L);
        bar.report(4, 4);
        assertThat(written).hasSize(3);
        assertThat(written.get(1)).startsWith("Simulating [#######...").endsWith("25 %, 1 min 30 s left");
        assertThat(written.get(2)).isEqualTo("Simulating: done in 2 min 00 s");
    }

    @Test
    void isRedrawnNoMoreThanFiveTimesASecond() {
        for (int i = 0; i < 1_000_000; i++) {
            clock.addAndGet(1_000);
            bar.report(i, 1_000_000);
        }
        assertThat(written).hasSizeBetween(4, 6);
    }

    @Test
    void endsOnceHoweverManyThreadsReport() {
        LongStream.rangeClosed(0, 100_000).parallel().forEach(done -> bar.report(done, 100_000));
        bar.report(100_000, 100_000);
        bar.report(5, 100_000);
        assertThat(written.stream().filter(line -> line.contains("done in"))).hasSize(1);
        assertThat(written.getLast()).contains("done in");
    }

    @Test
    void durationsReadLikeSpeech() {
        assertThat(ProgressBar.duration(4.23)).isEqualTo("4.2 s");
        assertThat(ProgressBar.duration(48.4)).isEqualTo("48 s");
        assertThat(ProgressBar.duration(7_625)).isEqualTo("2 h 07 min");
    }
}
