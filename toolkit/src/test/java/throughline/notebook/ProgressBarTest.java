package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ProgressBarTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<String> written = new ArrayList<>();
    private final List<List<String>> outputs = new ArrayList<>();
    private Object cell = "first cell";
    private final ProgressBars bars = new ProgressBars(new Notes(), clock::get);

    /// Writes down what is shown where.
    private final class Notes implements Display {
        @Override
        public void show(Bundle bundle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Slot slot() {
            List<String> output = new ArrayList<>();
            outputs.add(output);
            return (now, last) -> {
                output.add(now.text());
                written.add(now.text());
            };
        }

        @Override
        public Object cell() {
            return cell;
        }
    }

    @AfterEach
    void settle() {
        Cancel.settle();
    }

    /// A loop of turns that take a second each, in a thousand steps.
    private void turns(Progress outer, int turns) {
        turns(outer, 1, turns, turns);
    }

    private void turns(Progress outer, int first, int last, int all) {
        for (int turn = first; turn <= last; turn++) {
            work(bars.bar("Simulating"));
            outer.report(turn, all);
        }
    }

    private void work(Progress inner) {
        for (int step = 0; step <= 1000; step++) {
            inner.report(step, 1000);
            clock.addAndGet(1_000_000);
        }
    }

    @Test
    void saysTheShareAndTheTimeLeftThenTheTimeUsed() {
        Progress bar = bars.bar("Simulating");
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
    void theTimeLeftCountsDownBetweenReportsAndIsNotShownWhenItIsOver() {
        Progress outer = bars.bar("Fabs");
        Progress inner = bars.bar("Simulating");
        for (int second : new int[] {10, 15, 25}) {
            clock.set(second * 1_000_000_000L);
            outer.report(1, 2);
            inner.report(second, 100);
        }
        assertThat(written)
                .extracting(line -> line.replaceAll(" > .*", ""))
                .containsExactly(
                        "Fabs [###############...............] 50 %, 10 s left",
                        "Fabs [#####.....] 50 %, 5.0 s left", "Fabs [#####.....] 50 %");
    }

    @Test
    void isRedrawnNoMoreThanFiveTimesASecond() {
        Progress bar = bars.bar("Simulating");
        for (int i = 0; i < 1_000_000; i++) {
            clock.addAndGet(1_000);
            bar.report(i, 1_000_000);
        }
        assertThat(written).hasSizeBetween(4, 6);
    }

    @Test
    void endsOnceHoweverManyThreadsReport() {
        Progress bar = bars.bar("Simulating");
        LongStream.rangeClosed(0, 100_000).parallel().forEach(done -> bar.report(done, 100_000));
        bar.report(100_000, 100_000);
        bar.report(5, 100_000);
        assertThat(written.stream().filter(line -> line.contains("done in"))).hasSize(1);
        assertThat(written.getLast()).contains("done in");
    }

    @Test
    void anOlderStateNeverReplacesANewerOne() {
        Progress bar = bars.bar("Simulating");
        for (long done : new long[] {50, 20, 70}) {
            bar.report(done, 100);
            clock.addAndGet(1_000_000_000);
        }
        assertThat(written)
                .extracting(line -> line.replaceAll(".* (\\d+ %).*", "$1"))
                .containsExactly("50 %", "50 %", "70 %");
    }

    @Test
    void anInnerBarLivesInTheOutputOfTheOuterOneAndLeavesNothing() {
        Progress outer = bars.bar("Fabs");
        outer.report(0, 10);
        turns(outer, 10);
        assertThat(outputs).hasSize(1);
        assertThat(written).hasSizeBetween(45, 52);
        assertThat(written).contains("Fabs [###.......] 30 %, 6.6 s left > Simulating [###.......] 39 %, 0.6 s left");
        assertThat(written.getLast()).isEqualTo("Fabs: done in 10 s");
        assertThat(written).filteredOn(line -> line.contains("done in")).hasSize(1);
    }

    @Test
    void anOuterBarThatReportsAfterItsFirstTurnTakesTheOutputOver() {
        turns(bars.bar("Fabs"), 3);
        assertThat(outputs).hasSize(1);
        assertThat(written)
                .filteredOn(line -> line.startsWith("Simulating: done in"))
                .hasSize(1);
        assertThat(written.getLast()).isEqualTo("Fabs: done in 3.0 s");
    }

    @Test
    void theHeightOfNestedBarsDoesNotChangeBetweenTurns() {
        Progress outer = bars.bar("Fabs");
        outer.report(0, 10);
        turns(outer, 10);
        assertThat(written.subList(1, written.size() - 1)).allMatch(line -> line.contains(" > Simulating ["));
    }

    @Test
    void threeLevelsShareOneOutput() {
        Progress outermost = bars.bar("Papers");
        outermost.report(0, 2);
        for (int paper = 1; paper <= 2; paper++) {
            Progress outer = bars.bar("Fabs");
            outer.report(0, 2);
            turns(outer, 2);
            outermost.report(paper, 2);
        }
        assertThat(outputs).hasSize(1);
        assertThat(written).anyMatch(line -> line.matches("Papers .* > Fabs .* > Simulating .*"));
        assertThat(written).filteredOn(line -> line.contains("done in")).containsExactly("Papers: done in 4.0 s");
    }

    @Test
    void barsOneAfterTheOtherHaveAnOutputEach() {
        work(bars.bar("First"));
        work(bars.bar("Second"));
        assertThat(outputs).hasSize(2);
        assertThat(outputs).extracting(List::getLast).containsExactly("First: done in 1.0 s", "Second: done in 1.0 s");
    }

    @Test
    void anInnerBarThatOutlivesTheOuterOneGoesOnInItsOwnOutput() {
        Progress outer = bars.bar("Outer");
        Progress inner = bars.bar("Inner");
        outer.report(0, 1);
        inner.report(1, 2);
        outer.report(1, 1);
        inner.report(2, 2);
        assertThat(outputs).extracting(List::getLast).containsExactly("Outer: done in 0.0 s", "Inner: done in 0.0 s");
    }

    @Test
    void aBarThatACellHasLeftUnfinishedDoesNotHoldThoseOfTheNext() {
        bars.bar("Left").report(1, 2);
        cell = "second cell";
        work(bars.bar("Next"));
        assertThat(outputs).hasSize(2);
        assertThat(outputs.getLast()).last().isEqualTo("Next: done in 1.0 s");
    }

    @Test
    void anInterruptStopsAllBarsOfACellWithOneLine() {
        Progress outer = bars.bar("Fabs");
        outer.report(0, 10);
        turns(outer, 1, 2, 10);
        Progress inner = bars.bar("Simulating");
        inner.report(1, 2);
        Cancel.interrupt();
        inner.report(1, 2);
        outer.report(3, 10);
        turns(outer, 4, 10, 10);
        assertThat(outputs).hasSize(1);
        assertThat(written.getLast()).isEqualTo("Fabs: stopped at 20 % after 2.0 s");
    }

    @Test
    void onATerminalItIsOneLineThatFits() {
        String wide = "A model whose name is far too long for any terminal ".repeat(2);
        String shown = onStandardOutput(new ConsoleDisplay(true), wide);
        assertThat(shown).startsWith("\r\u001b[KA model").endsWith("\n");
        assertThat(shown.strip().split("\r"))
                .allMatch(line -> line.replace("\u001b[K", "").length() <= 79);
        assertThat(shown.strip()).doesNotContain("\n");
    }

    @Test
    void inALogItIsNothing() {
        assertThat(onStandardOutput(new ConsoleDisplay(false), "Simulating")).isEmpty();
    }

    private String onStandardOutput(Display display, String what) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work(new ProgressBars(display, clock::get).bar(what));
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void durationsReadLikeSpeech() {
        assertThat(ProgressBar.duration(4.23)).isEqualTo("4.2 s");
        assertThat(ProgressBar.duration(48.4)).isEqualTo("48 s");
        assertThat(ProgressBar.duration(7_625)).isEqualTo("2 h 07 min");
    }
}
