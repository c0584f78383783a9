package throughline.devs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Generator, processor and observers: confluence, observation, external input, stopping and every named error.
class SimulationTest {
    static final class Generator extends Atomic {
        final Out<Integer> out = out("out", Integer.class);
        private final long period;
        private int made;

        Generator(String name, long period) {
            super(name);
            this.period = period;
        }

        @Override
        protected long timeAdvance() {
            return period;
        }

        @Override
        protected void output() {
            out.send(made);
        }

        @Override
        protected void internalTransition() {
            made++;
        }
    }

    /// The other rule: what arrives at the finishing instant still meets the busy server.
    static final class ExternalFirst extends Processor<Integer> {
        ExternalFirst(String name, long service) {
            super(name, service, Integer.class);
        }

        @Override
        protected void confluentTransition() {
            externalTransition(sigma());
            internalTransition();
        }
    }

    record Gpt(Coupled model, Generator generator, Processor<Integer> processor) {
        static Gpt of(Processor<Integer> processor) {
            Coupled model = new Coupled("gpt");
            Generator generator = model.add(new Generator("generator", 1));
            model.add(processor);
            model.couple(generator.out, processor.in);
            return new Gpt(model, generator, processor);
        }
    }

    private static List<Integer> served(Processor<Integer> processor, long horizon) {
        Gpt gpt = Gpt.of(processor);
        Simulation simulation = new Simulation(gpt.model());
        List<Integer> served = new ArrayList<>();
        simulation.observe(gpt.processor().out, (time, job) -> served.add(job));
        simulation.runUntil(horizon);
        return served;
    }

    @Test
    void internalFirstServesOneJobInThree() {
        assertThat(served(Processor.ofNumbers("processor", 3), 31)).containsExactly(0, 3, 6, 9, 12, 15, 18, 21, 24, 27);
    }

    @Test
    void externalFirstLosesTheArrivalAtTheFinishingInstant() {
        assertThat(served(new ExternalFirst("processor", 3), 41)).containsExactly(0, 4, 8, 12, 16, 20, 24, 28, 32, 36);
    }

    @Test
    void observersSeeStateFromTheStartAndAfterEachTransition() {
        Gpt gpt = Gpt.of(Processor.ofNumbers("processor", 3));
        Simulation simulation = new Simulation(gpt.model());
        List<String> seen = new ArrayList<>();
        simulation.observe(gpt.processor(), (time, processor) -> seen.add(time + " " + processor.phase()));
        simulation.runUntil(4);
        assertThat(seen).containsExactly("0 IDLE", "1 BUSY", "2 BUSY", "3 BUSY", "4 BUSY");
    }

    @Test
    void aStopConditionWaitsForTheEndOfTheInstant() {
        Gpt gpt = Gpt.of(Processor.ofNumbers("processor", 0));
        Simulation simulation = new Simulation(gpt.model());
        List<Integer> out = new ArrayList<>();
        simulation.observe(gpt.processor().out, (time, job) -> out.add(job));
        assertThat(simulation.runWhileNot(() -> simulation.now() == 2)).isEqualTo(Simulation.End.STOPPED);
        assertThat(out).containsExactly(0, 1);
        assertThat(simulation.nextTime()).isEqualTo(3);
    }

    @Test
    void cancelStopsBetweenTwoCyclesAndTheModelRunsOn() {
        Gpt gpt = Gpt.of(Processor.ofNumbers("processor", 3));
        Simulation simulation = new Simulation(gpt.model());
        Cancel cancel = new Cancel();
        simulation.observe(gpt.generator().out, (time, job) -> {
            if (job == 5_000) {
                cancel.cancel();
            }
        });
        assertThat(simulation.runUntil(1_000_000, cancel, Progress.NONE)).isEqualTo(Simulation.End.CANCELLED);
        assertThat(simulation.now()).isBetween(5_000L, 7_000L);
        assertThat(simulation.runUntil(10_000)).isEqualTo(Simulation.End.REACHED);
        assertThat(simulation.now()).isEqualTo(10_000);
    }

    static final class Shell extends Coupled {
        final In<Integer> in = in("in", Integer.class);
        final Out<Integer> out = out("out", Integer.class);
        final Processor<Integer> processor = add(Processor.ofNumbers("processor", 3));

        Shell() {
            super("shell");
            couple(in, processor.in);
            couple("processor.out", "out");
        }
    }

