package throughline.cli;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import throughline.notebook.KernelKind;
import throughline.notebook.KernelSpec;

/// `lab doctor`: what this machine has of what Throughline uses, and the command that gets what it lacks.
@Command(name = "doctor", description = "Say what is found on this machine, what is missing, and how to get it.")
final class Doctor implements Callable<Integer> {
    private static final String JUPYTER_DEBIAN =
            "apt-get install -y --no-install-recommends jupyter-notebook jupyter-nbconvert python3-nbclient";
    private static final String JUPYTER_CONDA = "conda env create -f environment.yml && conda activate throughline";
    private static final String MODULES = """
            import importlib.metadata as m
            for name in ('jupyter_core', 'nbconvert', 'nbclient'):
                try: print(name, m.version(name))
                except m.PackageNotFoundError: pass
            """;

    @Spec
    private CommandSpec spec;

    /// One thing looked for.
    ///
    /// @param needed whether anything fails without it
    /// @param found  what there is, or null
    /// @param remedy the command or setting that gets it
    private record Check(String what, boolean needed, String found, String remedy) {
        boolean missing() {
            return needed && found == null;
        }

        String line() {
            String mark = found != null ? "ok" : needed ? "MISSING" : "none";
            String rest = found != null ? found : remedy;
            return "%-15s %-8s %s".formatted(what, mark, rest);
        }
    }

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>(List.of(jdk(), maven(), classPath(), torch(), fonts()));
        checks.addAll(jupyter());
        Stream.of(KernelKind.values()).map(Doctor::kernel).forEach(checks::add);
        checks.addAll(List.of(gpu(), external()));
        PrintWriter out = spec.commandLine().getOut();
        checks.forEach(check -> out.println(check.line()));
        long missing = checks.stream().filter(Check::missing).count();
        out.println(missing == 0 ? "nothing is missing" : missing + " missing");
        out.flush();
        return missing == 0 ? Lab.DONE : Lab.FAILED;
    }

    private static Check jdk() {
        String found = Runtime.version() + " at " + System.getProperty("java.home");
        return new Check("JDK", true, Runtime.version().feature() >= 25 ? found : null, "install a JDK 25");
    }

    private static Check maven() {
        Path wrapper = home().resolve("mvnw");
        String found = Files.isExecutable(wrapper) ? wrapper.toString() : null;
        // A bundle for a class brings what is built, and Maven only for projects of the students' own.
        boolean bundled = Files.exists(home().resolve("kernel/classpath"));
        return new Check(
                "Maven wrapper", !bundled, found, bundled ? "not needed in a bundle" : "git checkout -- mvnw .mvn");
    }

    private static Check classPath() {
        List<String> absent =
                entries().filter(entry -> !Files.exists(Path.of(entry))).toList();
        String found = absent.isEmpty() ? entries().count() + " jars" : null;
        return new Check("class path", true, found, "./mvnw -q -DskipTests package (absent: %s)".formatted(absent));
    }

    private static Check torch() {
        String found = entries()
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.startsWith("pytorch-native-"))
                .findFirst()
                .orElse(null);
        return new Check("native PyTorch", true, found, "./mvnw -q -DskipTests package");
    }

    private static Check fonts() {
        String found;
        try {
            Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
            found = font.getStringBounds("0", new FontRenderContext(null, true, true))
                            .isEmpty()
                    ? null
                    : "drawn";
        } catch (RuntimeException | LinkageError | InternalError e) {
            found = null;
        }
        return new Check(
                "fonts", true, found, "apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core");
    }

    /// Jupyter may be in a conda environment, in the first Python on the path, or behind it in Debian's own.
    private static List<Check> jupyter() {
        String conda = System.getenv("CONDA_PREFIX");
        List<String> modules = Stream.of(
                        conda == null ? null : conda + "/bin/python", "python3", "/usr/bin/python3", "python")
                .filter(Objects::nonNull)
                .map(python -> output(python, "-c", MODULES))
                .filter(lines -> lines.size() == 3)
                .findFirst()
                .orElse(List.of());
        String remedy = Files.exists(Path.of("/usr/bin/apt-get"))
                ? "as root: " + JUPYTER_DEBIAN + "; else: " + JUPYTER_CONDA
                : JUPYTER_CONDA;
        return Stream.of("jupyter_core", "nbconvert", "nbclient")
                .map(name -> new Check(
                        name.replace("jupyter_core", "Jupyter"),
                        true,
                        modules.stream()
                                .filter(line -> line.startsWith(name))
                                .findFirst()
                                .orElse(null),
                        remedy))
                .toList();
    }

    /// Only the kernel that notebooks name is needed; but another that is installed should also start.
    private static Check kernel(KernelKind kind) {
        KernelSpec kernel = KernelSpec.ofThisProcess(kind);
        String what = kind.kernelName().replace("throughline", "kernel");
        String install = "./lab kernel install --kind " + kind;
        return switch (kernel.state()) {
            case CURRENT -> new Check(what, true, kernel.file().toString(), "");
            case STALE -> new Check(what, true, null, "%s (%s is of another build)".formatted(install, kernel.file()));
            case MISSING ->
                kind.needsJar()
                        ? new Check(what, false, null, "not needed; %s --jar PATH".formatted(install))
                        : new Check(what, true, null, install);
        };
    }

    private static Check gpu() {
        List<String> gpus = output("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader");
        return new Check("GPU", false, gpus.isEmpty() ? null : String.join("; ", gpus), "not needed");
    }

    private static Check external() {
        String folder = System.getProperty("throughline.external", System.getenv("THROUGHLINE_EXTERNAL"));
        boolean there = folder != null && Files.isDirectory(Path.of(folder));
        String remedy = folder == null
                ? "not needed; THROUGHLINE_EXTERNAL=DIR names a folder of measured data"
                : "THROUGHLINE_EXTERNAL [%s] is not a folder".formatted(folder);
        return new Check("external data", folder != null, there ? folder : null, remedy);
    }

    private static Stream<String> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static Path home() {
        return Path.of(System.getProperty("throughline.home", "."));
    }

    /// The lines a program prints; none where it cannot be started, fails, or takes more than ten seconds.
    private static List<String> output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                return List.of();
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
