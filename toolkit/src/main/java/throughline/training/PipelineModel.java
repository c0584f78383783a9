package throughline.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import throughline.devs.Coupled;
import throughline.training.Pipeline.Work;

/// A pipeline as a Parallel DEVS model: one component a stage, in a ring, as the pieces of a stage follow on those of
/// the last one.
final class PipelineModel extends Coupled {
    private final List<PipelineStage> stages = new ArrayList<>();

    PipelineModel(Pipeline pipeline) {
        super("pipeline");
        for (int i = 0; i < pipeline.stages().size(); i++) {
            stages.add(add(new PipelineStage(pipeline, i)));
        }
        for (int i = 0; i < stages.size(); i++) {
            PipelineStage next = stages.get((i + 1) % stages.size());
            if (next != stages.get(i)) {
                couple(stages.get(i).activations, next.arriving);
                couple(next.gradients, stages.get(i).arriving);
            }
        }
    }

    /// What was done, in the order of its start, then of the stages.
    List<Work> work() {
        return stages.stream()
                .flatMap(stage -> stage.done().stream())
                .sorted(Comparator.comparingLong(Work::from).thenComparingInt(Work::stage))
                .toList();
    }
}
