package throughline.training.formats;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.StepGraph;

/// Chakra execution traces (MLCommons, schema `et_def.proto`) of a step, which simulators such as ASTRA-sim take.
///
/// ```java
/// var graph = StepGraph.of(model, plan, cluster);
/// Chakra.write(graph, Path.of("traces"), "gpt", Cancel.onInterrupt(), progress("Traces"));
/// ```
///
/// Each rank has a file of its own, `gpt.0.et`, `gpt.1.et` and so on: a stream of messages, each after its
/// length, first `GlobalMetadata`, then a `Node` for each node of the graph, after all that it waits for
/// (`data_deps`). Durations are those of the cost model, in whole microseconds as the schema has it; the
/// attribute `duration_nanos` has them more finely. An exchange has `comm_type`, `comm_size` (the bytes of the
/// whole array) and `pg_name`, the number of its group; a send or receive `comm_src`, `comm_dst`, `comm_tag` and
/// `comm_size`. `gpt.groups.json` has the ranks of each group, as ASTRA-sim's `--comm-group-configuration` takes
/// them.
public final class Chakra {
    private static final Pattern NAME = Pattern.compile("[^/\\\\\\s.][^/\\\\\\p{Cntrl}]*");

    private Chakra() {}

    /// Writes a step's traces; a file appears whole or not at all, and the same graph gives the same bytes.
    ///
    /// @param folder made if it is missing
    /// @param name   with which files begin: not empty, without slashes, and with no dot or space in front
    /// @return how many ranks were written: all, unless it was cancelled
    /// @throws BadInput when files cannot begin with the name
    public static int write(StepGraph graph, Path folder, String name, Cancel cancel, Progress progress)
            throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new BadInput(
                    "name [%s] of traces must not be empty, have a slash, or begin with a dot or space", name);
        }
        Files.createDirectories(folder);
        whole(
                folder.resolve(name + ".groups.json"),
                out -> out.write(groups(graph).getBytes(StandardCharsets.UTF_8)));
        for (int rank = 0; rank < graph.ranks(); rank++) {
            if (cancel.requested()) {
                return rank;
            }
            int now = rank;
            whole(folder.resolve("%s.%d.et".formatted(name, rank)), out -> rank(graph, now, out));
            progress.report(rank + 1, graph.ranks());
        }
        return graph.ranks();
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void whole(Path file, Writing writing) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
            writing.to(out);
        }
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void rank(StepGraph graph, int rank, OutputStream out) throws IOException {
        ChakraMessage.metadata().writeTo(out);
        for (StepGraph.Node node : graph.nodes(rank)) {
            ChakraMessage.node(rank, node).writeTo(out);
        }
    }

    private static String groups(StepGraph graph) {
        return graph.groups().entrySet().stream()
                .map(group -> "  \"%d\": %s".formatted(group.getKey(), group.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }
}
