package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.training.Pipeline;
import throughline.training.PipelinePartition;

/// A model cut into cells that work on micro-batches in turn, as GPipe does it: all forward, then all back. Times are
/// in those of one pass forward of the whole mini-batch through the whole model.
///
/// ```java
/// var cells = GPipeCells.even(8).recomputing(true);
/// show(cells.speed(32)); // 6.56 times that of two cells and one micro-batch
/// ```
///
/// @param shares    of each cell in the work of the model; 1 in all
/// @param send      of a whole mini-batch from a cell to the next; 0 or more
/// @param recompute whether what is forward is computed again on the way back
public record GPipeCells(List<Double> shares, double send, boolean recompute) {
    public GPipeCells {
        shares = List.copyOf(shares);
    }

    /// Cells of one size, which send at once and compute again.
    public static GPipeCells even(int cells) {
        return imbalanced(cells, 1);
    }

    /// Cells of which the last is larger than the others.
    ///
    /// @param imbalance size of the largest over the mean, 1 to the number of cells
    public static GPipeCells imbalanced(int cells, double imbalance) {
        double largest = imbalance / cells;
        return new GPipeCells(
                IntStream.range(0, cells)
                        .mapToObj(i -> i == cells - 1 ? largest : (1 - largest) / (cells - 1))
                        .toList(),
                0,
                true);
    }

    /// Layers of drawn costs, dealt out to cells so that the variance of their costs is the least.
    ///
    /// @param layers at least as many as cells
    /// @param sigma  standard deviation of the logarithm of a layer's cost
    /// @param seed   of the draw
    public static GPipeCells drawn(int cells, int layers, double sigma, long seed) {
        Stream stream = new Streams(seed).named("costs of layers");
        List<Double> costs = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            costs.add(Math.exp(sigma * stream.normal()));
        }
        double all = costs.stream().mapToDouble(Double::doubleValue).sum();
        List<Double> ofCells = PipelinePartition.leastVariance(costs, cells).costs(costs);
        return new GPipeCells(ofCells.stream().map(cost -> cost / all).toList(), 0, true);
    }

    /// These cells with another time to send a mini-batch.
    public GPipeCells sending(double miniBatch) {
        return new GPipeCells(shares, miniBatch, recompute);
    }

    /// These cells, computing again or keeping what they have computed.
    public GPipeCells recomputing(boolean again) {
        return new GPipeCells(shares, send, again);
    }

    /// How they work on a mini-batch.
    ///
    /// @param microBatches of the mini-batch, 1 or more
    public Pipeline pipeline(int microBatches) {
        double again = recompute ? 1 : 0;
        List<Pipeline.Stage> stages = shares.stream()
                .map(share -> Pipeline.Stage.of(
                        share / microBatches,
                        (1 + again) * share / microBatches,
                        share / microBatches,
                        send / microBatches))
                .toList();
        return Pipeline.of(Pipeline.Order.GPIPE, stages, microBatches);
    }

    /// Mini-batches a time, over those of two cells with one micro-batch that do not send and compute again.
    ///
    /// @param microBatches of a mini-batch
    public double speed(int microBatches) {
        return 4 / pipeline(microBatches).run().seconds();
    }

    /// Activations that a cell keeps, in those of one layer for one sample: inputs of the cell for all samples, and its
    /// layers for one micro-batch; without recomputing its layers for all samples.
    ///
    /// @param layers  of the model
    /// @param samples of a mini-batch
    public double activations(int layers, int samples, int microBatches) {
        double ofCell = (double) layers / shares.size();
        return recompute ? samples + ofCell * samples / microBatches : ofCell * samples;
    }
}
