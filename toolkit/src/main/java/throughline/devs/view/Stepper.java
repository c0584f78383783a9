package throughline.devs.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.devs.Phased;
import throughline.devs.Simulation;

/// Runs a simulation one cycle at a time and tells what happened in each.
/// ```java
/// var stepper = new Stepper(new Simulation(model));
/// stepper.step().ifPresent(System.out::println);
/// ```
public final class Stepper {
    private final Simulation simulation;
    private final List<Cycle.Message> messages = new ArrayList<>();
    private final List<Cycle.Transition> transitions = new ArrayList<>();

    /// @param simulation at its start or under way; run it through this stepper only
    public Stepper(Simulation simulation) {
        this.simulation = simulation;
        simulation.observe(
                (time, from, value) -> messages.add(new Cycle.Message(from, simulation.receivers(from), value)));
        simulation.observe((time, model, kind, elapsed) -> transitions.add(new Cycle.Transition(
                model,
                kind,
                elapsed,
                model instanceof Phased<?> phased ? phased.phase().toString() : "")));
    }

    /// Runs one cycle.
    ///
    /// @return what happened; empty when nothing is left to happen
    public Optional<Cycle> step() {
        messages.clear();
        transitions.clear();
        return simulation.step() ? Optional.of(new Cycle(simulation.now(), messages, transitions)) : Optional.empty();
    }

    /// Runs some cycles.
    ///
    /// @param count at most so many; fewer when nothing is left to happen
    public List<Cycle> steps(int count) {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Cycle> cycle = step();
            if (cycle.isEmpty()) {
                break;
            }
            cycles.add(cycle.get());
        }
        return cycles;
    }
}
