package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.Cancel;

/// What scripts in outputs do in a real browser; skipped where there is none.
class BrowserTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path temp;

    private Browser open(String html) throws Exception {
        assumeTrue(Browser.find().isPresent(), "no Chromium here");
        Path page = Files.writeString(
                temp.resolve("page.html"), "<!DOCTYPE html><meta charset=utf-8><body>" + html + "</body>");
        return new Browser(Browser.find().orElseThrow(), page, Files.createDirectory(temp.resolve("profile")));
    }

    private static List<String> shown(Browser browser) throws Exception {
        String all = browser.evaluate("Array.from(document.querySelectorAll('figure')).filter(f => f.offsetHeight > 0)"
                        + ".map(f => f.querySelector('figcaption').textContent).join('|')")
                .asText();
        return List.of(all.split("\\|"));
    }

    @Test
    void aDraggedSliderChangesTheFrame() throws Exception {
        try (Browser browser = open(SliderTest.html(4).content())) {
            assertThat(shown(browser)).containsExactly("P = 0");
            double[] box = place(browser, "input");
            browser.drag(box[0] + 8, box[1] + box[3] / 2, box[0] + box[2] - 4, box[1] + box[3] / 2);
            assertThat(shown(browser)).containsExactly("P = 3");
            assertThat(browser.evaluate("document.querySelector('output').textContent")
                            .asText())
                    .isEqualTo("3");
            browser.evaluate("document.querySelector('input').focus()");
            browser.press("ArrowLeft", 37);
            assertThat(shown(browser)).containsExactly("P = 2");
            browser.press("Home", 36);
            assertThat(shown(browser)).containsExactly("P = 0");
        }
    }

    @Test
    void twoSlidersTurnTwoKnobs() throws Exception {
        var first = Slider.over("a", 1, 2);
        var second = Slider.over("b", "x", "y", "z");
        var frames = Slider.frames(
                6,
                i -> "a = %s, b = %s"
                        .formatted(first.values().get(i / 3), second.values().get(i % 3)),
                i -> SliderTest.plot(i),
                Cancel.NEVER);
        try (Browser browser = open(Slider.html(List.of(first, second), frames).content())) {
            browser.evaluate("document.querySelectorAll('input')[1].focus()");
            browser.press("End", 35);
            assertThat(shown(browser)).containsExactly("a = 1, b = z");
            browser.evaluate("document.querySelectorAll('input')[0].focus()");
            browser.press("ArrowRight", 39);
            assertThat(shown(browser)).containsExactly("a = 2, b = z");
        }
    }

    @Test
    void aClickOnAColumnsHeadSortsByIt() throws Exception {
        Table table = Table.create(
                StringColumn.create("name", "b", "a", "c"), DoubleColumn.create("size [h]", 9, 12_345, 200));
        try (Browser browser = open(Bundle.of(table).data().get(Bundle.HTML))) {
            double[] head = place(browser, "th:nth-child(2)");
            for (String expected : new String[] {"b|c|a", "a|c|b"}) {
                browser.mouse("mousePressed", head[0] + 5, head[1] + 5);
                browser.mouse("mouseReleased", head[0] + 5, head[1] + 5);
                assertThat(names(browser)).isEqualTo(expected);
            }
            browser.evaluate("document.querySelector('th').focus()");
            browser.press("Enter", 13);
            assertThat(names(browser)).isEqualTo("a|b|c");
        }
    }

    private static String names(Browser browser) throws Exception {
        return browser.evaluate(
                        "Array.from(document.querySelectorAll('tbody tr')).map(r => r.cells[0].textContent).join('|')")
                .asText();
    }

    private static double[] place(Browser browser, String selector) throws Exception {
        String[] numbers = browser.evaluate(("(() => { var r = document.querySelector('%s').getBoundingClientRect();"
                                + " return [r.x, r.y, r.width, r.height].join(' '); })()")
                        .formatted(selector))
                .asText()
                .split(" ");
        return java.util.Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
    }
}
