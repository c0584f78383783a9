package throughline.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.spec.BadInput;

/// The wait before a notebook's first results. The kernel is started through `jupyter_client`, as Jupyter starts
/// it; the clock runs until it is ready, until its first table is there, and until its first plot is.
public final class NotebooksBench implements Bench {
    private static final int STARTS = 9;

    @Override
    public String name() {
        return "notebooks";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        String python = System.getenv("LAB_PYTHON");
        if (python == null) {
            throw new BadInput("benchmark [notebooks] needs Jupyter; ./lab doctor says how to get it");
        }
        List<JsonNode> starts = starts(python);
        for (String each : List.of("ready", "first table", "first plot")) {
            double[] seconds = starts.stream()
                    .mapToDouble(start -> start.get(each).doubleValue())
                    .sorted()
                    .toArray();
            String how = "of %d starts of the kernel".formatted(seconds.length);
            figures.accept(new Figure(name(), each + ", best", seconds[0], "s", "best " + how));
            figures.accept(new Figure(name(), each + ", median", seconds[seconds.length / 2], "s", "median " + how));
        }
    }

    private static List<JsonNode> starts(String python) {
        Path script = Path.of(System.getProperty("throughline.home"), "kernel", "first_show.py");
        try {
            Process process = new ProcessBuilder(python, script.toString(), String.valueOf(STARTS))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (MappingIterator<JsonNode> lines =
                    new ObjectMapper().readerFor(JsonNode.class).readValues(process.getInputStream())) {
                List<JsonNode> starts = lines.readAll();
                if (process.waitFor() != 0 || starts.size() != STARTS) {
                    throw new IllegalStateException("the kernel did not start %d times".formatted(STARTS));
                }
                return starts;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
