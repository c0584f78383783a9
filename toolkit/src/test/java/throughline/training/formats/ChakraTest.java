package throughline.training.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.hardware.Cluster;
import throughline.hardware.Link;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Plan;
import throughline.training.StepGraph;
import throughline.training.StepTime;
import throughline.training.Transformer;

/// Traces read back by the schema alone, and replayed.
class ChakraTest {
    private static final Cluster SELENE = Cluster.named("selene");
    private static final Transformer MODEL =
            Transformer.gpt("small", 8, 1024, 16).with("sequence", "512");
    private static final Plan ALL = Plan.of(2, 4, 2, 32).with("microBatch", "2");

    @TempDir
    Path folder;

    /// A cluster where nothing is lost from stage to stage.
    private static Cluster instant() {
        Cluster.Library own = SELENE.library();
        Cluster.Library library = new Cluster.Library(
                "instant",
                own.inside(),
                own.outside(),
                own.insideShare(),
                own.outsideShare(),
                own.large(),
                own.largeShare(),
                0,
                0,
                1e9,
                1e9,
                "made up");
        return new Cluster(
                "instant",
                SELENE.device(),
                8,
                SELENE.inside(),
                new Link("fast", SELENE.outside().bandwidth(), "made up"),
                SELENE.cards(),
                library,
                "made up");
    }

    private List<List<ChakraFile.Node>> traces(Plan plan, Cluster cluster) throws IOException {
        StepGraph graph = StepGraph.of(MODEL, plan, cluster);
        assertThat(Chakra.write(graph, folder, "small", Cancel.NEVER, Progress.NONE))
                .isEqualTo(plan.devices());
        List<List<ChakraFile.Node>> ranks = new ArrayList<>();
        for (int rank = 0; rank < plan.devices(); rank++) {
            ranks.add(ChakraFile.read(folder.resolve("small.%d.et".formatted(rank))));
        }
        return ranks;
    }

    private static Map<String, Integer> sizes(Plan plan, Cluster cluster) {
        return StepGraph.of(MODEL, plan, cluster).groups().entrySet().stream()
                .collect(Collectors.toMap(
                        group -> "" + group.getKey(), group -> group.getValue().size()));
    }

    private double replayed(Plan plan, Cluster cluster) throws IOException {
        return Replay.nanos(traces(plan, cluster), sizes(plan, cluster)) * 1e-9;
    }

    static List<Plan> plans() {
        return List.of(
                Plan.of(1, 1, 1, 4),
                Plan.of(1, 4, 1, 8),
                Plan.of(2, 1, 4, 16),
                ALL,
                ALL.with("recompute", "full"),
                ALL.with("recompute", "selective").with("sequenceParallel", "true"),
                ALL.with("sequenceParallel", "true").with("recompute", "full").with("shards", "1"),
                ALL.with("fused", "true").with("shards", "1"));
    }

    /// The formula of the step is exact where stages lose nothing between them.
    @ParameterizedTest
    @MethodSource("plans")
    void aReplayTakesAsLongAsTheStep(Plan plan) throws IOException {
        Plan whole = plan.with("scatter", "false");
        double predicted = StepTime.of(MODEL, whole, instant()).value();
        assertThat(replayed(whole, instant())).isCloseTo(predicted, within(2e-6 * predicted + 1e-6));
    }

    /// On a real cluster stages send while they work on, so that a replay ends no later than the formula, and no
    /// earlier than with sends that take no time.
    @ParameterizedTest
    @MethodSource("plans")
    void whatIsSentBesideTheWorkCostsLessThanTheFormulaHas(Plan plan) throws IOException {
        double formula = StepTime.of(MODEL, plan, SELENE).value();
        double free =
                StepTime.of(MODEL, plan.with("scatter", "false"), instant()).value();
        assertThat(replayed(plan, SELENE)).isBetween(free * (1 - 1e-5), formula * (1 + 1e-5));
    }

