package throughline.devs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the formalism demands of a model and no compiler sees. An author gives a model, what arrives at it and, where
/// there is one, an input it takes no notice of:
/// ```java
/// ModelLaws.of(() -> new Server("server", 3))
///         .arrives(5, "in", "a", "b")
///         .ignores("in", "noise")
///         .until(100)
///         .check();
/// ```
/// Checked are, over some dozen runs, all from fixed seeds:
/// - the run obeys the simulator: no negative time advance, nothing sent outside the output function, time goes on;
/// - a model built anew runs alike: it draws from its own streams and shares nothing;
/// - the order of simultaneous arrivals, of components and of couplings does not matter;
/// - the output function and the time advance change nothing, however often they are asked;
/// - what the model ignores does not move what it does: it honours the time elapsed.
///
/// Values that one model sends through one port in one cycle keep their order; to permute those, test their receiver
/// alone.
public final class ModelLaws {
    private static final int TRIALS = 20;
    private static final int SPLITS = 10;

    private record Arrival(long time, String port, Object value) {}

    private final Supplier<? extends Component> model;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Arrival> ignored = new ArrayList<>();
    private Function<Object, String> text = String::valueOf;
    private Function<? super Atomic, ?> state = atomic -> null;
    private long horizon = 1_000;

    private ModelLaws(Supplier<? extends Component> model) {
        this.model = model;
    }

    /// The laws for a model.
    ///
    /// @param model builds it anew, each time alike
    public static ModelLaws of(Supplier<? extends Component> model) {
        return new ModelLaws(model);
    }

    /// Lets values arrive at the outermost model, in one bag.
    public ModelLaws arrives(long time, String port, Object... values) {
        for (Object value : values) {
            arrivals.add(new Arrival(time, port, value));
        }
        return this;
    }

    /// Names a value that changes nothing about what the model sends, at whatever time it arrives.
    public ModelLaws ignores(String port, Object value) {
        ignored.add(new Arrival(0, port, value));
        return this;
    }

    /// Says what of a value counts, where its `toString` does not.
    public ModelLaws text(Function<Object, String> text) {
        this.text = text;
        return this;
    }

    /// Says what of an atomic model's state an output function could spoil without being found out by what is sent:
    /// anything with an `equals`.
    public ModelLaws state(Function<? super Atomic, ?> state) {
        this.state = state;
        return this;
    }

    /// Sets how long the model runs; 1,000 ticks by default.
    public ModelLaws until(long ticks) {
        if (ticks < 0 || ticks == Component.NEVER) {
            throw new ModelException(
                    "a run until tick [%d] cannot be checked: it must end, and not before 0".formatted(ticks));
        }
        horizon = ticks;
        return this;
    }

    /// Checks all laws.
    ///
    /// @throws ModelException with a line for each law that is broken: which, and where it first showed
    public void check() {
        List<String> breaches = breaches();
        if (!breaches.isEmpty()) {
            throw new ModelException("%s breaks %d %s:\n- %s"
                    .formatted(
                            model.get(),
                            breaches.size(),
                            breaches.size() == 1 ? "law" : "laws",
                            String.join("\n- ", breaches)));
        }
    }

    /// A line for each law that is broken; empty for a sound model. A model that cannot be run, or does not run alike
    /// twice, breaks just that one.
    public List<String> breaches() {
        Trial first;
        List<String> plain;
        try {
            first = new Trial();
            plain = first.run();
        } catch (ModelException e) {
            return List.of("it obeys the simulator: " + e.getMessage());
        }
        List<String> breaches = new ArrayList<>();
        compare("built anew, it runs alike", plain, 1, i -> new Trial(), breaches);
        if (breaches.isEmpty()) {
            compare(
                    "asking for output or time advance changes nothing",
                    plain,
                    1,
                    i -> new Trial().probing(),
                    breaches);
            compare(
                    "the order of simultaneous values, components and couplings does not matter",
                    plain,
                    TRIALS,
                    i -> new Trial().shuffled(new SplittableRandom(i)),
                    breaches);
            for (Arrival arrival : ignored) {
                compare(
                        "what arrives and is ignored (%s: %s) moves nothing".formatted(arrival.port(), arrival.value()),
                        plain,
                        TRIALS,
                        i -> new Trial().split(arrival, first.instants, new SplittableRandom(i)),
                        breaches);
            }
        }
        return breaches;
    }

