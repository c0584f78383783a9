package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.training.sbp.Graph.Node;

/// Chooses where everything in a graph lies, so that products and boxing together take the least time.
///
/// ```java
/// Choice best = LayoutPlanner.best(Graph.mlp(1024, 1024, 4096), Mesh.of(8));
/// best.layout("W1");                          // S(1)
/// System.out.println(best.cost().explain());
/// ```
///
/// Operations are placed one after the other. What the rest costs depends only on the tensors that are still needed:
/// how they lie, and in which layouts they have been wanted so far. So the cheapest way to each such frontier is
/// kept, and the one that promises most is taken further (a shortest path; over a chain it is the dynamic program).
/// Exact, on any graph and mesh; fast where few tensors are needed at a time.
///
/// @param mesh     on which
/// @param training whether the way back counts
/// @param inPlace  whether weights are used in the layout in which they are kept
public record LayoutPlanner(Mesh mesh, boolean training, boolean inPlace) {
    /// A tensor that is still needed.
    private record Live(String name, Layout made, Set<Layout> asked, Set<Layout> gradients) {}

    private record Frontier(int next, List<Live> live) {}

    private record Reached(
            Frontier frontier, double seconds, double bound, Reached before, Placement chosen, long id) {}

    private record Question(Shape shape, Layout from, Layout to) {}

    /// For training, weights gathered where that is faster.
    public static Choice best(Graph graph, Mesh mesh) {
        return new LayoutPlanner(mesh, true, false).best(graph, Cancel.onInterrupt());
    }

    /// The fastest choice. Ties are broken by the order of signatures.
    ///
    /// @param cancel once requested, what is left to place is placed greedily
    /// @throws BadInput when an operation cannot be placed: sizes that do not divide, or pins that do not allow it
    public Choice best(Graph graph, Cancel cancel) {
        return new Search(graph).run(cancel);
    }

    /// One search.
    private final class Search {
        private final Graph graph;
        private final List<Node> nodes;
        private final List<List<Placement>> placements = new ArrayList<>();
        /// Seconds that placing this operation and all after it takes at least.
        private final double[] bound;

        private final Set<String> wanted;
        private final Map<String, Integer> lastUse = new HashMap<>();
        private final Map<Question, Double> boxing = new HashMap<>();
        private final PriorityQueue<Reached> open =
                new PriorityQueue<>(Comparator.comparingDouble(Reached::bound).thenComparingLong(Reached::id));
        private long reached;

        Search(Graph graph) {
            this.graph = graph;
            nodes = inOrderOfUse(graph);
            wanted = graph.wantGradients();
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                placements.add(Placement.all(graph, node, mesh));
                if (placements.get(i).isEmpty()) {
                    throw new BadInput(
                            "[%s] of shape %s cannot be placed on %s%s: no signature fits",
                            node.name(),
                            node.shape(),
                            mesh,
                            graph.pinned().containsKey(node.name())
                                    ? " as " + graph.pinned().get(node.name())
                                    : "");
                }
                for (String input : node.inputs()) {
                    lastUse.put(input, i);
                }
            }
            bound = new double[nodes.size() + 1];
            for (int i = nodes.size() - 1; i >= 0; i--) {
                int at = i;
                bound[i] = bound[i + 1]
                        + placements.get(i).stream()
                                .mapToDouble(placement -> seconds(at, placement))
                                .min()
                                .orElseThrow();
            }
        }

        private double seconds(int node, Placement placement) {
            Node placed = nodes.get(node);
            return placed.op().operations(graph.shapes(placed))
                    * (training ? 3 : 1)
                    * placement.share()
                    / mesh.operations();
        }

        private double boxing(Shape shape, Layout from, Layout to) {
            if (from.equals(to)) {
                return 0;
            }
            return boxing.computeIfAbsent(
                    new Question(shape, from, to),
                    question -> Rebox.of(shape, graph.width(), from, to, mesh).seconds());
        }

        Choice run(Cancel cancel) {
            Set<Frontier> closed = new HashSet<>();
            boolean stopped = false;
            open.add(new Reached(new Frontier(0, List.of()), 0, bound[0], null, null, reached++));
            while (!open.isEmpty()) {
                Reached here = open.remove();
                if (here.frontier.next == nodes.size()) {
                    return choice(here, !stopped);
                }
                if (closed.add(here.frontier)) {
                    if (cancel.requested()) {
                        stopped = true;
                        open.clear();
                    }
                    expand(here);
                }
            }
            throw new BadInput("weights cannot be used as they are kept; kept as %s", graph.pinned());
        }

        private Choice choice(Reached end, boolean optimal) {
            List<Placement> chosen = new ArrayList<>();
            for (Reached at = end; at.before != null; at = at.before) {
                chosen.addFirst(at.chosen);
            }
            Map<String, Placement> byName = new LinkedHashMap<>();
            for (int i = 0; i < nodes.size(); i++) {
                byName.put(nodes.get(i).name(), chosen.get(i));
            }
            return Choice.of(graph, mesh, byName, training, optimal);
        }

        private void expand(Reached here) {
            int at = here.frontier.next;
            for (Placement placement : placements.get(at)) {
                Map<String, Live> live = new LinkedHashMap<>();
                here.frontier.live.forEach(one -> live.put(one.name, one));
                double seconds = here.seconds + seconds(at, placement) + feed(nodes.get(at), placement, live);
                if (seconds < Double.POSITIVE_INFINITY) {
                    String name = nodes.get(at).name();
                    live.put(name, new Live(name, placement.output(), Set.of(), Set.of()));
                    List<Live> left = live.values().stream()
                            .filter(one -> lastUse.getOrDefault(one.name, -1) > at)
                            .toList();
                    open.add(new Reached(
                            new Frontier(at + 1, left), seconds, seconds + bound[at + 1], here, placement, reached++));
                }
            }
        }

        /// Brings the inputs where they are wanted.
        ///
        /// @return seconds; infinite where it is not allowed
        private double feed(Node node, Placement placement, Map<String, Live> live) {
            double seconds = 0;
            for (int i = 0; i < node.inputs().size(); i++) {
                Live input = live.get(node.inputs().get(i));
                Node source = graph.node(input.name);
                Layout to = placement.inputs().get(i);
                if (inPlace && source.op() instanceof Op.Weight && !to.equals(input.made)) {
                    return Double.POSITIVE_INFINITY;
                }
                Set<Layout> asked = input.asked;
                Set<Layout> gradients = input.gradients;
                if (!asked.contains(to)) {
                    seconds += boxing(source.shape(), input.made, to);
                    asked = plus(asked, to);
                }
                Layout from = placement.gradients().get(i);
                if (training && wanted.contains(input.name) && !gradients.contains(from)) {
                    seconds += boxing(source.shape(), from, input.made.gradient());
                    gradients = plus(gradients, from);
                }
                live.put(input.name, new Live(input.name, input.made, asked, gradients));
            }
            return seconds;
        }
    }

    /// Tensors from outside just before they are used first, so that few are there at a time.
    private static List<Node> inOrderOfUse(Graph graph) {
        Set<Node> ordered = new LinkedHashSet<>();
        for (Node node : graph.nodes().values()) {
            if (!node.inputs().isEmpty()) {
                node.inputs().forEach(input -> ordered.add(graph.node(input)));
                ordered.add(node);
            }
        }
        ordered.addAll(graph.nodes().values());
        return List.copyOf(ordered);
    }

    private static Set<Layout> plus(Set<Layout> layouts, Layout more) {
        Set<Layout> all = new HashSet<>(layouts);
        all.add(more);
        return Set.copyOf(all);
    }
}
