package throughline.notebook;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.MutableCommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.CreateCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DisposeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawStringCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Figures as SVG, with real text. XChart draws a line as thousands of segments, each with its style; here segments
/// that follow each other in one style become one path, in hundredths of a pixel.
final class Svg {
    private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(E-?\\d+)?");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern CLIP = Pattern.compile("clip-?\\d+");

    private Svg() {}

    static String text(VectorGraphics2D drawn, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new SVGProcessor()
                    .getDocument(merged(drawn.getCommands()), new PageSize(0, 0, width, height))
                    .writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return slim(bytes.toString(StandardCharsets.UTF_8));
    }

    /// The same drawing with fewer commands.
    private static CommandSequence merged(CommandSequence commands) {
        Merger merger = new Merger();
        commands.forEach(merger::add);
        merger.flush();
        return merger.out;
    }

    /// Holds back what sets colours and strokes until something is drawn with them.
    private static final class Merger {
        private final MutableCommandSequence out = new MutableCommandSequence();
        private final List<Command<?>> waiting = new ArrayList<>();
        private Object color;
        private Object stroke;
        private Object pathColor;
        private Object pathStroke;
        private Path2D path;

        void add(Command<?> command) {
            switch (command) {
                case SetColorCommand set -> {
                    color = set.getValue();
                    waiting.add(command);
                }
                case SetStrokeCommand set -> {
                    stroke = set.getValue();
                    waiting.add(command);
                }
                case DrawShapeCommand draw
                when draw.getValue() instanceof Line2D line -> {
                    if (path == null || !same(color, pathColor) || !same(stroke, pathStroke)) {
                        flush();
                        pathColor = color;
                        pathStroke = stroke;
                        path = new Path2D.Double();
                    } else {
                        waiting.clear();
                    }
                    append(line);
                }
                case DrawStringCommand draw -> {
                    flush();
                    out.add(new DrawStringCommand(
                            draw.getValue().replaceAll("\\p{Cntrl}", " "), draw.getX(), draw.getY()));
                }
                case CreateCommand _, DisposeCommand _ -> {
                    flush();
                    out.add(command);
                    color = null;
                    stroke = null;
                }
                default -> {
                    flush();
                    out.add(command);
                }
            }
        }

        private static boolean same(Object a, Object b) {
            return a == null ? b == null : a.equals(b);
        }

        private void append(Line2D line) {
            if (path.getCurrentPoint() == null || path.getCurrentPoint().distance(line.getP1()) > 1e-6) {
                path.moveTo(line.getX1(), line.getY1());
            }
            path.lineTo(line.getX2(), line.getY2());
        }

        void flush() {
            if (path != null) {
                out.add(new DrawShapeCommand(path));
                path = null;
            }
            waiting.forEach(out::add);
            waiting.clear();
        }
    }

    /// Short numbers; the size of letters that the writer takes for granted and browsers do not; other sans-serif
    /// letters where these are missing; and names of clips that are the same each time.
    private static String slim(String svg) {
        List<String> clips = new ArrayList<>();
        return TAG.matcher(svg)
                .replaceAll(tag -> Matcher.quoteReplacement(slimTag(tag.group(), clips)))
                .replaceFirst("<svg ", "<svg font-size=\"12px\" ")
                .replaceAll(">\\s*\\n\\s*<", ">\n<");
    }

    /// Only tags are slimmed: numbers between them are somebody's words.
    private static String slimTag(String tag, List<String> clips) {
        String numbers = LONG_NUMBER.matcher(tag).replaceAll(number -> hundredths(Double.parseDouble(number.group())));
        return CLIP.matcher(numbers)
                .replaceAll(clip -> {
                    if (!clips.contains(clip.group())) {
                        clips.add(clip.group());
                    }
                    return "clip" + clips.indexOf(clip.group());
                })
                .replace("font-family:&quot;DejaVu Sans&quot;;", "font-family:&quot;DejaVu Sans&quot;,sans-serif;")
                .replace("font-family:&quot;SansSerif&quot;;", "font-family:sans-serif;");
    }

    private static String hundredths(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
