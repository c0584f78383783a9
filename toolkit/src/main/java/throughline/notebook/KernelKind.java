package throughline.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import throughline.spec.BadInput;

/// A Java kernel that notebooks run on. All of them evaluate cells with JShell inside their own process, so that the
/// toolkit on the class path of that process is all that a cell needs.
public enum KernelKind {
    /// From Maven Central; comes with the build.
    RAPAIO("org.rapaio.jupyter.kernel.MainApp", "Maven Central", Map.of()),
    /// The first of them, from which JJava descends.
    IJAVA(
            "io.github.spencerpark.ijava.IJava",
            "ijava-1.3.0.jar out of the release at https://github.com/SpencerPark/IJava/releases",
            Map.of("IJAVA_STARTUP_SCRIPT", startUp())),
    /// IJava's successor.
    JJAVA(
            "org.dflib.jjava.distro.JJava",
            "jjava.jar out of a release from 1.0-a6 on at https://github.com/dflib/jjava/releases",
            Map.of("JJAVA_STARTUP_SCRIPT", startUp()));

    private final String mainClass;
    private final String source;
    private final Map<String, String> environment;

    /// @param source where to get it, in the words of an error message
    KernelKind(String mainClass, String source, Map<String, String> environment) {
        this.mainClass = mainClass;
        this.source = source;
        this.environment = environment;
    }

    /// The kind of this name, as given to `lab kernel install --kind`.
    ///
    /// @throws BadInput naming the kinds there are
    public static KernelKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput("no kind of kernel [%s]; there are %s", name, names()));
    }

    private static String names() {
        return Arrays.stream(values()).map(KernelKind::toString).collect(Collectors.joining(", "));
    }

    /// The name Jupyter and notebooks call the kernel by.
    public String kernelName() {
        return this == RAPAIO ? "throughline" : "throughline-" + this;
    }

    /// What Jupyter's menus say.
    public String displayName() {
        return switch (this) {
            case RAPAIO -> "Throughline (Java 25)";
            case IJAVA -> "Throughline (Java 25, IJava)";
            case JJAVA -> "Throughline (Java 25, JJava)";
        };
    }

    /// Whether it must be given as a jar, because the build does not bring it.
    public boolean needsJar() {
        return this != RAPAIO;
    }

    /// Whether a jar holds this kernel.
    ///
    /// @throws IOException when there is no jar that can be read
    boolean isIn(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(mainClass.replace('.', '/') + ".class") != null;
        }
    }

    /// Where to get it, in the words of an error message.
    String source() {
        return source;
    }

    String mainClass() {
        return mainClass;
    }

    Map<String, String> environment() {
        return environment;
    }

    /// Whether this process is such a kernel. Its classes may lie on any class path, so that they can be loaded says
    /// nothing; that some thread is inside its main class does.
    boolean running() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(mainClass));
    }

    private static String startUp() {
        return Kernel.class.getName() + ".started();";
    }

    /// In lower case, as on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
