package throughline.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import throughline.spec.BadInput;

/// How consecutive layers are dealt out to the stages of a pipeline.
///
/// ```java
/// var layers = List.of(4.0, 1.0, 1.0, 1.0, 3.0, 2.0);
/// show(PipelinePartition.leastVariance(layers, 3).costs(layers)); // [4.0, 3.0, 5.0]
/// show(PipelinePartition.bySpeed(30, List.of(197.0, 160.0)).layers()); // [16, 14]
/// ```
///
/// @param layers of each stage
public record PipelinePartition(List<Integer> layers) {
    public PipelinePartition {
        layers = List.copyOf(layers);
    }

    /// The stages whose costs differ least, in the sense of their variance (Huang et al. 2019).
    ///
    /// @param costs  of the layers, in any unit, 0 or more
    /// @param stages 1 or more, at most as many as layers
    /// @throws BadInput when a cost or the stages are out of these ranges
    public static PipelinePartition leastVariance(List<Double> costs, int stages) {
        return best(costs, stages, cost -> cost * cost, Double::sum);
    }

    /// The stages whose slowest is the fastest.
    ///
    /// @param costs  of the layers, in any unit, 0 or more
    /// @param stages 1 or more, at most as many as layers
    /// @throws BadInput when a cost or the stages are out of these ranges
    public static PipelinePartition leastSlowest(List<Double> costs, int stages) {
        return best(costs, stages, DoubleUnaryOperator.identity(), Math::max);
    }

    /// Looks at every place where the last stage may begin, for every number of layers and stages before it.
    private static PipelinePartition best(
            List<Double> costs, int stages, DoubleUnaryOperator ofStage, DoubleBinaryOperator together) {
        int n = costs.size();
        check(n, stages);
        for (double cost : costs) {
            if (!(cost >= 0 && cost < Double.POSITIVE_INFINITY)) {
                throw new BadInput(
                        "partition: costs %s of layers must be 0 or more and finite; one is [%s]", costs, cost);
            }
        }
        double[] before = new double[n + 1];
        for (int i = 0; i < n; i++) {
            before[i + 1] = before[i] + costs.get(i);
        }
        double[][] least = new double[stages + 1][n + 1];
        int[][] begins = new int[stages + 1][n + 1];
        for (double[] row : least) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        least[0][0] = 0;
        for (int stage = 1; stage <= stages; stage++) {
            for (int end = stage; end <= n; end++) {
                for (int begin = stage - 1; begin < end; begin++) {
                    double all = together.applyAsDouble(
                            least[stage - 1][begin], ofStage.applyAsDouble(before[end] - before[begin]));
                    if (all < least[stage][end]) {
                        least[stage][end] = all;
                        begins[stage][end] = begin;
                    }
                }
            }
        }
        List<Integer> layers = new ArrayList<>();
        for (int stage = stages, end = n; stage > 0; end = begins[stage--][end]) {
            layers.add(end - begins[stage][end]);
        }
        Collections.reverse(layers);
        return new PipelinePartition(layers);
    }

    /// As many layers as a stage is fast: each but the last gets its share rounded down, the last what is left, so the
    /// slowest stage should stand there (Yang et al. 2023).
    ///
    /// @param layers in all
    /// @param speeds of the stages, in any unit, positive
    /// @throws BadInput when a speed is not positive and finite, or a stage would get no layer
    public static PipelinePartition bySpeed(int layers, List<Double> speeds) {
        check(layers, speeds.size());
        for (double speed : speeds) {
            if (!(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
                throw new BadInput("partition: speeds %s must be positive and finite; one is [%s]", speeds, speed);
            }
        }
        double all = speeds.stream().mapToDouble(Double::doubleValue).sum();
        List<Integer> dealt = new ArrayList<>();
        int left = layers;
        for (double speed : speeds.subList(0, speeds.size() - 1)) {
            int share = (int) (layers * speed / all);
            dealt.add(share);
            left -= share;
        }
        dealt.add(left);
        if (dealt.contains(0)) {
            throw new BadInput(
                    "partition: %d layers by speeds %s are %s, but each stage must have at least 1",
                    layers, speeds, dealt);
        }
        return new PipelinePartition(dealt);
    }

    private static void check(int layers, int stages) {
        if (stages < 1 || stages > layers) {
            throw new BadInput("partition: stages [%d] must be at least 1 and at most the layers [%d]", stages, layers);
        }
    }

    /// The cost of each stage.
    ///
    /// @param ofLayers as many as the stages have layers
    /// @throws BadInput when there are more or fewer
    public List<Double> costs(List<Double> ofLayers) {
        int all = layers.stream().mapToInt(Integer::intValue).sum();
        if (ofLayers.size() != all) {
            throw new BadInput("partition: costs of [%d] layers; the stages have %d", ofLayers.size(), all);
        }
        List<Double> costs = new ArrayList<>();
        int from = 0;
        for (int count : layers) {
            costs.add(ofLayers.subList(from, from + count).stream()
                    .mapToDouble(Double::doubleValue)
                    .sum());
            from += count;
        }
        return costs;
    }
}
