package throughline.devs.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import throughline.devs.Component;
import throughline.devs.Phased;
import throughline.devs.Port;
import throughline.devs.Simulation;
import throughline.devs.Tick;

/// A run in the trace event format of Chrome, which <https://ui.perfetto.dev> opens: one track for each model, with the
/// phases of [Phased] models as slices and the values it sends as instants. Events are written as they happen, so that
/// a run of any length fits.
/// ```java
/// try (var trace = new ChromeTrace(simulation, Tick.MILLISECOND, Files.newBufferedWriter(file))) {
///     simulation.runUntil(horizon);
/// }
/// ```
/// Source: "Trace Event Format" (Google), events `X`, `i` and `M`; times are microseconds.
public final class ChromeTrace implements AutoCloseable {
    private record Slice(String phase, long since) {}

    private static final BigDecimal MICROSECONDS = BigDecimal.valueOf(1_000_000);

    private final Simulation simulation;
    private final Tick tick;
    private final Writer writer;
    private final Map<Component, Integer> tracks = new LinkedHashMap<>();
    private final Map<Component, Slice> open = new LinkedHashMap<>();
    private boolean closed;

    /// Starts to record.
    ///
    /// @param tick   of the model's clock
    /// @param writer closed with this trace
    /// @throws UncheckedIOException when it cannot be written to; later ones come out of the run
    public ChromeTrace(Simulation simulation, Tick tick, Writer writer) {
        this.simulation = simulation;
        this.tick = tick;
        this.writer = writer;
        write("{\"traceEvents\":[\n{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":\"run\"}}");
        simulation.atomics().forEach(model -> {
            if (model instanceof Phased<?> phased) {
                open.put(model, new Slice(phased.phase().toString(), simulation.now()));
            }
        });
        simulation.observe((time, from, value) -> instant(time, from, value));
        simulation.observe((time, model, kind, elapsed) -> {
            if (model instanceof Phased<?> phased) {
                enter(time, model, phased.phase().toString());
            }
        });
    }

    private void instant(long time, Port<?> from, Object value) {
        event(
                "i",
                from.owner(),
                time,
                from.name(),
                "\"s\":\"t\",\"args\":{\"value\":%s}".formatted(quoted(String.valueOf(value))));
    }

    private void enter(long time, Component model, String phase) {
        Slice slice = open.get(model);
        if (slice == null) {
            open.put(model, new Slice(phase, time));
        } else if (!slice.phase().equals(phase)) {
            end(time, model, slice);
            open.put(model, new Slice(phase, time));
        }
    }

    private void end(long time, Component model, Slice slice) {
        if (time > slice.since()) {
            event("X", model, slice.since(), slice.phase(), "\"dur\":%s".formatted(micros(time - slice.since())));
        }
    }

    private void event(String kind, Component model, long time, String name, String more) {
        if (!closed) {
            write(",\n{\"ph\":\"%s\",\"pid\":1,\"tid\":%d,\"ts\":%s,\"name\":%s,%s}"
                    .formatted(kind, track(model), micros(time), quoted(name), more));
        }
    }

    private int track(Component model) {
        Integer known = tracks.get(model);
        if (known != null) {
            return known;
        }
        int track = tracks.size() + 1;
        tracks.put(model, track);
        write(",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%d,\"name\":\"thread_name\",\"args\":{\"name\":%s}}"
                .formatted(track, quoted(model.path())));
        return track;
    }

    private String micros(long ticks) {
        return BigDecimal.valueOf(ticks)
                .multiply(MICROSECONDS)
                .divide(BigDecimal.valueOf(tick.perSecond()), 3, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private void write(String text) {
        try {
            writer.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException("the trace could not be written: " + e.getMessage(), e);
        }
    }

    /// Ends the slices that are still open now, and the file.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try (writer) {
            open.forEach((model, slice) -> end(simulation.now(), model, slice));
            write("\n]}\n");
            closed = true;
        }
    }
}
