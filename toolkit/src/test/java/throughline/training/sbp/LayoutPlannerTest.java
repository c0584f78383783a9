package throughline.training.sbp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.training.sbp.Graph.Node;

/// The planner against brute force, and against layouts that everybody knows.
class LayoutPlannerTest {
    private static double brute(Graph graph, Mesh mesh, boolean training) {
        List<Node> nodes = List.copyOf(graph.nodes().values());
        return brute(graph, mesh, training, nodes, new LinkedHashMap<>());
    }

    private static double brute(
            Graph graph, Mesh mesh, boolean training, List<Node> nodes, Map<String, Placement> placed) {
        if (placed.size() == nodes.size()) {
            return Choice.of(graph, mesh, placed, training, false).cost().value();
        }
        Node next = nodes.get(placed.size());
        double best = Double.POSITIVE_INFINITY;
        for (Placement placement : Placement.all(graph, next, mesh)) {
            placed.put(next.name(), placement);
            best = Math.min(best, brute(graph, mesh, training, nodes, placed));
            placed.remove(next.name());
        }
        return best;
    }

    private static void agrees(Graph graph, Mesh mesh) {
        for (boolean training : new boolean[] {false, true}) {
            Choice best = new LayoutPlanner(mesh, training, false).best(graph, Cancel.NEVER);
            double expected = brute(graph, mesh, training);
            assertThat(best.cost().value()).isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
            assertThat(best.optimal()).isTrue();
        }
    }

    @Property(tries = 5)
    void overAChainNothingIsFaster(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll @IntRange(min = 1, max = 4) int devices) {
        Graph chain = Graph.of(2)
                .activations("x", Shape.of(16 * rows, 64 * width))
                .weight("w", Shape.of(64 * width, 1024))
                .op("h", new Op.Matmul(), "x", "w")
                .op("g", new Op.Unary(false), "h")
                .op("s", new Op.Sum(1), "g")
                .output("s");
        agrees(chain, Mesh.of(devices));
    }

    /// A tensor that is used twice and comes together again.
    @Property(tries = 4)
    void overABranchNothingIsFaster(
            @ForAll @IntRange(min = 1, max = 64) int rows, @ForAll @IntRange(min = 2, max = 4) int devices) {
        Graph branch = Graph.of(2)
                .activations("x", Shape.of(12 * rows, 96))
                .weight("w", Shape.of(96, 96))
                .op("h", new Op.Matmul(), "x", "w")
                .op("y", new Op.Add(), "x", "h")
                .op("n", new Op.Softmax(1), "y")
                .output("n");
        agrees(branch, Mesh.of(devices));
    }

    @Test
    void onTwoAxesNothingIsFaster() {
        Graph product = Graph.of(2)
                .activations("x", Shape.of(64, 256))
                .weight("w", Shape.of(256, 512))
                .op("y", new Op.Matmul(), "x", "w")
                .output("y")
                .pin("x", Layout.of("[S(0), B]"))
                .pin("y out", Layout.of("[S(0), B]"));
        agrees(product, Mesh.of(2, 2));
    }

    private static Graph mlp(int rows, String ends) {
        return Graph.mlp(rows, 1024, 4096).pin("x", Layout.of(ends)).pin("y out", Layout.of(ends));
    }

    /// Columns, then rows, and one all-reduce each way (Shoeybi et al. 2019).
    @Test
    void betweenBroadcastActivationsItFindsTheLayoutOfMegatron() {
        Choice choice = LayoutPlanner.best(mlp(1024, "B"), Mesh.of(8));
        assertThat(choice.layout("W1")).isEqualTo(Layout.of("S(1)"));
        assertThat(choice.layout("W2")).isEqualTo(Layout.of("S(0)"));
        assertThat(choice.layout("h")).isEqualTo(Layout.of("S(1)"));
        assertThat(choice.layout("y")).isEqualTo(Layout.of("P"));
        assertThat(choice.collectives(false)).containsExactly(Boxing.ALL_REDUCE);
        assertThat(choice.collectives(true)).containsExactly(Boxing.ALL_REDUCE);
        assertThat(choice.cost().explain()).contains("y P -> B").contains("gradient of x P -> B");
    }

    @Test
    void betweenSplitActivationsOfManyRowsItReplicatesTheWeights() {
        Choice choice = LayoutPlanner.best(mlp(65_536, "S(0)"), Mesh.of(8));
        assertThat(choice.layout("W1")).isEqualTo(Layout.of("B"));
        assertThat(choice.layout("W2")).isEqualTo(Layout.of("B"));
        assertThat(choice.collectives(false)).isEmpty();
        assertThat(choice.collectives(true)).containsExactly(Boxing.ALL_REDUCE, Boxing.ALL_REDUCE);
    }

