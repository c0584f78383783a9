package throughline.distributed;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.launcher.JavaModuleOptions;
import org.opentest4j.TestAbortedException;

/// A Spark master and workers as processes on this machine, at ports that the system chose.
///
/// @param master its address
/// @param code   what drivers send
/// @param masterProcess the master
/// @param workers       one core each
record StandaloneCluster(String master, Code code, Process masterProcess, List<Process> workers)
        implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
    private static final Pattern NOT_SPARKS = Pattern.compile(
            ".*(djl|ortools|xchart|picocli|hipparchus|rapaio|vectorgraphics|tablesaw|fastutil|junit|jqwik|assertj"
                    + "|surefire|opentest4j|apiguardian|classgraph|univocity|jna).*");

    /// Starts it, and waits until every worker has told the master that it is there.
    ///
    /// @param folder for everything that it writes
    static StandaloneCluster start(Path folder, int workers) throws IOException {
        Code code = Code.packed(Files.createDirectories(folder.resolve("code")));
        Path home = home(folder, code);
        List<Process> started = new ArrayList<>();
        Process first = daemon(home, "master.Master", List.of());
        String master = await(first, STARTED).group(1);
        for (int worker = 0; worker < workers; worker++) {
            String work = folder.resolve("work" + worker).toString();
            started.add(daemon(
                    home, "worker.Worker", List.of("--cores", "1", "--memory", "1g", "--work-dir", work, master)));
        }
        for (Process worker : started) {
            await(worker, REGISTERED);
        }
        return new StandaloneCluster(master, code, first, started);
    }

    /// A folder as Spark's own distribution has it: its jars, and none of ours.
    private static Path home(Path folder, Code code) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("spark/jars"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Set<String> ours = code.jars().stream().map(Path::toString).collect(Collectors.toSet());
        for (String entry : classPath.split(File.pathSeparator)) {
            if (entry.endsWith(".jar")
                    && !ours.contains(entry)
                    && !NOT_SPARKS.matcher(entry).matches()) {
                Path jar = Path.of(entry);
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
            }
        }
        return jars.getParent();
    }

    private static Process daemon(Path home, String type, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of("-cp", home.resolve("jars") + "/*", "org.apache.spark.deploy." + type));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", "127.0.0.1"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new TestAbortedException("no processes can be started here: " + e.getMessage(), e);
        }
    }

    /// Reads what a process says up to a line, and leaves the rest to a thread, so that it never has to wait.
    private static Matcher await(Process process, Pattern pattern) throws IOException {
        BufferedReader said = process.inputReader();
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                Thread.ofVirtual().start(() -> said.lines().forEach(rest -> {}));
                return matcher;
            }
            lines.add(line);
        }
        throw new IOException("a process of the cluster ended: " + String.join("\n", lines));
    }

    /// A driver of it.
    JavaSparkContext driver() {
        return new JavaSparkContext(SparkCluster.conf(
                master,
                Map.of(
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.executor.extraJavaOptions", SparkCluster.WORKER_JVM + " -XX:TieredStopAtLevel=1"),
                code));
    }

    /// Kills the worker that a process belongs to, and its executors, as `kill -9` does.
    void kill(long process) {
        Process worker = workers.stream()
                .filter(candidate -> candidate.descendants().anyMatch(child -> child.pid() == process))
                .findFirst()
                .orElseThrow();
        List<ProcessHandle> children = worker.descendants().toList();
        worker.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        Stream.concat(workers.stream(), Stream.of(masterProcess)).forEach(process -> {
            process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
