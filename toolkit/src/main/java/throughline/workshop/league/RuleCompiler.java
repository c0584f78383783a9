package throughline.workshop.league;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import throughline.fab.Dispatch;
import throughline.spec.BadInput;

/// Turns expressions into rules, each for itself, with the compiler of the JDK that runs this.
///
/// What compiles runs with the rights of this process: the rules of a class are trusted as its notebooks are.
final class RuleCompiler implements AutoCloseable {
    private static final String NAME = "entries.Rule";
    private static final String BEFORE = """
            package entries;
            import java.util.*;
            import java.util.function.*;
            import throughline.fab.*;
            public final class Rule implements Supplier<Dispatch> { @Override public Dispatch get() { return
            """;
    private static final String AFTER = """

            ; } }
            """;
    private static final int LINES_BEFORE = (int) BEFORE.lines().count();

    private final JavaCompiler compiler;
    private final StandardJavaFileManager files;

    /// @throws BadInput where there is no compiler
    RuleCompiler() {
        this(ToolProvider.getSystemJavaCompiler());
    }

    /// @param compiler null where Java comes without one
    RuleCompiler(JavaCompiler compiler) {
        if (compiler == null) {
            throw new BadInput(
                    "a league compiles its rules, and this Java [%s] has no compiler: it is a bare runtime; run it with a"
                            + " JDK 25",
                    System.getProperty("java.home"));
        }
        this.compiler = compiler;
        files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    }

    /// Compiles one expression.
    ///
    /// @return gives the rule, as new each time, so that what one keeps in mind does not reach another run
    /// @throws BadInput naming place and reason, when it does not compile
    Supplier<Dispatch> compile(Entry entry) {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Memory memory = new Memory(files);
        String expression = entry.text().stripTrailing().replaceFirst(";$", "");
        Source source = new Source(BEFORE + expression + AFTER);
        boolean compiled = compiler.getTask(
                        null,
                        memory,
                        said,
                        List.of("-proc:none", "-Xlint:none", "-classpath", classPath()),
                        null,
                        List.of(source))
                .call();
        if (!compiled) {
            throw said.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                    .findFirst()
                    .map(error -> refusal(entry, error))
                    .orElseThrow(() -> new IllegalStateException("the compiler failed without a word"));
        }
        return load(memory.classes());
    }

    private static BadInput refusal(Entry entry, Diagnostic<?> error) {
        String reason = error.getMessage(Locale.ROOT)
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
        int line = (int) error.getLineNumber() - 1 - LINES_BEFORE;
        return new BadInput(
                "%s: [%s] does not compile: %s",
                entry.place(line, (int) error.getColumnNumber()), entry.text().strip(), reason);
    }

    /// The toolkit may have been loaded by a notebook's own loader, which the class path of the process does not tell.
    private static String classPath() {
        List<String> parts = new ArrayList<>();
        CodeSource toolkit = Dispatch.class.getProtectionDomain().getCodeSource();
        if (toolkit != null) {
            try {
                parts.add(Path.of(toolkit.getLocation().toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        parts.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, parts);
    }

    @SuppressWarnings("unchecked")
    private static Supplier<Dispatch> load(Map<String, byte[]> compiled) {
        try {
            return (Supplier<Dispatch>)
                    new Loader(compiled).loadClass(NAME).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> compiled;

        Loader(Map<String, byte[]> compiled) {
            super(Dispatch.class.getClassLoader());
            this.compiled = compiled;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = compiled.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] limited = LoopLimit.limited(bytes, ClassHierarchyResolver.ofResourceParsing(type -> {
                String named = type.packageName() + "." + type.displayName();
                return compiled.containsKey(named)
                        ? new ByteArrayInputStream(compiled.get(named))
                        : resource(type.packageName(), type.displayName());
            }));
            return defineClass(name, limited, 0, limited.length);
        }

        private InputStream resource(String packageName, String name) {
            return getResourceAsStream(packageName.replace('.', '/') + "/" + name + ".class");
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///entries/Rule.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /// Keeps what is compiled in memory.
    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

        Memory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
                }
            };
        }

        Map<String, byte[]> classes() {
            return written.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                    .toByteArray()));
        }
    }
}
