package throughline.notebook;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Lets JShell, and with it every kernel, show the Javadoc of what is on the class path.
///
/// JShell looks for sources in the JDK's `src.zip` only. A field of its own, meant for its tests, says otherwise; the
/// kernel specification opens JShell's package for that. Where a later JDK has no such field, kernels show signatures
/// without Javadoc.
final class JavadocSources {
    private JavadocSources() {}

    /// Must come before the first look at any Javadoc.
    static void offer() {
        try {
            Field field =
                    Class.forName("jdk.jshell.SourceCodeAnalysisImpl").getDeclaredField("availableSourcesOverride");
            field.setAccessible(true);
            field.set(null, all(System.getProperty("java.class.path"), Path.of(System.getProperty("java.home"))));
        } catch (ReflectiveOperationException | InaccessibleObjectException | IOException e) {
            System.err.println("no Javadoc in this kernel: " + e);
        }
    }

    private static List<Path> all(String classPath, Path jdk) throws IOException {
        List<Path> all = new ArrayList<>(besides(classPath));
        all.addAll(modules(jdk.resolve("lib/src.zip")));
        return all;
    }

    /// The sources that lie beside jars as Maven puts them there: `x-1.0-sources.jar` beside `x-1.0.jar`.
    static List<Path> besides(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry.substring(0, entry.length() - ".jar".length()) + "-sources.jar"))
                .filter(Files::isReadable)
                .toList();
    }

    /// The modules in the JDK's own sources. The file system stays open: JShell reads it as long as the kernel runs.
    private static List<Path> modules(Path sources) throws IOException {
        if (!Files.isReadable(sources)) {
            return List.of();
        }
        FileSystem zip = FileSystems.newFileSystem(sources);
        try (Stream<Path> modules =
                Files.list(zip.getRootDirectories().iterator().next())) {
            return modules.filter(Files::isDirectory).toList();
        }
    }
}
