package throughline.training.sbp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;
import throughline.training.ranks.Rank;
import throughline.training.ranks.Ranks;
import throughline.training.sbp.Graph.Node;

/// A [Choice] done with real numbers, on as many ranks as the mesh has devices: each does its part of each operation,
/// and boxing really moves. The way forward only.
///
/// ```java
/// Execution done = Execution.run(choice, Map.of("x", x, "W1", w1, "W2", w2));
/// done.result("y").join();     // as on one device
/// done.elements();             // numbers that were sent
/// ```
///
/// @param results  of all operations, by name
/// @param elements that were sent, by all ranks together
public record Execution(Map<String, Pieces> results, long elements) {
    public Execution {
        results = Map.copyOf(results);
    }

    private record Where(String name, Layout layout) {}

    /// Does it.
    ///
    /// @param sources numbers of each input and weight, row-major, by name
    /// @throws BadInput when one is missing, or of the wrong size
    public static Execution run(Choice choice, Map<String, double[]> sources) {
        for (Node node : choice.graph().nodes().values()) {
            boolean source = node.op() instanceof Op.Input || node.op() instanceof Op.Weight;
            double[] numbers = sources.get(node.name());
            if (source && (numbers == null || numbers.length != node.shape().elements())) {
                throw new BadInput(
                        "[%s] takes [%d] numbers; there are [%d]",
                        node.name(), node.shape().elements(), numbers == null ? 0 : numbers.length);
            }
        }
        Ranks ranks = Ranks.of(choice.mesh().devices());
        List<Map<String, double[]>> locals = ranks.run(rank -> new Run(choice, rank, sources).all());
        Map<String, Pieces> results = new LinkedHashMap<>();
        for (Node node : choice.graph().nodes().values()) {
            results.put(
                    node.name(),
                    new Pieces(
                            node.shape(),
                            choice.layout(node.name()),
                            choice.mesh(),
                            locals.stream().map(local -> local.get(node.name())).toList()));
        }
        return new Execution(results, ranks.elements());
    }

    /// The result of an operation, as it lies.
    ///
    /// @throws BadInput when there is none of that name
    public Pieces result(String name) {
        Pieces result = results.get(name);
        if (result == null) {
            throw new BadInput("there is no [%s]; there are %s", name, results.keySet());
        }
        return result;
    }

    /// One rank at work.
    private static final class Run {
        private final Choice choice;
        private final Rank rank;
        private final Map<String, double[]> sources;
        private final Map<String, double[]> made = new LinkedHashMap<>();
        private final Map<Where, double[]> moved = new HashMap<>();

        Run(Choice choice, Rank rank, Map<String, double[]> sources) {
            this.choice = choice;
            this.rank = rank;
            this.sources = sources;
        }

        Map<String, double[]> all() {
            for (Node node : choice.graph().nodes().values()) {
                made.put(node.name(), sources.containsKey(node.name()) ? source(node) : apply(node));
            }
            return made;
        }

        private double[] source(Node node) {
            return region(node, choice.layout(node.name())).read(sources.get(node.name()), node.shape());
        }

        private Region region(Node node, Layout layout) {
            return Region.of(node.shape(), layout, choice.mesh(), rank.index());
        }

        private double[] apply(Node node) {
            List<double[]> inputs = new ArrayList<>();
            List<Shape> shapes = new ArrayList<>();
            Region last = null;
            for (int i = 0; i < node.inputs().size(); i++) {
                Node input = choice.graph().node(node.inputs().get(i));
                Layout layout = choice.placements().get(node.name()).inputs().get(i);
                inputs.add(moved.computeIfAbsent(new Where(input.name(), layout), _ -> move(input, layout)));
                last = region(input, layout);
                shapes.add(last.size());
            }
            return Arithmetic.apply(node.op(), inputs, shapes, last.from().getFirst());
        }

        private double[] move(Node node, Layout to) {
            Rebox rebox = Rebox.of(node.shape(), choice.graph().width(), choice.layout(node.name()), to, choice.mesh());
            return Mover.move(rank, made.get(node.name()), node.shape(), rebox, choice.mesh());
        }
    }
}
