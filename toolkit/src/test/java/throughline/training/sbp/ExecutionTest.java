package throughline.training.sbp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.training.ranks.Ranks;
import throughline.training.sbp.Graph.Node;

/// Layouts with real numbers: whatever lies where, the result is that of one device, and what is sent is what the
/// costs say.
class ExecutionTest {
    private static double[] numbers(String name, Shape shape) {
        Stream random = new Streams(7).named(name);
        return IntStream.range(0, (int) shape.elements())
                .mapToDouble(_ -> random.uniform(-0.5, 0.5))
                .toArray();
    }

    private static void near(double[] actual, double[] expected, double width) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(width));
        }
    }

    private static double[] product(double[] x, double[] w, int k, int n) {
        double[] y = new double[x.length / k * n];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < k; j++) {
                y[i] += x[i / n * k + j] * w[j * n + i % n];
            }
        }
        return y;
    }

    private static double[] transposed(double[] x, int rows, int columns) {
        double[] t = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            t[i % columns * rows + i / columns] = x[i];
        }
        return t;
    }

    /// Every signature, forward and back: dX = dY Wᵀ and dW = Xᵀ dY from what each device has.
    @Property(tries = 10)
    void everySignatureOfAMatrixProductIsTrueBothWays(
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 3) int inner,
            @ForAll @IntRange(min = 1, max = 3) int columns,
            @ForAll @IntRange(min = 2, max = 5) int devices) {
        Mesh mesh = Mesh.of(devices);
        Shape left = Shape.of(rows * devices, inner * devices);
        Shape right = Shape.of(inner * devices, columns * devices);
        Shape result = new Op.Matmul().shape(List.of(left, right));
        double[] x = numbers("x", left);
        double[] w = numbers("w", right);
        double[] dy = numbers("dy", result);
        int m = left.size(0);
        int k = left.last();
        int n = right.last();
        List<Signature> signatures = new Op.Matmul().signatures(List.of(left, right));
        assertThat(signatures).hasSize(6);
        for (Signature signature : signatures) {
            Pieces xs = Pieces.cut(x, left, Layout.of(signature.inputs().get(0)), mesh);
            Pieces ws = Pieces.cut(w, right, Layout.of(signature.inputs().get(1)), mesh);
            Layout back = Layout.of(signature.output().gradient());
            Pieces dys = Pieces.cut(dy, result, back, mesh);
            Shape xLocal = xs.layout().local(left, mesh);
            Shape yLocal = back.local(result, mesh);
            List<double[]> ys = new ArrayList<>();
            List<double[]> dxs = new ArrayList<>();
            List<double[]> dws = new ArrayList<>();
            for (int d = 0; d < devices; d++) {
                double[] xd = xs.locals().get(d);
                double[] wd = ws.locals().get(d);
                double[] dyd = dys.locals().get(d);
                int kd = xLocal.last();
                int nd = wd.length / kd;
                ys.add(product(xd, wd, kd, nd));
                assertThat(yLocal.last()).isEqualTo(nd);
                dxs.add(product(dyd, transposed(wd, kd, nd), nd, kd));
                dws.add(product(transposed(xd, xLocal.size(0), kd), dyd, xLocal.size(0), nd));
            }
            near(new Pieces(result, Layout.of(signature.output()), mesh, ys).join(), product(x, w, k, n), 1e-12);
            near(
                    new Pieces(left, Layout.of(signature.gradients().get(0)), mesh, dxs).join(),
                    product(dy, transposed(w, k, n), n, k),
                    1e-12);
            near(
                    new Pieces(right, Layout.of(signature.gradients().get(1)), mesh, dws).join(),
                    product(transposed(x, m, k), dy, m, n),
                    1e-12);
        }
    }

    /// Every way to place one operation on a mesh, of one axis or two, gives what one device does.
    @Test
    void everyPlacementOfEveryOperationGivesTheSame() {
        Shape shape = Shape.of(4, 4, 8);
        Graph tensors =
                Graph.of(8).activations("x", shape).activations("z", shape).activations("u", shape);
        List<Graph> graphs = List.of(
                tensors.weight("w", Shape.of(8, 4)).op("y", new Op.Matmul(), "x", "w"),
                tensors.weight("w", Shape.of(8)).op("y", new Op.Bias(), "x", "w"),
                tensors.op("y", new Op.Unary(true), "x"),
                tensors.op("y", new Op.Unary(false), "x"),
                tensors.op("y", new Op.Add(), "x", "z", "u"),
                tensors.op("y", new Op.Multiply(), "x", "z"),
                tensors.op("y", new Op.Softmax(1), "x"),
                tensors.op("y", new Op.Sum(1), "x"),
                tensors.op("y", new Op.Attention(4, 4, 2), "x", "z", "u"),
                Graph.of(8)
                        .input("n", Shape.of(4, 8))
                        .weight("t", Shape.of(16, 4))
                        .op("y", new Op.Embedding(), "n", "t"));
        for (Graph graph : graphs) {
            double[] alone =
                    run(graph, Mesh.of(1), placements(graph, Mesh.of(1)).getFirst());
            for (Mesh mesh : List.of(Mesh.of(4), Mesh.of(2, 2))) {
                for (Map<String, Placement> placed : placements(graph, mesh)) {
                    near(run(graph, mesh, placed), alone, 1e-12);
                }
            }
        }
    }

    /// Inputs lie broadcast, and go from there as the operation wants them.
    private static List<Map<String, Placement>> placements(Graph graph, Mesh mesh) {
        List<Map<String, Placement>> all = new ArrayList<>();
        for (Placement placement : Placement.all(graph, graph.node("y"), mesh)) {
            Map<String, Placement> placed = new LinkedHashMap<>();
            for (Node node : graph.nodes().values()) {
                List<Placement> sources = Placement.all(graph, node, mesh);
                placed.put(node.name(), node.name().equals("y") ? placement : sources.getLast());
            }
            all.add(placed);
        }
        return all;
    }

    private static double[] run(Graph graph, Mesh mesh, Map<String, Placement> placed) {
        Choice choice = Choice.of(graph, mesh, placed, false, false);
        return Execution.run(choice, sources(graph)).result("y").join();
    }

    private static Map<String, double[]> sources(Graph graph) {
        Map<String, double[]> sources = new LinkedHashMap<>();
        for (Node node : graph.nodes().values()) {
            if (node.inputs().isEmpty()) {
                double[] numbers = numbers(node.name(), node.shape());
                boolean rows = node.name().equals("n");
                sources.put(
                        node.name(),
                        rows
                                ? Arrays.stream(numbers)
                                        .map(x -> Math.floor(16 * (x + 0.5)))
                                        .toArray()
                                : numbers);
            }
        }
        return sources;
    }

    /// On the same devices, and on others.
    @Property(tries = 12)
    void everyBoxingMovesWhatTheTableSays(
            @ForAll @IntRange(min = 2, max = 6) int producers,
            @ForAll @IntRange(min = 1, max = 6) int consumers,
            @ForAll @IntRange(min = 1, max = 2) int rows) {
        Shape shape = Shape.of(rows * producers * consumers, producers * consumers);
        double[] whole = numbers("t", shape);
        for (Sbp from : Rebox.choices(shape)) {
            Pieces held = Pieces.cut(whole, shape, Layout.of(from), Mesh.of(producers));
            for (Sbp to : Rebox.choices(shape)) {
                Ranks same = Ranks.of(producers);
                List<double[]> now =
                        same.run(rank -> Mover.box(rank, held.locals().get(rank.index()), shape, from, to));
                near(new Pieces(shape, Layout.of(to), Mesh.of(producers), now).join(), whole, 1e-12);
                assertThat((double) same.elements())
                        .isEqualTo(Boxing.of(from, to).total(shape.elements(), producers));

                Ranks others = Ranks.of(producers + consumers);
                List<double[]> then = others.run(rank -> Mover.across(
                        rank,
                        producers,
                        rank.index() < producers ? held.locals().get(rank.index()) : null,
                        shape,
                        from,
                        to));
                near(
                        new Pieces(shape, Layout.of(to), Mesh.of(consumers), then.subList(producers, then.size()))
                                .join(),
                        whole,
                        1e-12);
                assertThat((double) others.elements())
                        .isEqualTo(Boxing.across(from, to, shape.elements(), producers, consumers));
            }
        }
    }

    /// Over two axes of a mesh, between any two layouts.
    @Test
    void onTwoAxesEveryChangeMovesWhatItsStepsSay() {
        Mesh mesh = Mesh.of(2, 3);
        Shape shape = Shape.of(12, 6);
        double[] whole = numbers("t", shape);
        for (Layout from : Layout.all(Rebox.choices(shape), 2)) {
            Pieces held = Pieces.cut(whole, shape, from, mesh);
            for (Layout to : Layout.all(Rebox.choices(shape), 2)) {
                Rebox rebox = Rebox.of(shape, 1, from, to, mesh);
                Ranks ranks = Ranks.of(6);
                List<double[]> now =
                        ranks.run(rank -> Mover.move(rank, held.locals().get(rank.index()), shape, rebox, mesh));
                near(new Pieces(shape, to, mesh, now).join(), whole, 1e-12);
                assertThat((double) ranks.elements()).isCloseTo(rebox.bytes(), within(1e-9));
            }
        }
    }

    @Property(tries = 10)
    void aPlanSendsWhatItSaysAndGivesWhatOneDeviceDoes(
            @ForAll @IntRange(min = 1, max = 8) int rows, @ForAll @IntRange(min = 1, max = 4) int devices) {
        Graph graph = Graph.mlp(12 * rows, 24, 48);
        Map<String, double[]> sources = sources(graph);
        double[] alone = Execution.run(LayoutPlanner.best(graph, Mesh.of(1)), sources)
                .result("y")
                .join();
        for (String ends : List.of("S(0)", "B", "S(1)")) {
            Graph pinned = graph.pin("x", Layout.of(ends)).pin("y out", Layout.of(ends));
            Choice choice = new LayoutPlanner(Mesh.of(devices), true, false).best(pinned, Cancel.NEVER);
            Execution done = Execution.run(choice, sources);
            near(done.result("y out").join(), alone, 1e-12);
            assertThat(2.0 * done.elements()).isCloseTo(choice.bytes(false), within(1e-9));
        }
    }

    @Test
    void aMissingTensorIsNamed() {
        Choice choice = LayoutPlanner.best(Graph.mlp(4, 4, 4), Mesh.of(2));
        assertThatThrownBy(() -> Execution.run(choice, Map.of("x", new double[16], "W1", new double[16])))
                .isInstanceOf(BadInput.class)
                .hasMessage("[W2] takes [16] numbers; there are [0]");
    }
}
