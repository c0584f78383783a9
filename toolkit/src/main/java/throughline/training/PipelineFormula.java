package throughline.training;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import throughline.hardware.Cost;
import throughline.training.Pipeline.Order;
import throughline.training.Pipeline.Stage;

/// The time of a pipeline by formulas: see [Pipeline#closedForm].
final class PipelineFormula {
    private final List<Stage> stages;
    private final int pieces;
    private final Order order;
    private final double size;
    private final double mean;

    PipelineFormula(Pipeline pipeline) {
        stages = pipeline.stages();
        pieces = pipeline.pieces();
        order = pipeline.order();
        size = pipeline.sizes().stream().mapToDouble(Double::doubleValue).sum();
        mean = size / pipeline.microBatches();
    }

    Cost cost() {
        return switch (order) {
            case GPIPE -> allForwardThenBack();
            case ONE_F_ONE_B -> paced("(f + b) / v of each other stage", stage -> stage.all() / pieces);
            case ZERO_BUBBLE ->
                paced("(f + b - w) of each other stage", stage -> stage.forward() + stage.inputs() - stage.weights());
        };
    }

    /// The slowest stage is never idle but for one micro-batch in each of the others.
    private Cost paced(String formula, ToDoubleFunction<Stage> bubble) {
        Stage slowest = slowest(Stage::all);
        double others = stages.stream().mapToDouble(bubble).sum() - bubble.applyAsDouble(slowest);
        return Cost.sum(
                "pipeline",
                derived("micro-batches", size * slowest.all(), "m (f + b) of the slowest stage"),
                derived("bubble", mean * others, formula));
    }

    /// Two flow shops, one after the other.
    private Cost allForwardThenBack() {
        ToDoubleFunction<Stage> back = stage -> stage.inputs() + stage.weights();
        double slowest = slowest(Stage::forward).forward() + back.applyAsDouble(slowest(back));
        double once = stages.stream().mapToDouble(Stage::all).sum();
        double sent = stages.stream()
                .limit(stages.size() - 1L)
                .mapToDouble(Stage::send)
                .sum();
        return Cost.sum(
                "pipeline",
                derived("micro-batches", size * slowest, "m (f of the slowest stage + b of the slowest)"),
                derived("bubble", mean * (once - slowest), "f + b of all stages, less those of the slowest"),
                derived("sending", 2 * mean * sent, "there and back once"));
    }

    private Stage slowest(ToDoubleFunction<Stage> seconds) {
        return stages.stream().max(Comparator.comparingDouble(seconds)).orElseThrow();
    }

    private static Cost derived(String name, double seconds, String formula) {
        return Cost.of(name, seconds, "s", formula, "", Cost.Basis.DERIVED);
    }
}
