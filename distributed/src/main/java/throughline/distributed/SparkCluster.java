package throughline.distributed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import throughline.cli.Cluster;
import throughline.data.PartRunner;
import throughline.data.Parts;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A Spark master for `lab generate --spark`: a driver is started for one sweep, in this process, and ended after it.
public final class SparkCluster implements Cluster {
    private static final Pattern LOCAL = Pattern.compile("local(\\[([1-9]\\d{0,4}|\\*)])?");
    private static final Pattern STANDALONE = Pattern.compile("spark://([^:,/\\s]+:\\d{1,5})(,[^:,/\\s]+:\\d{1,5})*");
    private static final int ANSWER_WITHIN = 5_000;
    private static final String PREFIX = "spark.";

    /// What a worker's JVM needs on Java 25, besides what Spark gives it.
    static final String WORKER_JVM = "-XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow";

    @Override
    public PartRunner runner(String master, Map<String, String> settings) {
        if (!LOCAL.matcher(master).matches() && !STANDALONE.matcher(master).matches()) {
            throw new BadInput("master [%s] must be spark://HOST:PORT, local[THREADS] or local[*]", master);
        }
        settings.keySet().stream()
                .filter(key -> !key.startsWith(PREFIX))
                .findFirst()
                .ifPresent(key -> {
                    throw new BadInput("setting [%s] is none of Spark's; they start with %s", key, PREFIX);
                });
        if (STANDALONE.matcher(master).matches()) {
            answers(master);
        }
        return (parts, cancel) -> run(master, settings, parts, cancel);
    }

    private static void run(String master, Map<String, String> settings, Parts parts, Cancel cancel) {
        if (LOCAL.matcher(master).matches()) {
            run(conf(master, settings, Code.here()), Code.here(), parts, cancel);
            return;
        }
        Path scratch = scratch();
        try {
            Code code = Code.packed(scratch);
            run(conf(master, settings, code), code, parts, cancel);
        } finally {
            remove(scratch);
        }
    }

    private static void run(SparkConf conf, Code code, Parts parts, Cancel cancel) {
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            new SparkSweep(context, code).run(parts, cancel);
        }
    }

    /// What Spark is told, unless the user's settings say otherwise.
    static SparkConf conf(String master, Map<String, String> settings, Code code) {
        SparkConf conf = new SparkConf()
                .setMaster(master)
                .setAppName("throughline sweep")
                .set("spark.ui.enabled", "false")
                // Receipts are taken as they come and not kept by Spark, which would count them all the same.
                .set("spark.driver.maxResultSize", "0")
                .set("spark.executor.extraJavaOptions", WORKER_JVM);
        settings.forEach(conf::set);
        String jars = Stream.concat(
                        Stream.of(conf.get("spark.jars", "")),
                        code.jars().stream().map(jar -> jar.toUri().toString()))
                .filter(jar -> !jar.isBlank())
                .collect(Collectors.joining(","));
        return jars.isEmpty() ? conf : conf.set("spark.jars", jars);
    }

    /// Spark would try for a minute, and say less.
    private static void answers(String master) {
        String hosts = master.substring("spark://".length());
        if (Arrays.stream(hosts.split(",")).noneMatch(SparkCluster::isOpen)) {
            throw new BadInput(
                    "no Spark master answers at [%s]; is it running, and may this machine reach it?", master);
        }
    }

    private static boolean isOpen(String host) {
        int colon = host.lastIndexOf(':');
        int port = Integer.parseInt(host.substring(colon + 1));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host.substring(0, colon), Math.min(port, 65_535)), ANSWER_WITHIN);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("throughline-spark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
