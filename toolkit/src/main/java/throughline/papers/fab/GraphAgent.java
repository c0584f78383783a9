package throughline.papers.fab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import throughline.learning.rl.Agent;

/// How shop floors become arrays for [GraphNetwork]. Graphs of a large batch are sorted by size and padded in four
/// parts, each to its own largest, so that small ones do not cost as much as large ones.
///
/// @param hidden numbers that a node's state has, at least 1
record GraphAgent(int hidden) implements Agent<ShopGraph> {
    private static final int PARTS = 4;
    private static final int WORTH_PARTS = 64;

    /// For each part of b graphs with up to N nodes, K machines and A options: features `[b, N, F]`, predecessors
    /// `[b, N, N]`, machines' nodes `[b, K, N]`, options `[b, A, N]`, shares of the mean `[b, 1, N]`, and what
    /// makes options that are not there [#ILLEGAL] `[b, A]`. In the end, where in the parts each graph is `[B]`.
    @Override
    public NDList encode(NDManager manager, List<ShopGraph> batch) {
        int[] sorted = IntStream.range(0, batch.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> batch.get(i).nodes()))
                .mapToInt(i -> i)
                .toArray();
        int actions =
                batch.stream().mapToInt(graph -> graph.options().length).max().orElseThrow();
        NDList arrays = new NDList();
        int parts = batch.size() < WORTH_PARTS ? 1 : PARTS;
        for (int part = 0; part < parts; part++) {
            List<ShopGraph> graphs = IntStream.range(part * sorted.length / parts, (part + 1) * sorted.length / parts)
                    .mapToObj(i -> batch.get(sorted[i]))
                    .toList();
            arrays.addAll(new Padded(graphs, Math.max(1, actions)).arrays(manager));
        }
        int[] place = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            place[sorted[i]] = i;
        }
        arrays.add(manager.create(place));
        return arrays;
    }

    @Override
    public Block network() {
        return new GraphNetwork(hidden);
    }

    /// Graphs of one part.
    private static final class Padded {
        private final int graphs;
        private final int nodes;
        private final int machines;
        private final int actions;
        private final float[] features;
        private final float[] predecessors;
        private final float[] members;
        private final float[] options;
        private final float[] shares;
        private final float[] illegal;

        Padded(List<ShopGraph> part, int actions) {
            graphs = part.size();
            nodes = Math.max(1, part.stream().mapToInt(ShopGraph::nodes).max().orElseThrow());
            machines = part.stream().mapToInt(ShopGraph::shop).max().orElseThrow();
            this.actions = actions;
            features = new float[graphs * nodes * ShopGraph.FEATURES];
            predecessors = new float[graphs * nodes * nodes];
            members = new float[graphs * machines * nodes];
            options = new float[graphs * actions * nodes];
            shares = new float[graphs * nodes];
            illegal = new float[graphs * actions];
            for (int g = 0; g < graphs; g++) {
                fill(g, part.get(g));
            }
        }

        private void fill(int g, ShopGraph graph) {
            System.arraycopy(graph.features(), 0, features, g * nodes * ShopGraph.FEATURES, graph.features().length);
            for (int node = 0; node < graph.nodes(); node++) {
                if (graph.follows()[node]) {
                    predecessors[(g * nodes + node) * nodes + node - 1] = 1;
                }
                members[(g * machines + graph.machines()[node]) * nodes + node] = 1;
                shares[g * nodes + node] = 1f / graph.nodes();
            }
            for (int a = 0; a < actions; a++) {
                if (a < graph.options().length) {
                    options[(g * actions + a) * nodes + graph.options()[a]] = 1;
                } else {
                    illegal[g * actions + a] = ILLEGAL;
                }
            }
        }

        NDList arrays(NDManager manager) {
            NDArray x = manager.create(features, new Shape(graphs, nodes, ShopGraph.FEATURES));
            return new NDList(
                    x,
                    manager.create(predecessors, new Shape(graphs, nodes, nodes)),
                    manager.create(members, new Shape(graphs, machines, nodes)),
                    manager.create(options, new Shape(graphs, actions, nodes)),
                    manager.create(shares, new Shape(graphs, 1, nodes)),
                    manager.create(illegal, new Shape(graphs, actions)));
        }
    }
}
