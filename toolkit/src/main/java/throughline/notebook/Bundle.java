package throughline.notebook;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.Table;
import throughline.data.Drawing;
import throughline.hardware.Cost;
import throughline.papers.Tolerance;

/// One output in every form that a front end may choose from. There is always `text/plain`.
///
/// @param data     MIME type to content, as Jupyter wants it: text, or Base64 for images
/// @param metadata MIME type to what the front end should know of it
record Bundle(Map<String, String> data, Map<String, Object> metadata) {
    static final String TEXT = "text/plain";
    static final String HTML = "text/html";
    static final String MARKDOWN = "text/markdown";
    static final String PNG = "image/png";
    /// The key of metadata that are for the report of `lab run --junit`, and for `lab grade`.
    static final String REPORT = "throughline";

    /// How anything looks: tables, figures, images and HTML as such, the rest as text.
    static Bundle of(Object value) {
        return switch (value) {
            case null -> text("null");
            case Bundle bundle -> bundle;
            case Markdown markdown ->
                new Bundle(Map.of(TEXT, markdown.content(), MARKDOWN, markdown.content()), Map.of());
            case Html html -> html(html.content(), html.text());
            case Claims claims -> claims.bundle();
            case Cost cost -> new CostView(cost).bundle();
            case Table table -> new TableView(table).bundle();
            case Drawing drawing -> of(Figure.of(drawing));
            case Figure figure -> png(figure.png(), figure.width(), figure.height(), figure.text());
            case BufferedImage image -> png(Png.bytes(image), image.getWidth(), image.getHeight(), "image");
            default -> text(plain(value));
        };
    }

    static Bundle text(String text) {
        return new Bundle(Map.of(TEXT, text), Map.of());
    }

    static Bundle html(String html, String text) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(TEXT, text);
        data.put(HTML, html);
        return new Bundle(data, Map.of());
    }

    /// @param width  shown at, in CSS pixels, however many the image has
    /// @param height shown at
    static Bundle png(byte[] png, int width, int height, String text) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(TEXT, text);
        data.put(PNG, Base64.getEncoder().encodeToString(png));
        return new Bundle(data, Map.of(PNG, Map.of("width", width, "height", height)));
    }

    /// A number held against another, with what a report needs to know of it beside the text.
    static Bundle check(String what, double value, double expected, Tolerance tolerance) {
        String compared = String.format(Locale.ROOT, "%.6g, to be %.6g %s", value, expected, tolerance.text(""));
        boolean holds = tolerance.admits(value, expected);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("check", what);
        record.put("holds", holds);
        record.put("text", compared);
        String line = "%s %s: %s".formatted(holds ? "holds" : "FAILS", what, compared);
        return report(line, record);
    }

    /// A line of text with a record for programs.
    static Bundle report(String text, Map<String, Object> record) {
        return new Bundle(Map.of(TEXT, text), Map.of(REPORT, record));
    }

    String text() {
        return data.get(TEXT);
    }

    /// Arrays print their contents, not their address.
    private static String plain(Object value) {
        if (!value.getClass().isArray()) {
            return String.valueOf(value);
        }
        String wrapped = Arrays.deepToString(new Object[] {value});
        return wrapped.substring(1, wrapped.length() - 1);
    }
}