    private static void compare(
            String law, List<String> plain, int trials, Function<Integer, Trial> trial, List<String> breaches) {
        for (int i = 0; i < trials; i++) {
            try {
                List<String> other = trial.apply(i).run();
                if (!other.equals(plain)) {
                    breaches.add("%s: %s".formatted(law, difference(plain, other)));
                    return;
                }
            } catch (ModelException e) {
                breaches.add("%s: %s".formatted(law, e.getMessage()));
                return;
            }
        }
    }

    private static String difference(List<String> plain, List<String> other) {
        int i = 0;
        while (i < Math.min(plain.size(), other.size()) && plain.get(i).equals(other.get(i))) {
            i++;
        }
        return "%s became %s"
                .formatted(
                        i < plain.size() ? plain.get(i) : "nothing more",
                        i < other.size() ? other.get(i) : "nothing more");
    }

    /// One run, and what it sent: a line for each cycle and port, bags sorted.
    private final class Trial {
        private final Component subject = model.get();
        private final List<Arrival> inputs = new ArrayList<>(arrivals);
        private final List<String> trajectory = new ArrayList<>();
        private final List<Long> instants = new ArrayList<>();
        private final Map<String, List<String>> sent = new TreeMap<>();
        private final Map<Atomic, Long> due = new HashMap<>();
        private boolean probes;

        Trial probing() {
            probes = true;
            return this;
        }

        Trial shuffled(RandomGenerator random) {
            Collections.shuffle(inputs, random);
            if (subject instanceof Coupled coupled) {
                coupled.shuffle(random);
            }
            return this;
        }

        /// Between the events of another run as well as at the very instants of them.
        Trial split(Arrival arrival, List<Long> instants, RandomGenerator random) {
            for (int i = 0; i < SPLITS; i++) {
                boolean between = i % 2 == 0 || instants.isEmpty();
                long time = between ? random.nextLong(horizon + 1) : instants.get(random.nextInt(instants.size()));
                inputs.add(new Arrival(time, arrival.port(), arrival.value()));
            }
            return this;
        }

        List<String> run() {
            Simulation simulation = new Simulation(subject);
            inputs.forEach(input -> inject(simulation, input));
            simulation.observe((time, from, value) -> {
                if (from instanceof Out<?>) {
                    sent.computeIfAbsent(from.toString(), port -> new ArrayList<>())
                            .add(text.apply(value));
                }
            });
            if (probes) {
                simulation.atomics().forEach(atomic -> due.put(atomic, due(0, atomic)));
                simulation.observe((time, atomic, kind, elapsed) -> due.put(atomic, due(time, atomic)));
            }
            for (long next = simulation.nextTime(); next <= horizon; next = simulation.nextTime()) {
                if (probes) {
                    probe(simulation, next);
                }
                instants.add(next);
                simulation.step();
                close(next);
            }
            return trajectory;
        }

        @SuppressWarnings("unchecked")
        private void inject(Simulation simulation, Arrival arrival) {
            if (!(subject.port(arrival.port()) instanceof In<?> in)) {
                throw new ModelException("%s takes no input at its output [%s]".formatted(subject, arrival.port()));
            }
            simulation.inject(arrival.time(), (In<Object>) in, arrival.value());
        }

        private static long due(long time, Atomic atomic) {
            long advance = atomic.timeAdvance();
            return advance == Component.NEVER ? Component.NEVER : time + advance;
        }

        /// Asks every imminent model for its output once more than it would be asked, and lets nobody hear it.
        private void probe(Simulation simulation, long next) {
            for (Atomic atomic : simulation.atomics()) {
                if (due.get(atomic) == next) {
                    Object before = state.apply(atomic);
                    atomic.host = new Deaf(next);
                    atomic.output();
                    atomic.host = simulation;
                    Object after = state.apply(atomic);
                    if (!Objects.equals(before, after)) {
                        throw new ModelException("%s at tick %d: the output function took the state from %s to %s"
                                .formatted(atomic, next, before, after));
                    }
                }
            }
        }

        private void close(long time) {
            sent.forEach((port, values) -> {
                Collections.sort(values);
                trajectory.add("%s %s at tick %d".formatted(port, values, time));
            });
            sent.clear();
        }
    }

    private record Deaf(long now) implements Atomic.Host {
        @Override
        public void emit(Out<?> port, Object value) {}
    }
}
