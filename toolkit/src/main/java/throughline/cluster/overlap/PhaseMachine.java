package throughline.cluster.overlap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import throughline.devs.Component;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Phases that overlap: tasks that start when others have ended and share what serves them, as a Parallel DEVS model
/// in ticks of a nanosecond.
///
/// ```java
/// var machine = new PhaseMachine();
/// var device = Resource.shared("device", 1);
/// var card = Resource.shared("card", 25e9);
/// var forward = machine.task("device", "forward", device, 0.4);
/// var copy = machine.task("card", "copy", card, 20e9);
/// machine.task("device", "update", device, 0.1, forward, copy);
/// show(machine.run().idle("device"));                                       // 0.4 s
/// show(Figure.from(machine.run().table()).by("task").gantt("lane", "from [s]", "to [s]"));
/// ```
///
/// A task can only name tasks that were added before it, so there are no circles. Every time is rounded to a tick
/// when it comes about: a chain of tasks is off by at most half a tick for each.
public final class PhaseMachine {
    static final Tick TICK = Tick.NANOSECOND;

    private final List<Task> tasks = new ArrayList<>();

    /// Adds a task that starts as soon as others have ended.
    ///
    /// @param amount in the unit of the resource, 0 or more
    /// @param after  tasks of this machine; null stands for none
    /// @throws BadInput when the amount is negative or not finite
    public Task task(String lane, String name, Resource resource, double amount, Task... after) {
        return task(lane, name, resource, amount, 0, after);
    }

    /// As [#task(String, String, Resource, double, Task...)], and not before a time.
    ///
    /// @param earliest seconds from the start, 0 or more
    public Task task(String lane, String name, Resource resource, double amount, double earliest, Task... after) {
        if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY && earliest >= 0)) {
            throw new BadInput(
                    "task %s of %s: amount [%s] and earliest start [%s s] must be 0 or more, and finite",
                    name, lane, amount, earliest);
        }
        List<Task> before = Arrays.stream(after).filter(Objects::nonNull).toList();
        for (Task one : before) {
            if (one.index() >= tasks.size() || tasks.get(one.index()) != one) {
                throw new BadInput("task %s of %s follows [%s], which is of another machine", name, lane, one);
            }
        }
        Task task = new Task(tasks.size(), lane, name, resource, amount, earliest, before);
        tasks.add(task);
        return task;
    }

    /// The tasks, in the order in which they were added.
    public List<Task> tasks() {
        return List.copyOf(tasks);
    }

    /// Runs all tasks, until interrupted.
    public PhaseRun run() {
        return run(Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs all tasks. When `cancel` is requested the run holds those that have ended.
    public PhaseRun run(Cancel cancel, Progress progress) {
        PhaseModel model = new PhaseModel(List.copyOf(tasks));
        new Simulation(model).run(Component.NEVER, () -> false, cancel, progress);
        return new PhaseRun(model.pieces());
    }
}
