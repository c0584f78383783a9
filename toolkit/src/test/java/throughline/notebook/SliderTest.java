package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class SliderTest {
    private static final double[] X = {0, 1, 2};

    static Plot plot(double height) {
        return Plot.of("height", Axis.of("x", ""), Axis.of("y", "")).line("l", X, new double[] {0, height, 2});
    }

    static Html html(int frames) {
        var slider = new Slider<>("P", IntStream.range(0, frames).boxed().toList());
        return Slider.html(List.of(slider), Slider.frames(frames, i -> "P = " + i, i -> plot(i + 1), Cancel.NEVER));
    }

    @Test
    void holdsEveryFrameAndNothingFromElsewhere() {
        String content = html(4).content();
        assertThat(content.split("<img ")).hasSize(5);
        assertThat(content).doesNotContain("http").contains("type=\"range\"", "max=\"3\"", "P = 2");
    }

    @Test
    void sameFramesGiveTheSameBytes() {
        assertThat(html(5).content()).isEqualTo(html(5).content()).isNotEqualTo(html(4).content());
    }

    /// What remains where scripts are stripped: every frame, none hidden, each with its value; no dead slider.
    @Test
    void isSmallMultiplesWithoutItsScript() {
        String still = html(3).content().replaceAll("(?s)<script>.*?</script>", "");
        assertThat(Pattern.compile("<figure [^>]*hidden").matcher(still).find()).isFalse();
        assertThat(still).contains("P = 0", "P = 1", "P = 2").containsPattern("<div data-knobs hidden>\\s*<label");
    }

    @Test
    void valuesAreText() {
        var slider = Slider.over("a<b", "\"quoted\"", "<script>alert(1)</script>");
        String content = Slider.html(
                        List.of(slider), Slider.frames(2, i -> slider.values().get(i), i -> plot(1), Cancel.NEVER))
                .content();
        assertThat(content).doesNotContain("<script>alert", "a<b").contains("&lt;script&gt;alert(1)");
    }

    @Test
    void refusesWhatIsNoFigure() {
        assertThatThrownBy(() -> Slider.over("P")).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Slider.frames(1, i -> "P = 1", i -> 3, Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("P = 1")
                .hasMessageContaining("Integer");
        assertThatThrownBy(() -> Slider.frames(201, i -> "", i -> plot(1), Cancel.NEVER))
                .hasMessageContaining("[201]");
        assertThatThrownBy(() -> Slider.frames(
                        1,
                        i -> "",
                        i -> {
                            throw new BadInput("mine");
                        },
                        Cancel.NEVER))
                .hasMessage("mine");
    }

    /// A line that is twice as high in the next frame is drawn twice as high.
    @Test
    void framesShareTheirScale() {
        var frames = Slider.frames(2, i -> "" + i, i -> plot(i == 0 ? 2 : 100), Cancel.NEVER);
        var alone = Slider.frames(1, i -> "" + i, i -> plot(2), Cancel.NEVER);
        assertThat(frames.getFirst().image()).isNotEqualTo(alone.getFirst().image());
    }

    @Test
    void framesOfMultiplesShareTheirScaleToo() {
        var frames = Slider.frames(
                2, i -> "" + i, i -> new Multiples("both", List.of(plot(i == 0 ? 2 : 100), plot(1))), Cancel.NEVER);
        var alone = Slider.frames(1, i -> "" + i, i -> new Multiples("both", List.of(plot(2), plot(1))), Cancel.NEVER);
        assertThat(frames.getFirst().image()).isNotEqualTo(alone.getFirst().image());
    }

    @Test
    void theFirstFailureStopsTheRest() {
        var drawn = new java.util.concurrent.atomic.AtomicInteger();
        assertThatThrownBy(() -> Slider.frames(
                        150,
                        i -> "",
                        i -> {
                            drawn.incrementAndGet();
                            throw new BadInput("mine");
                        },
                        Cancel.NEVER))
                .hasMessage("mine");
        assertThat(drawn).hasValueLessThan(150);
    }

    @Test
    void stopsWithTheCancel() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThatThrownBy(() -> Slider.frames(3, i -> "", i -> plot(1), cancel))
                .isInstanceOf(CancellationException.class);
    }
}
