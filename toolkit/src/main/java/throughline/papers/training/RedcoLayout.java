package throughline.papers.training;

import java.util.LinkedHashMap;
import java.util.Map;
import throughline.spec.Cancel;
import throughline.training.sbp.Choice;
import throughline.training.sbp.Graph;
import throughline.training.sbp.Layout;
import throughline.training.sbp.LayoutPlanner;
import throughline.training.sbp.Mesh;
import throughline.training.sbp.NameRules;

/// Ways to lay the matrices of a block over devices.
public enum RedcoLayout {
    /// All of them everywhere, the sequences split: data parallelism.
    REPLICATED,
    /// As replicated, but each kept in pieces and gathered for use, on the way back once more: fully sharded data
    /// parallelism.
    GATHERED,
    /// All split along their last axis.
    LAST,
    /// Columns of what leads in, rows of what leads back (Shoeybi et al. 2019).
    MEGATRON,
    /// By Redco's rules.
    RULES;

    /// A block laid out. Activations come and go split by sequences where weights are replicated, else broadcast; in
    /// between they lie where they are best.
    ///
    /// @param devices   in a line
    /// @param sequences at once; a multiple of the devices where sequences are split
    /// @param length    tokens of each
    /// @param bytes     of a number
    public Choice choice(RedcoModel model, int devices, int sequences, int length, int bytes, Cancel cancel) {
        Graph graph = model.block(sequences, length, bytes);
        Map<String, Layout> weights = weights(model, devices);
        boolean data = this == REPLICATED || this == GATHERED;
        for (Graph.Node node : graph.nodes().values()) {
            Layout weight = weights.get(node.name());
            if (weight != null) {
                graph = graph.pin(node.name(), this == GATHERED ? Layout.of("B") : weight);
            } else if (data) {
                graph = graph.pin(node.name(), Layout.of("S(0)"));
            }
        }
        if (!data) {
            graph = graph.pin("x", Layout.of("B")).pin("y out", Layout.of("B"));
        }
        Choice choice = new LayoutPlanner(Mesh.of(devices), true, true).best(graph, cancel);
        return this == GATHERED ? choice.keeping(weights) : choice;
    }

    /// How the matrices of the first block lie, by path.
    public Map<String, Layout> weights(RedcoModel model, int devices) {
        Map<String, Layout> rules = this == RULES ? NameRules.layouts(model.tree(), devices) : Map.of();
        Map<String, Layout> weights = new LinkedHashMap<>();
        for (RedcoModel.Matrix matrix : model.matrices()) {
            String path = model.first() + matrix.path() + "/kernel";
            boolean stored = model.family() == RedcoModel.Family.GPT_2;
            weights.put(
                    path,
                    switch (this) {
                        case REPLICATED -> Layout.of("B");
                        case GATHERED -> Layout.of("S(0)");
                        case LAST -> Layout.of("S(1)");
                        case MEGATRON -> Layout.of(matrix.column() == stored ? "S(0)" : "S(1)");
                        case RULES -> rules.get(path);
                    });
        }
        return weights;
    }

    /// What all devices send together for a block, forward and back, in bytes. Parameters as [#choice].
    public double bytes(RedcoModel model, int devices, int sequences, int length, int bytes, Cancel cancel) {
        Choice choice = choice(model, devices, sequences, length, bytes, cancel);
        return choice.bytes() + (this == GATHERED ? choice.bytes(false) : 0);
    }
}
