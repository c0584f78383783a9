package throughline.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import throughline.cli.Bench;
import throughline.devs.DevStone;
import throughline.devs.DevStone.Shape;
import throughline.devs.Simulation;

/// Bytes that the simulator allocates for an event, as JMH's gc profiler counts them in a JVM of its own. One operation
/// is a whole wave through a DEVStone model, or a stretch of time of generators and processors; the few hundred bytes
/// that it costs to inject a value and to start a run are shared by its events.
public final class DevStoneAllocBench implements Bench {
    /// A model at work, wave after wave.
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public static class Waves {
        private static final long STRETCH = 10_000;

        /// Which model.
        @Param({"LI", "HI", "HO", "HOmod", "periodic"})
        public String model;

        private Simulation simulation;
        private DevStone stone;
        private LongSupplier events;

        /// Builds the model.
        @Setup(Level.Trial)
        public void build() {
            switch (model) {
                case "periodic" -> {
                    PeriodicNet net = new PeriodicNet(500);
                    simulation = new Simulation(net);
                    events = net::events;
                }
                case "HOmod" -> build(new DevStone(Shape.HOMOD, 12, 12));
                default -> build(new DevStone(Shape.valueOf(model), 50, 50));
            }
        }

        private void build(DevStone built) {
            stone = built;
            simulation = new Simulation(built);
            events = () -> built.counts().events();
        }

        /// One wave.
        @Benchmark
        public Simulation.End wave() {
            long until = simulation.now() + STRETCH;
            if (stone != null) {
                stone.excite(simulation, until);
            }
            return simulation.runUntil(until);
        }

        /// Events of one wave, once the first has brought the periodic models out of step.
        long eventsPerWave() {
            build();
            wave();
            long before = events.getAsLong();
            wave();
            return events.getAsLong() - before;
        }
    }

    @Override
    public String name() {
        return "devstone-alloc";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        var options = new OptionsBuilder()
                .include(Waves.class.getName().replace('$', '.') + ".wave")
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            new Runner(options).run().forEach(result -> figures.accept(figure(result)));
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH could not measure: " + e.getMessage(), e);
        }
    }

    private Figure figure(RunResult result) {
        Waves waves = new Waves();
        waves.model = result.getParams().getParam("model");
        long events = waves.eventsPerWave();
        double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        return new Figure(
                name(),
                waves.model,
                bytes / events,
                "B/event",
                "%.0f B in a wave of %d events".formatted(bytes, events));
    }
}