    /// U (V W): the inner product stays partial, and is reduced once, with the outer one.
    @Test
    void partialTensorsGoThroughWhatIsLinear() {
        Graph graph = Graph.of(2)
                .input("v", Shape.of(4096, 8192))
                .weight("w", Shape.of(8192, 64))
                .op("vw", new Op.Matmul(), "v", "w")
                .op("half", new Op.Unary(true), "vw")
                .weight("u", Shape.of(64, 64))
                .op("y", new Op.Matmul(), "half", "u")
                .output("y")
                .pin("v", Layout.of("S(1)"))
                .pin("y out", Layout.of("B"));
        Choice choice = new LayoutPlanner(Mesh.of(4), false, true).best(graph, Cancel.NEVER);
        assertThat(choice.layout("vw")).isEqualTo(Layout.of("P"));
        assertThat(choice.layout("half")).isEqualTo(Layout.of("P"));
        assertThat(choice.collectives(false)).containsExactly(Boxing.ALL_REDUCE);
    }

    /// Of two partial products that are added, the sum is reduced once.
    @Test
    void partialTensorsAreAddedBeforeTheyAreReduced() {
        Graph graph = Graph.of(2)
                .input("x", Shape.of(64, 4096))
                .weight("v", Shape.of(4096, 4096))
                .op("xv", new Op.Matmul(), "x", "v")
                .weight("w", Shape.of(4096, 4096))
                .op("xw", new Op.Matmul(), "x", "w")
                .op("y", new Op.Add(), "xv", "xw")
                .output("y")
                .pin("x", Layout.of("S(1)"))
                .pin("y out", Layout.of("B"));
        Choice choice = new LayoutPlanner(Mesh.of(4), false, true).best(graph, Cancel.NEVER);
        assertThat(choice.layout("y")).isEqualTo(Layout.of("P"));
        assertThat(choice.collectives(false)).containsExactly(Boxing.ALL_REDUCE);
    }

    /// Layer after layer, each added to what it came from: what one layer costs is what each costs.
    @Test
    void manyLayersTakeAsManyTimesOne() {
        assertThat(residual(24).cost().value())
                .isCloseTo(24 * residual(1).cost().value(), within(1e-9));
    }

    private static Choice residual(int layers) {
        Graph graph = Graph.of(2).activations("x0", Shape.of(1024, 1024));
        for (int i = 0; i < layers; i++) {
            graph = graph.weight("a" + i, Shape.of(1024, 4096))
                    .op("h" + i, new Op.Matmul(), "x" + i, "a" + i)
                    .op("g" + i, new Op.Unary(false), "h" + i)
                    .weight("b" + i, Shape.of(4096, 1024))
                    .op("y" + i, new Op.Matmul(), "g" + i, "b" + i)
                    .op("sum" + i, new Op.Add(), "x" + i, "y" + i)
                    .op("x" + (i + 1), new Op.Softmax(1), "sum" + i);
        }
        Graph ends = graph.output("x" + layers).pin("x0", Layout.of("B")).pin("x" + layers + " out", Layout.of("B"));
        return LayoutPlanner.best(ends, Mesh.of(8));
    }

    @Test
    void throughWhatIsNotLinearNothingPartialGoes() {
        for (Op op : List.of(new Op.Unary(false), new Op.Softmax(1))) {
            assertThat(op.signatures(List.of(Shape.of(4, 4))))
                    .allSatisfy(signature -> assertThat(signature.inputs()).doesNotContain(Sbp.PARTIAL));
        }
    }

    @Test
    void aStoppedSearchEndsWithSomeChoice() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        Choice choice = new LayoutPlanner(Mesh.of(8), true, false).best(mlp(1024, "B"), cancel);
        assertThat(choice.optimal()).isFalse();
        assertThat(choice.placements()).hasSize(7);
    }

    @Test
    void whatCannotBePlacedIsNamed() {
        Graph graph = Graph.mlp(10, 6, 9).pin("W2", Layout.of("S(0)"));
        assertThatThrownBy(() -> LayoutPlanner.best(graph, Mesh.of(4)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[W2] of shape [9, 6] cannot be placed on 4 devices as S(0)");
        assertThatThrownBy(() -> Graph.of(2).op("y", new Op.Matmul(), "x", "w"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("there is no [x]");
    }

    /// What is left out of the choice of a signature is done by every device.
    @Property
    void aPlacementSharesTheWorkOfEachAxisOrNot(@ForAll @IntRange(min = 1, max = 4) int outer) {
        Graph graph = Graph.mlp(16 * outer, 16 * outer, 64 * outer);
        Mesh mesh = Mesh.of(outer, 2);
        List<Double> shares = new ArrayList<>();
        for (Placement placement : Placement.all(graph, graph.node("h"), mesh)) {
            shares.add(placement.share());
        }
        assertThat(shares).isSubsetOf(1.0, 0.5, 1.0 / outer, 0.5 / outer);
    }
}
