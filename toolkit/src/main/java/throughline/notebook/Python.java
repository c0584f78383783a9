package throughline.notebook;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The other language of notebooks, in a process of its own.
final class Python {
    private static final String[] NAMES = {"python3", "python"};
    private static final int POLL_MILLIS = 50;
    private static final String NO_MODULE = "ModuleNotFoundError:";

    private Python() {}

    static String run(String code, Cancel cancel, Object... arguments) {
        try {
            Path folder = Files.createTempDirectory("python");
            try {
                Path script = Files.writeString(folder.resolve("cell.py"), code);
                Path output = folder.resolve("output");
                Path errors = folder.resolve("errors");
                Optional<String> name = Stream.of(NAMES).filter(Python::onPath).findFirst();
                if (name.isEmpty()) {
                    return "There is no Python here: neither python3 nor python is on the path.";
                }
                List<String> command = new ArrayList<>(List.of(name.get(), script.toString()));
                for (Object argument : arguments) {
                    command.add(String.valueOf(argument));
                }
                return finished(start(command, output, errors), cancel, output, errors);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new BadInput("Python cannot be run (%s)", e.getMessage());
        }
    }

    private static boolean onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
                .anyMatch(Files::isExecutable);
    }

    /// Output goes to files: a pipe that nobody reads would stop a talkative script.
    private static Process start(List<String> command, Path output, Path errors) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        return builder.start();
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
            return text(output);
        }
        String error = error(text(errors));
        if (error.startsWith(NO_MODULE)) {
            return "Python here lacks a module (%s); environment.yml names all that the notebooks use."
                    .formatted(error.substring(NO_MODULE.length()).strip());
        }
        throw new BadInput("Python: %s", error.isEmpty() ? "exit status " + process.exitValue() : error);
    }

    /// Whatever bytes it holds: what is no UTF-8 becomes a question mark.
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    }

    /// What follows the last traceback: the error and all lines of its message.
    private static String error(String errors) {
        List<String> lines = errors.lines().toList();
        int traceback = lines.lastIndexOf("Traceback (most recent call last):");
        return lines.stream()
                .skip(traceback + 1L)
                .dropWhile(line -> traceback >= 0 && line.startsWith(" "))
                .collect(Collectors.joining("\n"));
    }

    /// The script may have left files beside itself.
    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