    @Test
    void piecesShortenTheBubble() throws IOException {
        Plan whole = ALL.with("scatter", "false");
        double one = replayed(whole, instant());
        Plan pieces = whole.with("interleave", "2");
        double two = replayed(pieces, instant());
        double predicted = StepTime.of(MODEL, pieces, instant()).value();
        assertThat(two).isLessThan(one).isCloseTo(predicted, within(0.01 * predicted));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everyNodeComesAfterWhatItWaitsFor(Plan plan) throws IOException {
        for (List<ChakraFile.Node> nodes : traces(plan, SELENE)) {
            for (int i = 0; i < nodes.size(); i++) {
                ChakraFile.Node node = nodes.get(i);
                assertThat(node.id()).isEqualTo(i);
                assertThat(node.after()).allMatch(before -> before < node.id());
                assertThat(node.attributes().get("is_cpu_op")).isEqualTo(false);
                assertThat(node.micros()).isEqualTo(Math.round(node.nanos() * 1e-3));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void membersOfAGroupExchangeTheSameInTheSameOrder(Plan plan) throws IOException {
        List<List<ChakraFile.Node>> ranks = traces(plan, SELENE);
        StepGraph.of(MODEL, plan, SELENE).groups().forEach((group, members) -> {
            List<List<String>> seen = members.stream()
                    .map(rank -> ranks.get(rank).stream()
                            .filter(node ->
                                    ("" + group).equals(node.attributes().get("pg_name")))
                            .map(node -> node.number("comm_type") + ":" + node.number("comm_size"))
                            .toList())
                    .toList();
            assertThat(seen.getFirst()).isNotEmpty();
            assertThat(seen).allMatch(seen.getFirst()::equals);
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void whatIsSentIsReceived(Plan plan) throws IOException {
        Map<String, Integer> open = new HashMap<>();
        for (List<ChakraFile.Node> nodes : traces(plan, SELENE)) {
            for (ChakraFile.Node node : nodes) {
                if (node.is(ChakraFile.SEND) || node.is(ChakraFile.RECEIVE)) {
                    String message = node.number("comm_src")
                            + ">"
                            + node.number("comm_dst")
                            + "#"
                            + node.number("comm_tag")
                            + ":"
                            + node.number("comm_size");
                    open.merge(message, node.is(ChakraFile.SEND) ? 1 : -1, Integer::sum);
                }
            }
        }
        assertThat(open.values()).allMatch(left -> left == 0);
        assertThat(open).hasSize(2 * (plan.pipeline() - 1) * plan.microBatches() * plan.tensor() * plan.data());
    }

    /// Bytes by the formulas of Megatron's papers: two all-reduces of a layer each way, and one more pair to compute
    /// again.
    @Test
    void theBytesAreThoseOfTheCostModel() throws IOException {
        double stream = 2.0 * 512 * 1024 * 2;
        for (String recompute : List.of("none", "full")) {
            Plan plan = ALL.with("recompute", recompute);
            List<ChakraFile.Node> first = traces(plan, SELENE).getFirst();
            double layers = 8.0 / 4;
            double each = recompute.equals("full") ? 6 : 4;
            double boundaries = plan.microBatches();
            double gradients = 4 * (8 * MODEL.layerWeights() / 4 + MODEL.embeddingWeights()) / 2;
            double table = 4 * MODEL.embeddingWeights() / 2;
            double expected = stream * (layers * each * plan.microBatches() + boundaries) + gradients + table;
            assertThat(bytes(first)).isCloseTo(expected, within(1e-9 * expected));
            double sent = first.stream()
                    .filter(node -> node.is(ChakraFile.SEND))
                    .mapToDouble(node -> node.number("comm_size"))
                    .sum();
            assertThat(sent).isEqualTo(plan.microBatches() * stream / 2);
        }
    }

    /// The last stage has the output beside its layers: one all-reduce, or, where a sequence lies in parts, two
    /// all-gathers and a reduce-scatter.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLastStageExchangesTheOutputToo(boolean sequenceParallel) throws IOException {
        double stream = 2.0 * 512 * 1024 * 2;
        Plan plan = ALL.with("sequenceParallel", "" + sequenceParallel).with("scatter", "false");
        double layers = 8.0 / 4;
        double each = sequenceParallel ? 2 * 2 + 2 * 3 : 4;
        double output = sequenceParallel ? 3 : 1;
        double gradients = 4 * (8 * MODEL.layerWeights() / 4 + MODEL.embeddingWeights()) / 2;
        double table = 4 * MODEL.embeddingWeights() / 2;
        double expected = stream * plan.microBatches() * (layers * each + output) + gradients + table;
        assertThat(bytes(traces(plan, SELENE).getLast())).isCloseTo(expected, within(1e-9 * expected));
    }

    private static double bytes(List<ChakraFile.Node> nodes) {
        return nodes.stream()
                .filter(node -> node.is(ChakraFile.COLLECTIVE))
                .mapToDouble(node -> node.number("comm_size"))
                .sum();
    }

    @Test
    void filesAreTheSameEachTimeAndOfEachRank() throws IOException {
        traces(ALL, SELENE);
        byte[] once = Files.readAllBytes(folder.resolve("small.3.et"));
        traces(ALL, SELENE);
        assertThat(Files.readAllBytes(folder.resolve("small.3.et"))).isEqualTo(once);
        assertThat(Files.readString(folder.resolve("small.groups.json"))).contains("\"1\": [0, 1],", "\"9\": [0, 2],");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(1 + 16)
                    .noneMatch(file -> file.startsWith("."));
        }
    }

    @Test
    void cancelledItKeepsWholeFiles() throws IOException {
        Cancel cancel = new Cancel();
        StepGraph graph = StepGraph.of(MODEL, ALL, SELENE);
        assertThat(Chakra.write(graph, folder, "small", cancel, (done, total) -> {
                    if (done == 3) {
                        cancel.cancel();
                    }
                }))
                .isEqualTo(3);
        assertThat(ChakraFile.read(folder.resolve("small.2.et"))).hasSameSizeAs(graph.nodes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "../a", ".a", "a\\b"})
    void aNameThatFilesCannotBeginWithIsRefused(String name) {
        StepGraph graph = StepGraph.of(MODEL, Plan.of(1, 1, 1, 1), SELENE);
        assertThatThrownBy(() -> Chakra.write(graph, folder, name, Cancel.NEVER, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("name [" + name + "]");
        assertThat(folder).isEmptyDirectory();
    }

    static List<List<String>> refused() {
        return List.of(
                List.of("context", "2", "context [2] must be 1"),
                List.of("shards", "2", "shards [2] must be 0 or 1"),
                List.of("overlap", "true", "overlap [true] false"),
                List.of("offload", "0.5", "offload [0.5] must be 0"),
                List.of("tensor", "3", "tensor [3] must divide the heads [16]"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatAGraphCannotSayIsRefused(List<String> part) {
        Plan plan = ALL.with(part.get(0), part.get(1));
        assertThatThrownBy(() -> StepGraph.of(MODEL, plan, SELENE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(part.get(2));
        assertThatThrownBy(() -> StepGraph.of(Transformer.named("mixtral-8x7b"), Plan.of(1, 1, 1, 4), SELENE))
                .hasMessageContaining("has experts");
    }
}
