package throughline.notebook;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// A kernel as Jupyter finds it: a folder of the user's Jupyter data with one `kernel.json`.
///
/// @param kind   which of the Java kernels
/// @param folder where `kernel.json` is, or goes
/// @param argv   the command that starts the kernel; Jupyter replaces `{connection_file}`
/// @param jar    the kernel itself, where the build does not bring it
public record KernelSpec(KernelKind kind, Path folder, List<String> argv, Optional<Path> jar) {
    private static final String FILE = "kernel.json";
    /// Where `kernel.json` says which jar the kernel is.
    private static final String JAR = "jar";
    /// JShell's package, for [JavadocSources]; JJava needs it for itself.
    /// What Java learnt in an earlier start, on the class path of the kernel that the build brings.
    private static final String CACHE = "-XX:AOTCache=";

    private static final String OPEN_JSHELL = "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED";

    /// How an installed kernel compares with this specification.
    public enum State {
        /// No `kernel.json` there.
        MISSING,
        /// One that starts another JDK, class path or set of flags, or whose jar is gone.
        STALE,
        /// Just this one.
        CURRENT
    }

    public KernelSpec {
        argv = List.copyOf(argv);
    }

    /// A kernel that runs as this process runs: same JDK, same flags, same class path. Where the build does not bring
    /// the kernel, its jar is the one it was installed with.
    public static KernelSpec ofThisProcess(KernelKind kind) {
        return ofThisProcess(kind, folder(kind, System.getenv(), System.getProperty("os.name")));
    }

    static KernelSpec ofThisProcess(KernelKind kind, Path folder) {
        return ofThisProcess(kind, folder, installedJar(folder));
    }

    /// This kernel out of another jar.
    public KernelSpec from(Path other) {
        return ofThisProcess(kind, folder, Optional.of(other.toAbsolutePath().normalize()));
    }

    private static KernelSpec ofThisProcess(KernelKind kind, Path folder, Optional<Path> jar) {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (kind.needsJar()) {
            argv.removeIf(word -> word.startsWith(CACHE));
        }
        argv.add(OPEN_JSHELL);
        argv.addAll(List.of("-cp", classPath(kind, System.getProperty("java.class.path"), jar)));
        argv.addAll(List.of(Kernel.class.getName(), kind.toString(), "{connection_file}"));
        return new KernelSpec(kind, folder, argv, jar);
    }

    /// Where Jupyter looks for this user's kernel, by the rules of `jupyter --paths`.
    ///
    /// @param environment as in [System#getenv()]
    /// @param system      as in the property `os.name`
    static Path folder(KernelKind kind, Map<String, String> environment, String system) {
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
        return data.resolve("kernels").resolve(kind.kernelName());
    }

    /// The text of `kernel.json`.
    public String json() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", argv);
        spec.put("display_name", kind.displayName());
        spec.put("language", "java");
        spec.put("interrupt_mode", "signal");
        spec.put("env", kind.environment());
        spec.put("metadata", jar.map(path -> Map.of(JAR, path.toString())).orElse(Map.of()));
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
            boolean same = Files.readString(file()).equals(json());
            return same && jar.stream().allMatch(Files::isReadable) ? State.CURRENT : State.STALE;
        } catch (IOException e) {
            return State.STALE;
        }
    }

    /// Writes `kernel.json`, whole or not at all; nothing is written when it is there already.
    ///
    /// @throws BadInput when the folder cannot be written, or the jar is missing or not of this kind
    public void install() {
        checkJar();
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

    private void checkJar() {
        if (!kind.needsJar()) {
            if (jar.isPresent()) {
                throw new BadInput(
                        "--jar [%s] is for kernels that the build does not bring; %s it does", jar.get(), kind);
            }
            return;
        }
        Path given = jar.orElseThrow(() -> new BadInput(
                "--jar is missing: kernel [%1$s] does not come with the build; lab kernel install --kind %1$s --jar PATH needs %2$s",
                kind, kind.source()));
        boolean right;
        try {
            right = kind.isIn(given);
        } catch (IOException e) {
            throw new BadInput(
                    "--jar [%s] is no jar that can be read; kernel [%s] needs %s", given, kind, kind.source());
        }
        if (!right) {
            throw new BadInput("--jar [%s] is not kernel [%s]; that needs %s", given, kind, kind.source());
        }
    }

    /// Removes the kernel.
    ///
    /// @throws BadInput when there is none, or it cannot be removed
    public void remove() {
        if (state() == State.MISSING) {
            throw new BadInput(
                    "no kernel to remove at [%s]; lab kernel install --kind %s puts one there", folder, kind);
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
        return folder.resolve(FILE);
    }

    private static Optional<Path> installedJar(Path folder) {
        try {
            JsonNode jar = new ObjectMapper()
                    .readTree(folder.resolve(FILE).toFile())
                    .path("metadata")
                    .path(JAR);
            return jar.isTextual() ? Optional.of(Path.of(jar.asText())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Absolute, because Jupyter starts kernels in the notebook's folder. With one kernel only: they bring the same
    /// libraries in versions that do not get along.
    private static String classPath(KernelKind kind, String own, Optional<Path> jar) {
        Stream<Path> entries = Arrays.stream(own.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(entry -> kind == KernelKind.RAPAIO || !isRapaio(entry));
        return Stream.concat(entries, jar.stream()).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isRapaio(Path entry) {
        try {
            return Files.isRegularFile(entry) && KernelKind.RAPAIO.isIn(entry);
        } catch (IOException e) {
            return false;
        }
    }
}
