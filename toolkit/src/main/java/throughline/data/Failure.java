package throughline.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import throughline.spec.BadInput;

/// A run of a sweep that its model could not make. It left no rows; the other runs are as they would be without it.
///
/// @param run           its number
/// @param seed          its seed
/// @param configuration its parameters, as text by name, as far as the sweep's configurations differ in them
/// @param message       what the model said: the kind of exception and its first words
public record Failure(int run, long seed, Map<String, String> configuration, String message) {
    private static final String FAILED = "failed";
    private static final int LONGEST_MESSAGE = 300;

    public Failure {
        configuration = new TreeMap<>(configuration);
    }

    /// The message of an exception as it is kept: one line of bounded length.
    static String message(RuntimeException thrown) {
        String kind = thrown instanceof BadInput ? "" : thrown.getClass().getSimpleName() + ": ";
        String line = (kind + thrown.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + " ...";
    }

    /// Puts seed and configuration to the runs that failed.
    ///
    /// @param sweep    as `spec.json` has it
    /// @param messages by run
    static List<Failure> of(JsonNode sweep, SortedMap<Integer, String> messages) {
        List<Failure> failures = new ArrayList<>();
        if (!messages.isEmpty()) {
            JsonNode configurations = sweep.path("configurations");
            Set<String> knobs = differing(configurations);
            int seeds = Math.max(1, sweep.path("seeds").asInt());
            messages.forEach((run, message) -> {
                JsonNode values = configurations.path(run / seeds);
                Map<String, String> configuration = knobs.stream()
                        .collect(Collectors.toMap(
                                knob -> knob, knob -> values.path(knob).asText()));
                long seed = sweep.path("firstSeed").asLong() + run % seeds;
                failures.add(new Failure(run, seed, configuration, message));
            });
        }
        return failures;
    }

    private static Set<String> differing(JsonNode configurations) {
        Set<String> knobs = new LinkedHashSet<>();
        JsonNode first = configurations.path(0);
        configurations.forEach(values -> values.properties().forEach(entry -> {
            if (!entry.getValue().equals(first.path(entry.getKey()))) {
                knobs.add(entry.getKey());
            }
        }));
        return knobs;
    }

    /// The runs that failed, as a manifest has them; none where it says nothing of them.
    static List<Failure> inManifest(JsonNode manifest) {
        List<Failure> failures = new ArrayList<>();
        for (JsonNode tree : manifest.path(FAILED)) {
            Map<String, String> configuration = new TreeMap<>();
            tree.path("configuration")
                    .properties()
                    .forEach(entry ->
                            configuration.put(entry.getKey(), entry.getValue().asText()));
            failures.add(new Failure(
                    tree.path("run").asInt(),
                    tree.path("seed").asLong(),
                    configuration,
                    tree.path("message").asText()));
        }
        return failures;
    }

    /// Puts them into a manifest, unless there are none.
    static void toManifest(Map<String, Object> manifest, List<Failure> failures) {
        if (!failures.isEmpty()) {
            manifest.put(FAILED, failures.stream().map(Failure::tree).toList());
        }
    }

    private Map<String, Object> tree() {
        return new TreeMap<>(Map.of("run", run, "seed", seed, "configuration", configuration, "message", message));
    }

    /// The parameters in one line, as in `lots=9, repair=pm`; empty when the sweep has one configuration.
    public String knobs() {
        return configuration.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "run %d (%sseed %d): %s".formatted(run, configuration.isEmpty() ? "" : knobs() + ", ", seed, message);
    }
}