    @Test
    void inputFromOutsideArrivesInOneBagAndMeetsInternalEvents() {
        Shell shell = new Shell();
        Simulation simulation = new Simulation(shell);
        List<String> out = new ArrayList<>();
        simulation.observe(shell.out, (time, job) -> out.add(time + ":" + job));
        simulation.inject(5, shell.in, 50);
        simulation.inject(6, shell.in, 60);
        simulation.inject(8, shell.in, 80);
        assertThat(simulation.nextTime()).isEqualTo(5);
        assertThat(simulation.runUntil(Component.NEVER)).isEqualTo(Simulation.End.PASSIVE);
        assertThat(out).containsExactly("8:50", "11:80");
        assertThatThrownBy(() -> simulation.inject(3, shell.in, 1))
                .hasMessage("input for shell#in at tick 3 comes after tick 11");
        assertThatThrownBy(() -> simulation.inject(20, shell.processor.in, 1))
                .hasMessageContaining("only ports of the outermost model shell");
    }

    @Test
    void couplingErrorsNameThePorts() {
        Coupled model = new Coupled("m");
        Generator a = model.add(new Generator("a", 1));
        Processor<Integer> b = model.add(Processor.ofNumbers("b", 1));
        Generator stranger = new Generator("stranger", 1);
        assertThatThrownBy(() -> model.couple("a.out", "b.entry"))
                .hasMessage("m.b has no port [entry]; it has [in, out]");
        assertThatThrownBy(() -> model.couple("a.out", "c.in")).hasMessage("m has no component [c]; it has [a, b]");
        assertThatThrownBy(() -> model.couple(stranger.out, b.in))
                .hasMessageContaining("m cannot couple stranger#out to m.b#in");
        assertThatThrownBy(() -> model.couple(b.out, b.in)).hasMessageContaining("m.b#out to m.b#in: a self-loop");
        model.couple(a.out, b.in);
        assertThatThrownBy(() -> model.couple(a.out, b.in)).hasMessage("m couples m.a#out to m.b#in twice");
        assertThatThrownBy(() -> model.add(new Generator("a", 1))).hasMessage("m has two components named [a]");
        Coupled texts = new Coupled("texts") {
            {
                in("words", String.class);
            }
        };
        model.add(texts);
        assertThatThrownBy(() -> model.couple("a.out", "texts.words"))
                .hasMessage("m cannot couple m.a#out to m.texts#words: a Integer is not a String");
        assertThatThrownBy(() -> model.couple("b.in", "a.out")).hasMessageContaining("m cannot couple");
    }

    @Test
    void modelsThatLoopWithoutTimePassingAreNamed() {
        Coupled model = new Coupled("loop");
        model.add(new Generator("fast", 0));
        model.add(new Generator("slow", 7));
        Simulation simulation = new Simulation(model).instantLimit(500);
        assertThatThrownBy(() -> simulation.runUntil(10))
                .hasMessage("500 cycles at tick 0 without time passing: loop.fast go on for ever");
    }

    @Test
    void faultsOfAModelNameItAndTheTime() {
        Generator late = new Generator("late", -1);
        assertThatThrownBy(() -> new Simulation(late))
                .hasMessage("late at tick 0: time advance [-1] must not be negative");

        Coupled model = new Coupled("m");
        Generator generator = model.add(new Generator("g", 2));
        Processor<Integer> faulty = model.add(new Processor<>("p", 1, Integer.class) {
            @Override
            protected void externalTransition(long elapsed) {
                throw new IllegalArgumentException("out of tools");
            }
        });
        model.couple(generator.out, faulty.in);
        Simulation simulation = new Simulation(model);
        assertThatThrownBy(() -> simulation.runUntil(10))
                .isInstanceOf(ModelException.class)
                .hasMessage("m.p at tick 2, transition: java.lang.IllegalArgumentException: out of tools");
        assertThatThrownBy(() -> simulation.runUntil(10)).hasMessage("m failed at tick 2; build the model anew");
    }

    @Test
    void onlyTheOutputFunctionSends() {
        Coupled model = new Coupled("m");
        Generator generator = model.add(new Generator("g", 1));
        Processor<Integer> talker = model.add(new Processor<>("p", 1, Integer.class) {
            @Override
            protected void externalTransition(long elapsed) {
                out.send(1);
            }
        });
        model.couple(generator.out, talker.in);
        assertThatThrownBy(() -> new Simulation(model).runUntil(3))
                .hasMessage("m.p#out may send only from its own output function");
    }

    @Test
    void aModelIsSimulatedOnce() {
        Gpt gpt = Gpt.of(Processor.ofNumbers("processor", 3));
        new Simulation(gpt.model());
        assertThatThrownBy(() -> new Simulation(gpt.model())).hasMessageContaining("simulated already");
        assertThatThrownBy(() -> new Simulation(gpt.processor())).hasMessageContaining("simulate the outermost model");
    }
}
