package throughline.cluster.rollout;

import java.util.ArrayList;
import java.util.List;
import throughline.devs.Component;
import throughline.devs.Coupled;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The event model of a post-training job: a source of prompts, instances that generate, a queue of
/// micro-batches, groups that score and train, and the way of new weights back to the instances.
///
/// ```java
/// RolloutRun run = Rollout.run(RolloutSpec.TYPICAL.in(Mode.STREAMING), 1);
/// run.samplesPerSecond();
/// run.pools();        // a Tablesaw table: busy and idle time of each pool
/// ```
public final class Rollout extends Coupled {
    private final PromptSource source;
    private final MicroBatches queue;
    private final Log log = new Log();

    /// The model, to be put together with others or observed.
    ///
    /// @param streams of the run; only the lengths of responses are random
    public Rollout(RolloutSpec spec, Streams streams) {
        super("rollout");
        source = add(new PromptSource(spec, streams));
        queue = add(new MicroBatches(spec));
        Push push = add(new Push(Tick.NANOSECOND.seconds(spec.pushSeconds())));
        couple(queue.updated, push.updated);
        for (int i = 0; i < spec.instances(); i++) {
            Instance instance = add(new Instance(spec, i, log));
            couple(source.assignments.get(i), instance.assignments);
            couple(instance.reports, source.reports);
            couple(instance.finished, queue.finished);
            couple(push.arrived, instance.weights);
        }
        for (Pool pool : List.of(Pool.REFERENCE, Pool.TRAINING)) {
            for (int group = 0; group < spec.groups(); group++) {
                Worker worker = add(new Worker(pool, group, log));
                couple(queue.jobs, worker.jobs);
                couple(worker.done, queue.done);
            }
        }
    }

    /// Runs a job to its end, or until the process is interrupted.
    ///
    /// @param seed of the lengths of responses, which are the same in all modes
    public static RolloutRun run(RolloutSpec spec, long seed) {
        return run(spec, seed, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs a job to its end.
    ///
    /// @param cancel   once requested, the run holds the updates made so far; it may have none
    /// @param progress told the updates made, once at the end
    public static RolloutRun run(RolloutSpec spec, long seed, Cancel cancel, Progress progress) {
        Rollout model = new Rollout(spec, new Streams(seed));
        Simulation simulation = new Simulation(model);
        simulation.run(Component.NEVER, () -> false, cancel, Progress.NONE);
        progress.report(model.queue.updates().size(), spec.iterations());
        return model.soFar(spec);
    }

    /// What has come of it, of whole iterations.
    RolloutRun soFar(RolloutSpec spec) {
        List<Sample> trained = new ArrayList<>(source.drawn());
        int updates = queue.updates().size();
        trained.removeIf(sample -> sample.trained == 0 || sample.trainedAt >= updates);
        return new RolloutRun(spec, queue.updates(), trained, log.pieces());
    }
}
