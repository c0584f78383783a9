package throughline.devs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.devs.SimulationTest.Generator;

/// Components and couplings that come and go during a run.
class ChangeTest {
    private final Coupled line = new Coupled("line");
    private final Generator generator = line.add(new Generator("generator", 2));
    private final Processor<Integer> first = line.add(Processor.ofNumbers("first", 5));
    private final Processor<Integer> second = Processor.ofNumbers("second", 3);
    private final List<String> sent = new ArrayList<>();
    private final Simulation simulation;

    ChangeTest() {
        line.couple(generator.out, first.in);
        simulation = new Simulation(line);
        simulation.observe((time, from, value) -> {
            if (from != generator.out) {
                sent.add("%d %s %s".formatted(time, from.owner().name(), value));
            }
        });
    }

    private void addSecond() {
        line.add(second);
        line.couple(generator.out, second.in);
    }

    @Test
    void whatIsAddedStartsNowAndTheRestGoesOn() {
        simulation.runUntil(6);
        simulation.change(this::addSecond);
        simulation.runUntil(14);
        assertThat(sent).containsExactly("7 first 0", "11 second 3", "13 first 3");
        assertThat(simulation.atomics()).containsExactly(generator, first, second);
    }

    @Test
    void whatIsRemovedIsOver() {
        simulation.change(this::addSecond);
        simulation.runUntil(5);
        simulation.change(() -> line.remove(first));
        simulation.runUntil(12);
        assertThat(sent).containsExactly("5 second 0", "9 second 2");
        assertThat(line.components()).containsExactly(generator, second);
        assertThatThrownBy(() -> simulation.change(() -> line.add(first))).hasMessageContaining("simulated already");
    }

    @Test
    void aCouplingIsTakenAwayWhileItsEndsStay() {
        simulation.change(() -> line.uncouple(generator.out, first.in));
        simulation.runUntil(20);
        assertThat(sent).isEmpty();
        assertThat(generator.host).isSameAs(first.host);
        assertThatThrownBy(() -> simulation.change(() -> line.uncouple(generator.out, first.in)))
                .hasMessage("line does not couple line.generator#out to line.first#in");
        assertThatThrownBy(() -> simulation.change(() -> line.remove(second))).hasMessage("second is not part of line");
    }

    @Test
    void anObserverChangesTheStructureAtTheEndOfItsCycle() {
        simulation.observe(generator.out, (time, job) -> {
            if (time == 4) {
                simulation.change(this::addSecond);
            }
        });
        simulation.runUntil(10);
        assertThat(sent).containsExactly("7 first 0", "9 second 2");
    }

    @Test
    void observersOfOneModelAndPortKeepSeeing() {
        List<Long> transitions = new ArrayList<>();
        List<Integer> jobs = new ArrayList<>();
        simulation.observe(first, (time, processor) -> transitions.add(time));
        simulation.observe(first.in, (time, job) -> jobs.add(job));
        simulation.change(this::addSecond);
        simulation.runUntil(4);
        simulation.change(() -> line.remove(first));
        simulation.runUntil(8);
        assertThat(transitions).containsExactly(0L, 2L, 4L);
        assertThat(jobs).containsExactly(0, 1);
    }

    @Test
    void aRunningModelIsChangedInNoOtherWay() {
        assertThatThrownBy(this::addSecond).hasMessage("line is being simulated; change it by Simulation.change");
        assertThatThrownBy(() -> line.remove(first)).hasMessageContaining("is being simulated");
        assertThatThrownBy(() -> line.couple(first.out, generator.out)).hasMessageContaining("is being simulated");
    }
}
