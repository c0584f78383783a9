package throughline.notebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import throughline.spec.BadInput;

/// The kernel as Jupyter finds it: a folder of the user's Jupyter data with one `kernel.json`.
///
/// @param folder where `kernel.json` is, or goes
/// @param argv   the command that starts the kernel; Jupyter replaces `{connection_file}`
public record KernelSpec(Path folder, List<String> argv) {
    /// The name notebooks call the kernel by.
    public static final String NAME = "throughline";

    /// How an installed kernel compares with this specification.
    public enum State {
        /// No `kernel.json` there.
        MISSING,
        /// One that starts another JDK, class path or set of flags.
        STALE,
        /// Just this one.
        CURRENT
    }

    public KernelSpec {
        argv = List.copyOf(argv);
    }

    /// A kernel that runs as this process runs: same JDK, same flags, same class path.
    public static KernelSpec ofThisProcess() {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        argv.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
        argv.addAll(List.of(Kernel.class.getName(), "{connection_file}"));
        return new KernelSpec(folder(System.getenv(), System.getProperty("os.name")), argv);
    }

    /// Where Jupyter looks for this user's kernel, by the rules of `jupyter --paths`.
    ///
    /// @param environment as in [System#getenv()]
    /// @param system      as in the property `os.name`
    static Path folder(Map<String, String> environment, String system) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String os = system.toLowerCase(Locale.ROOT);
        Path data;
        if (!environment.getOrDefault("JUPYTER_DATA_DIR", "").isEmpty()) {
            data = Path.of(environment.get("JUPYTER_DATA_DIR"));
        } else if (os.contains("mac")) {
            data = home.resolve("Library/Jupyter");
        } else if (os.contains("windows")) {
            data = Path.of(environment.getOrDefault("APPDATA", home.toString()), "jupyter");
        } else {
            data = Path.of(environment.getOrDefault(
                            "XDG_DATA_HOME", home.resolve(".local/share").toString()))
                    .resolve("jupyter");
        }
        return data.resolve("kernels").resolve(NAME);
    }

    /// The text of `kernel.json`.
    public String json() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", argv);
        spec.put("display_name", "Throughline (Java 25)");
        spec.put("language", "java");
        spec.put("interrupt_mode", "signal");
        spec.put("env", Map.of());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is installed now.
    public State state() {
        if (!Files.isRegularFile(file())) {
            return State.MISSING;
        }
        try {
            return Files.readString(file()).equals(json()) ? State.CURRENT : State.STALE;
        } catch (IOException e) {
            return State.STALE;
        }
    }

    /// Writes `kernel.json`, whole or not at all; nothing is written when it is there already.
    ///
    /// @throws BadInput when the folder cannot be written
    public void install() {
        if (state() == State.CURRENT) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "kernel", ".part");
            try {
                Files.writeString(part, json(), StandardCharsets.UTF_8);
                Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new BadInput(
                    "Jupyter's kernel folder [%s] cannot be written (%s); set JUPYTER_DATA_DIR to one that can",
                    folder, e.getClass().getSimpleName());
        }
    }

    /// Removes the kernel.
    ///
    /// @throws BadInput when there is none, or it cannot be removed
    public void remove() {
        if (state() == State.MISSING) {
            throw new BadInput("no kernel to remove at [%s]; lab kernel install puts one there", folder);
        }
        try {
            Files.delete(file());
            try (var rest = Files.list(folder)) {
                if (rest.findAny().isEmpty()) {
                    Files.delete(folder);
                }
            }
        } catch (IOException e) {
            throw new BadInput(
                    "the kernel at [%s] cannot be removed (%s)",
                    folder, e.getClass().getSimpleName());
        }
    }

    /// The `kernel.json` itself.
    public Path file() {
        return folder.resolve("kernel.json");
    }

    /// Jupyter starts kernels in the notebook's folder, where relative paths lead nowhere.
    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
