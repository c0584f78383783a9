package throughline.distributed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import throughline.data.RecipeSource;
import throughline.data.Sweep;

/// The jars that a worker needs to make a part, and what tells them from others of their names. Spark's own it has;
/// those of networks, solvers and figures no sweep needs. A model of one's own brings the jar that its
/// [RecipeSource] is in; what that needs besides goes into Spark's setting `spark.jars`.
///
/// @param jars        to be sent
/// @param fingerprint SHA-256 of the jars that decide on the bytes, by the name of a class in each
public record Code(List<Path> jars, Map<String, String> fingerprint) {
    /// A class of each library.
    private static final List<String> LIBRARIES = List.of(
            "throughline.distributed.SparkSweep",
            "org.duckdb.DuckDBDriver",
            "org.apache.commons.rng.UniformRandomProvider",
            "org.apache.commons.rng.core.source64.XoShiRo256PlusPlus",
            "org.apache.commons.rng.simple.RandomSource",
            "org.apache.commons.rng.sampling.distribution.ZigguratSampler",
            "org.apache.commons.statistics.distribution.ContinuousDistribution",
            "org.apache.commons.numbers.core.DD",
            "org.apache.commons.numbers.gamma.LogGamma",
            "org.apache.commons.numbers.combinatorics.BinomialCoefficient",
            "org.apache.commons.numbers.fraction.ContinuedFraction",
            "org.apache.commons.numbers.rootfinder.BrentSolver",
            "com.fasterxml.jackson.dataformat.yaml.YAMLFactory",
            "org.yaml.snakeyaml.Yaml");

    public Code {
        jars = List.copyOf(jars);
        fingerprint = Map.copyOf(fingerprint);
    }

    /// The code of this process, when the workers are threads of it: nothing is to be sent.
    public static Code here() {
        return new Code(List.of(), Map.of());
    }

    /// The code of this process as jars. What lies on its class path as a folder, as it does while it is developed,
    /// is packed.
    ///
    /// @param scratch a folder for packed jars, until the work is done
    public static Code packed(Path scratch) {
        Map<Path, Path> jars = new LinkedHashMap<>();
        for (Class<?> type : classes()) {
            jars.computeIfAbsent(origin(type), place -> packed(place, scratch, jars.size()));
        }
        Map<String, String> fingerprint = new TreeMap<>();
        deciding().forEach((name, type) -> fingerprint.put(name, sha256(jars.get(origin(type)))));
        return new Code(new ArrayList<>(jars.values()), fingerprint);
    }

    /// What differs between this process and where a fingerprint was taken: the name of a class whose jar is another.
    static Optional<String> difference(Map<String, String> fingerprint) {
        Map<String, Class<?>> here = deciding();
        return new TreeMap<>(fingerprint)
                .entrySet().stream()
                        .filter(entry -> !here.containsKey(entry.getKey())
                                || !entry.getValue().equals(sha256(origin(here.get(entry.getKey())))))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>(deciding().values());
        try {
            for (String name : LIBRARIES) {
                classes.add(Class.forName(name, false, Code.class.getClassLoader()));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the class path lacks " + e.getMessage(), e);
        }
        return classes;
    }

    private static Map<String, Class<?>> deciding() {
        Map<String, Class<?>> deciding = new LinkedHashMap<>();
        Stream<Class<?>> models =
                ServiceLoader.load(RecipeSource.class).stream().map(ServiceLoader.Provider::type);
        Stream.concat(Stream.of(Sweep.class, org.duckdb.DuckDBDriver.class), models)
                .forEach(type -> deciding.put(type.getName(), type));
        return deciding;
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path packed(Path place, Path scratch, int number) {
        if (Files.isRegularFile(place)) {
            return place;
        }
        Path jar = scratch.resolve("classes-%d.jar".formatted(number));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(place.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack " + place, e);
        }
    }

    private static String sha256(Path file) {
        if (!Files.isRegularFile(file)) {
            return "none: a folder";
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
