package throughline.site;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DocumentationTool;
import javax.tools.ToolProvider;
import throughline.spec.BadInput;

/// The public API for programs, made by the JDK's javadoc with [ApiDoclet].
public final class ApiJson {
    private ApiJson() {}

    /// Reads sources and writes what [ApiDoclet] says of them; takes a quarter of a minute.
    ///
    /// @param sources   folder of the package `throughline`
    /// @param classPath of what they use
    /// @throws BadInput where there are no sources, or no javadoc
    public static void write(Path sources, String classPath, Path file) {
        if (!sources.resolve("throughline").toFile().isDirectory()) {
            throw new BadInput("[%s] holds no sources of throughline; the API is made from a checkout", sources);
        }
        DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
        if (javadoc == null) {
            throw new BadInput("this Java [%s] has no javadoc; a JDK is needed", System.getProperty("java.home"));
        }
        List<String> options = List.of(
                "-quiet",
                "-protected",
                "-encoding",
                "UTF-8",
                "-classpath",
                classPath,
                "-sourcepath",
                sources.toString(),
                "-subpackages",
                "throughline",
                "--file",
                file.toString());
        StringWriter said = new StringWriter();
        if (!javadoc.getTask(said, null, null, ApiDoclet.class, options, null).call()) {
            throw new IllegalStateException("javadoc failed: " + said);
        }
    }
}
