package throughline.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The other language of notebooks, in a process of its own.
final class Python {
    private static final String[] NAMES = {"python3", "python"};
    private static final int POLL_MILLIS = 50;

    private Python() {}

    static String run(String code, Cancel cancel, Object... arguments) {
        try {
            Path folder = Files.createTempDirectory("python");
            Path script = folder.resolve("cell.py");
            Path output = folder.resolve("output");
            Path errors = folder.resolve("errors");
            try {
                Files.writeString(script, code);
                Process process = start(script, output, errors, arguments);
                return process == null
                        ? "There is no Python here: neither python3 nor python is on the path."
                        : finished(process, cancel, output, errors);
            } finally {
                for (Path file : new Path[] {script, output, errors, folder}) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run Python: " + e.getMessage(), e);
        }
    }

    /// Output goes to files: a pipe that nobody reads would stop a talkative script.
    private static Process start(Path script, Path output, Path errors, Object... arguments) {
        for (String name : NAMES) {
            List<String> command = new ArrayList<>(List.of(name, script.toString()));
            for (Object argument : arguments) {
                command.add(String.valueOf(argument));
            }
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().put("PYTHONIOENCODING", "utf-8");
            try {
                return builder.start();
            } catch (IOException e) {
                continue;
            }
        }
        return null;
    }

    private static String finished(Process process, Cancel cancel, Path output, Path errors) throws IOException {
        try {
            process.getOutputStream().close();
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancel.requested()) {
                    throw new CancellationException("the Python script was stopped");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the Python script was stopped");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() == 0) {
            return Files.readString(output).strip();
        }
        String error = Files.readString(errors).strip();
        String last = error.substring(error.lastIndexOf('\n') + 1).strip();
        if (last.startsWith("ModuleNotFoundError") || last.startsWith("ImportError")) {
            return "Python here lacks a module (%s); environment.yml names all that the notebooks use."
                    .formatted(last.substring(last.indexOf(':') + 1).strip());
        }
        throw new BadInput("Python: %s", last.isEmpty() ? "exit status " + process.exitValue() : last);
    }
}
