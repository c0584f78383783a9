package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import throughline.hardware.Cost;
import throughline.spec.BadInput;
import throughline.training.sbp.Graph.Node;

/// Where everything in a graph lies: one [Placement] for each operation, the boxing between them that follows, and what
/// both cost.
///
/// A tensor that several operations want in one layout is moved there once; gradients that come to it in one layout are
/// summed where they lie, and moved once.
///
/// @param graph      that is placed
/// @param mesh       on which
/// @param placements by name of the operation
/// @param moves      in the order of the graph, the way forward of each tensor before its way back
/// @param training   whether the way back counts
/// @param optimal    whether nothing is faster; false when the search was stopped, or there was none
public record Choice(
        Graph graph,
        Mesh mesh,
        Map<String, Placement> placements,
        List<Move> moves,
        boolean training,
        boolean optimal) {
    private static final String SOURCE = "Yuan et al. 2021, table 2";

    public Choice {
        placements = Collections.unmodifiableMap(new LinkedHashMap<>(placements));
        moves = List.copyOf(moves);
    }

    /// A change of layout.
    ///
    /// @param tensor that moves
    /// @param back   whether it is the gradient
    /// @param rebox  how
    public record Move(String tensor, boolean back, Rebox rebox) {}

    /// Follows from placements what moves.
    ///
    /// @param placements of all operations
    /// @param training   whether there is a way back
    static Choice of(Graph graph, Mesh mesh, Map<String, Placement> placements, boolean training, boolean optimal) {
        List<Move> moves = new ArrayList<>();
        Set<String> wanted = graph.wantGradients();
        for (Node node : graph.nodes().values()) {
            Layout made = placements.get(node.name()).output();
            Set<Layout> asked = new LinkedHashSet<>();
            Set<Layout> gradients = new LinkedHashSet<>();
            for (Node consumer : graph.consumers(node.name())) {
                Placement there = placements.get(consumer.name());
                for (int i = 0; i < consumer.inputs().size(); i++) {
                    if (consumer.inputs().get(i).equals(node.name())) {
                        asked.add(there.inputs().get(i));
                        gradients.add(there.gradients().get(i));
                    }
                }
            }
            for (Layout to : asked) {
                add(moves, node.name(), false, Rebox.of(node.shape(), graph.width(), made, to, mesh));
            }
            if (training && wanted.contains(node.name())) {
                for (Layout from : gradients) {
                    add(moves, node.name(), true, Rebox.of(node.shape(), graph.width(), from, made.gradient(), mesh));
                }
            }
        }
        return new Choice(graph, mesh, placements, moves, training, optimal);
    }

    private static void add(List<Move> moves, String tensor, boolean back, Rebox rebox) {
        if (!rebox.steps().isEmpty()) {
            moves.add(new Move(tensor, back, rebox));
        }
    }

    /// The same operations in the same places, with weights kept in other layouts: each is gathered for use, and its
    /// gradient is brought back.
    ///
    /// @param kept layouts by name
    /// @throws BadInput when one cannot lie so
    public Choice keeping(Map<String, Layout> kept) {
        Map<String, Placement> others = new LinkedHashMap<>(placements);
        kept.forEach((name, layout) -> {
            if (!graph.weights().contains(name)) {
                throw new BadInput("[%s] is no weight; there are %s", name, graph.weights());
            }
            others.put(name, new Placement(List.of(), layout, List.of(), 1));
        });
        return of(graph, mesh, others, training, false);
    }

    /// How a tensor lies where it is made, or a weight where it is kept.
    public Layout layout(String name) {
        graph.node(name);
        return placements.get(name).output();
    }

    /// What all devices send together, in bytes.
    public double bytes() {
        return moves.stream().mapToDouble(move -> move.rebox().bytes()).sum();
    }

    /// What all devices send together on the way forward, or back, in bytes.
    public double bytes(boolean back) {
        return moves.stream()
                .filter(move -> move.back() == back)
                .mapToDouble(move -> move.rebox().bytes())
                .sum();
    }

    /// The collectives of one way, in the order of the graph.
    ///
    /// @param back whether on the way back
    public List<Boxing> collectives(boolean back) {
        return moves.stream()
                .filter(move -> move.back() == back)
                .flatMap(move -> move.rebox().collectives().stream())
                .toList();
    }

    /// Seconds of all, one after the other: each product and each move a term.
    public Cost cost() {
        List<Cost> terms = new ArrayList<>();
        for (Node node : graph.nodes().values()) {
            double all = node.op().operations(graph.shapes(node)) * (training ? 3 : 1);
            if (all > 0) {
                double share = placements.get(node.name()).share();
                terms.add(Cost.of(
                        "%s %s"
                                .formatted(
                                        node.name(), placements.get(node.name()).inputs()),
                        all * share / mesh.operations(),
                        "s",
                        "operations x %.4g / (operations/s)".formatted(share),
                        "",
                        Cost.Basis.DERIVED));
            }
        }
        for (Move move : moves) {
            Rebox rebox = move.rebox();
            terms.add(Cost.of(
                    "%s%s %s -> %s"
                            .formatted(move.back() ? "gradient of " : "", move.tensor(), rebox.from(), rebox.to()),
                    rebox.seconds(),
                    "s",
                    rebox.collectives().isEmpty()
                            ? "nothing moves"
                            : rebox.collectives().toString(),
                    SOURCE,
                    Cost.Basis.DERIVED));
        }
        return terms.isEmpty()
                ? Cost.of("layouts", 0, "s", "", "", Cost.Basis.DERIVED)
                : Cost.sum("layouts", terms.toArray(Cost[]::new));
    }
}
