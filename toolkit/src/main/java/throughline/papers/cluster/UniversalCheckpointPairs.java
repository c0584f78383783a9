package throughline.papers.cluster;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import throughline.parallel.checkpoint.Layout;
import throughline.parallel.checkpoint.Model;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Rules;
import throughline.parallel.checkpoint.Sharding;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Random pairs of layouts, and how many of them a checkpoint survives: source to atoms to target to atoms.
///
/// @param right of pairs tried, those that gave all bits back
/// @param naive those of a converter that does not know sub-parameters
/// @param tried pairs
record UniversalCheckpointPairs(int right, int naive, int tried) {
    private static final int PAIRS = 210;

    static UniversalCheckpointPairs run(Cancel cancel) {
        List<UniversalCheckpointShape> shapes = List.of(
                UniversalCheckpointShape.gpt3(), UniversalCheckpointShape.llama(), UniversalCheckpointShape.mixtral());
        Stream random = new Streams(1).named("pairs");
        UniversalCheckpointPairs all = new UniversalCheckpointPairs(0, 0, 0);
        for (int i = 0; i < PAIRS && !cancel.requested(); i++) {
            UniversalCheckpointShape shape = shapes.get(i % shapes.size());
            Model model = shape.model();
            Rules rules = shape.rules();
            Map<String, double[]> dense = new HashMap<>();
            for (Parameter parameter : model.parameters()) {
                dense.put(
                        parameter.name(),
                        IntStream.range(0, parameter.size())
                                .mapToDouble(_ -> random.uniform())
                                .toArray());
            }
            Layout source = layout(random);
            Layout target = layout(random);
            boolean right = survives(model, rules, rules, dense, source, target);
            boolean naive = survives(model, rules, shape.naiveRules(), dense, source, target);
            all = new UniversalCheckpointPairs(all.right + (right ? 1 : 0), all.naive + (naive ? 1 : 0), i + 1);
        }
        return all;
    }

    private static Layout layout(Stream random) {
        int expert = 1 + random.below(2);
        return new Layout(
                1 + random.below(4), 1 + random.below(4), expert * (1 + random.below(2)), expert, random.below(4));
    }

    /// Ranks cut by the true rules, as they compute; the converter reads and writes by its own.
    private static boolean survives(
            Model model, Rules own, Rules rules, Map<String, double[]> dense, Layout source, Layout target) {
        try {
            Map<String, double[]> atoms = converted(model, own, rules, dense, source);
            Map<String, double[]> again = converted(model, rules, own, atoms, target);
            return same(atoms, dense) && same(again, dense);
        } catch (BadInput | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static Map<String, double[]> converted(
            Model model, Rules cut, Rules read, Map<String, double[]> tensors, Layout layout) {
        Sharding writer = new Sharding(model, cut, layout);
        Sharding reader = cut.equals(read) ? writer : new Sharding(model, read, layout);
        List<double[]> buffers = IntStream.range(0, layout.ranks())
                .mapToObj(rank -> writer.buffer(rank, tensors::get))
                .toList();
        Map<String, double[]> united = new HashMap<>();
        for (Parameter parameter : model.parameters()) {
            united.put(
                    parameter.name(),
                    reader.unite(
                            parameter,
                            shard -> Arrays.copyOfRange(
                                    buffers.get(shard.rank()), shard.offset(), shard.offset() + shard.length())));
        }
        return united;
    }

    private static boolean same(Map<String, double[]> one, Map<String, double[]> other) {
        return other.keySet().stream().allMatch(name -> Arrays.equals(one.get(name), other.get(name)));
    }
}
