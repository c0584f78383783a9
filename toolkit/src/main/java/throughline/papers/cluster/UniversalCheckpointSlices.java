package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Shard;
import throughline.parallel.checkpoint.Sharding;
import throughline.parallel.checkpoint.Sharding.Slice;
import throughline.training.ranks.Matrix;

/// What the ranks of tensor parallelism compute with, gathered from the shards of all replicas, and the gradients of
/// it. Experts that were dealt out lie below one another.
final class UniversalCheckpointSlices {
    private final Sharding sharding;
    /// By parameter, then stage, then rank.
    private final Map<String, SequencedMap<Integer, List<double[]>>> weights = new LinkedHashMap<>();

    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final Map<String, List<double[]>> gradients = new LinkedHashMap<>();

    UniversalCheckpointSlices(Sharding sharding, Function<Shard, double[]> extract) {
        this.sharding = sharding;
        for (Parameter parameter : sharding.model().parameters()) {
            SequencedMap<Integer, List<double[]>> stages = new LinkedHashMap<>();
            for (Slice slice : copies(parameter)) {
                List<double[]> ranks = stages.computeIfAbsent(stage(slice), _ -> new ArrayList<>());
                double[] part = slice.gather(extract);
                if (slice.tensor() < ranks.size()) {
                    ranks.set(slice.tensor(), joined(ranks.get(slice.tensor()), part));
                } else {
                    ranks.add(part);
                }
            }
            weights.put(parameter.name(), stages);
            columns.put(
                    parameter.name(),
                    sharding.slices(parameter).getFirst().region().shape().getLast());
            gradients.put(
                    parameter.name(),
                    stages.values().iterator().next().stream()
                            .map(part -> new double[part.length])
                            .toList());
        }
    }

    /// Of copies that replicas have, one.
    private List<Slice> copies(Parameter parameter) {
        Map<List<Integer>, Slice> copies = new LinkedHashMap<>();
        for (Slice slice : sharding.slices(parameter)) {
            copies.putIfAbsent(List.of(stage(slice), slice.tensor(), slice.expert()), slice);
        }
        return List.copyOf(copies.values());
    }

    private int stage(Slice slice) {
        return sharding.layout().place(slice.shards().getFirst().rank()).pipeline();
    }

    private static double[] joined(double[] above, double[] below) {
        double[] all = Arrays.copyOf(above, above.length + below.length);
        System.arraycopy(below, 0, all, above.length, below.length);
        return all;
    }

    /// Ranks of tensor parallelism.
    int ranks() {
        return sharding.layout().tensor();
    }

    /// What a rank has of a parameter, in the first stage that has it.
    Matrix first(String parameter, int rank) {
        return matrix(parameter, weights.get(parameter).firstEntry().getValue().get(rank));
    }

    /// What a rank has of a parameter, in the last stage that has it.
    Matrix last(String parameter, int rank) {
        return matrix(parameter, weights.get(parameter).lastEntry().getValue().get(rank));
    }

    /// Columns are the last dimension, of which ranks may have some only.
    private Matrix matrix(String name, double[] part) {
        return Matrix.of(part.length / columns.get(name), columns.get(name), part);
    }

    /// Adds to the gradient of a part of what a rank has.
    ///
    /// @param row    first
    /// @param column first
    void add(String parameter, int rank, int row, int column, Matrix gradient) {
        double[] sum = gradients.get(parameter).get(rank);
        int width = columns.get(parameter);
        for (int i = 0; i < gradient.rows(); i++) {
            for (int j = 0; j < gradient.columns(); j++) {
                sum[(row + i) * width + column + j] += gradient.at(i, j);
            }
        }
    }

    /// Adds to the gradient of what all ranks have alike.
    void addToAll(String parameter, Matrix gradient) {
        for (int rank = 0; rank < ranks(); rank++) {
            add(parameter, rank, 0, 0, gradient);
        }
    }

    /// Adds what another replica found.
    void add(UniversalCheckpointSlices other) {
        gradients.forEach((name, ranks) -> {
            for (int rank = 0; rank < ranks.size(); rank++) {
                double[] sum = ranks.get(rank);
                double[] more = other.gradients.get(name).get(rank);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += more[i];
                }
            }
        });
    }

    /// Deals the gradients out to every shard of every rank.
    void scatter(Update update) {
        for (Parameter parameter : sharding.model().parameters()) {
            for (Slice slice : sharding.slices(parameter)) {
                double[] all = gradients.get(parameter.name()).get(slice.tensor());
                int from = offset(parameter, slice);
                for (Shard shard : slice.shards()) {
                    int start = from + shard.start();
                    update.of(shard, Arrays.copyOfRange(all, start, start + shard.length()));
                }
            }
        }
    }

    /// Where the experts of a slice begin among those of all.
    private int offset(Parameter parameter, Slice slice) {
        int offset = 0;
        for (int expert = 0; expert < slice.expert(); expert++) {
            offset += sharding.region(parameter, slice.tensor(), expert)
                    .orElseThrow()
                    .size();
        }
        return offset;
    }

    /// What is done with the gradient of a shard.
    @FunctionalInterface
    interface Update {
        void of(Shard shard, double[] gradient);
    }
}
