package throughline.papers.cluster;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import throughline.learning.replicas.Objective;
import throughline.learning.replicas.ReplicaCurve;
import throughline.learning.replicas.ReplicaTraining;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One training of a grid.
///
/// @param name      of the configuration, without commas
/// @param seed      of all that is drawn
/// @param training  of replicas
/// @param objective opens what is trained
record ReplicaCell(String name, long seed, ReplicaTraining training, Supplier<Objective> objective) {
    /// The training's curve.
    ReplicaCurve run(Cancel cancel) {
        try (Objective opened = objective.get()) {
            return training.run(opened, cancel, Progress.NONE);
        }
    }

    /// The rows of a table, one a point.
    List<String> rows(ReplicaCurve curve) {
        return curve.points().stream()
                .map(point -> String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%.6f,%d,%d",
                        name,
                        seed,
                        point.step(),
                        point.loss(),
                        point.exchanged(),
                        point.within()))
                .toList();
    }

    /// Whether a curve is this training's to the end: to its last round, or to a loss that is not finite.
    boolean whole(ReplicaCurve curve) {
        int round = training.schedule().localSteps();
        ReplicaCurve.Point last = curve.last();
        return last.step() == training.steps() / round * round || !Double.isFinite(last.loss());
    }

    /// How its rows begin.
    String key() {
        return name + "," + seed + ",";
    }
}
