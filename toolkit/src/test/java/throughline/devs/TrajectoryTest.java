package throughline.devs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Flat, hierarchical and permuted runs of random models have the same trajectories.
class TrajectoryTest {
    private static final long HORIZON = 60;

    /// An atomic model whose whole future hangs on everything it has seen, but not on the order within a bag.
    static final class Mixer extends Atomic {
        final In<Long> left = in("left", Long.class);
        final In<Long> right = in("right", Long.class);
        final Out<Long> done = out("done", Long.class);
        final Out<Long> other = out("other", Long.class);
        final List<String> log = new ArrayList<>();
        private long hash;
        private long sigma;
        private boolean rested;

        Mixer(String name, long seed) {
            super(name);
            hash = mix(seed, 1);
            sigma = Math.floorMod(hash, 7);
        }

        private static long mix(long a, long b) {
            long z = (a ^ (b * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
            return z ^ (z >>> 29);
        }

        @Override
        protected long timeAdvance() {
            return sigma;
        }

        @Override
        protected void output() {
            done.send(hash);
            if (hash % 3 == 0) {
                other.send(hash + 1);
                other.send(hash + 2);
            }
        }

        @Override
        protected void internalTransition() {
            hash = mix(hash, 2);
            next();
            log.add("t=%d int %x".formatted(now(), hash));
        }

        @Override
        protected void externalTransition(long elapsed) {
            long bag = 0;
            for (long value : left) {
                bag += mix(value, 3);
            }
            for (long value : right) {
                bag += mix(value, 4);
            }
            hash = mix(hash + bag, elapsed);
            if (sigma != NEVER && hash % 2 == 0) {
                sigma -= elapsed;
            } else {
                next();
            }
            log.add("t=%d ext e=%d n=%d+%d %x".formatted(now(), elapsed, left.size(), right.size(), hash));
        }

        /// Zero delays never follow each other without a rest, so that time goes on.
        private void next() {
            long draw = Math.floorMod(hash, 9);
            sigma = draw == 8 ? NEVER : rested ? draw : draw + 1;
            rested = sigma > 0;
        }
    }

    /// A random tree: the same seed gives the same model; a permutation seed shuffles the order of components and
    /// couplings, which must not matter.
    static final class RandomModel extends Coupled {
        final List<Mixer> mixers = new ArrayList<>();
        final In<Long> in = in("in", Long.class);
        final Out<Long> out = out("out", Long.class);

        RandomModel(String name, Random shape, Random permutation, int depth) {
            super(name);
            List<Component> parts = new ArrayList<>();
            for (int i = 0; i < 2 + shape.nextInt(3); i++) {
                if (depth > 0 && shape.nextInt(2) == 0) {
                    RandomModel inner = new RandomModel("c" + i, shape, permutation, depth - 1);
                    parts.add(inner);
                    mixers.addAll(inner.mixers);
                } else {
                    Mixer mixer = new Mixer("a" + i, shape.nextLong());
                    parts.add(mixer);
                    mixers.add(mixer);
                }
            }
            List<Runnable> couplings = new ArrayList<>();
            for (Component a : parts) {
                if (shape.nextInt(2) == 0) {
                    couplings.add(() -> couple(in, input(a, true)));
                }
                if (shape.nextInt(2) == 0) {
                    couplings.add(() -> couple(output(a, true), out));
                }
                for (Component b : parts) {
                    boolean left = shape.nextBoolean();
                    boolean done = shape.nextBoolean();
                    if (a != b && shape.nextInt(3) > 0) {
                        couplings.add(() -> couple(output(a, done), input(b, left)));
                    }
                }
            }
            if (permutation != null) {
                Collections.shuffle(parts, permutation);
                Collections.shuffle(couplings, permutation);
            }
            parts.forEach(this::add);
            couplings.forEach(Runnable::run);
        }

        private static In<Long> input(Component component, boolean left) {
            return switch (component) {
                case Mixer mixer -> left ? mixer.left : mixer.right;
                case RandomModel model -> model.in;
                default -> throw new AssertionError(component);
            };
        }

        private static Out<Long> output(Component component, boolean done) {
            return switch (component) {
                case Mixer mixer -> done ? mixer.done : mixer.other;
                case RandomModel model -> model.out;
                default -> throw new AssertionError(component);
            };
        }

        Map<String, List<String>> trajectories() {
            Map<String, List<String>> byPath = new TreeMap<>();
            mixers.forEach(mixer -> byPath.put(mixer.path(), mixer.log));
            return byPath;
        }
    }

    private static RandomModel model(long seed, Random permutation) {
        return new RandomModel("root", new Random(seed), permutation, 3);
    }

    private record Input(long time, long value) {}

    /// What comes from outside: few values or many, several at one instant now and then.
    private static List<Input> inputs(long seed) {
        Random random = new Random(~seed);
        List<Input> inputs = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            inputs.add(new Input(random.nextLong(HORIZON + 1), random.nextLong()));
        }
        return inputs;
    }

    private static Map<String, List<String>> flat(RandomModel model, long seed) {
        Simulation simulation = new Simulation(model);
        inputs(seed).forEach(input -> simulation.inject(input.time(), model.in, input.value()));
        simulation.runUntil(HORIZON);
        return model.trajectories();
    }

    @Property(tries = 150)
    void flatIsHierarchical(@ForAll long seed) {
        RandomModel model = model(seed, null);
        ReferenceSimulator reference = new ReferenceSimulator(model);
        inputs(seed).forEach(input -> reference.inject(input.time(), model.in, input.value()));
        reference.runUntil(HORIZON);
        assertThat(flat(model(seed, null), seed)).isEqualTo(model.trajectories());
    }

    @Property(tries = 150)
    void theOrderOfComponentsAndCouplingsDoesNotMatter(@ForAll long seed, @ForAll long permutation) {
        assertThat(flat(model(seed, new Random(permutation)), seed)).isEqualTo(flat(model(seed, null), seed));
    }

    @Property(tries = 50)
    void flatteningAnewAtEveryCycleChangesNothing(@ForAll long seed) {
        RandomModel changed = model(seed, null);
        Simulation simulation = new Simulation(changed);
        inputs(seed).forEach(input -> simulation.inject(input.time(), changed.in, input.value()));
        while (simulation.nextTime() <= HORIZON) {
            simulation.change(() -> {});
            simulation.step();
        }
        assertThat(changed.trajectories()).isEqualTo(flat(model(seed, null), seed));
    }

    /// Stopped at every tick, with every kind of observer, and told of inputs only a tick before they come.
    @Property(tries = 50)
    void stoppingAndLookingChangesNothing(@ForAll long seed) {
        RandomModel stopped = model(seed, null);
        Simulation simulation = new Simulation(stopped);
        List<Object> sent = new ArrayList<>();
        List<Object> passed = new ArrayList<>();
        List<Atomic> moved = new ArrayList<>();
        List<Atomic> changed = new ArrayList<>();
        simulation.observe((MessageObserver) (time, origin, value) -> sent.add(value));
        simulation.observe((TransitionObserver) (time, atomic, kind, elapsed) -> moved.add(atomic));
        simulation.observe(stopped.in, (time, value) -> passed.add(value));
        for (Mixer mixer : stopped.mixers) {
            simulation.observe(mixer.done, (time, value) -> passed.add(value));
            simulation.observe(mixer.other, (time, value) -> passed.add(value));
            simulation.observe(mixer, (time, atomic) -> changed.add(atomic));
        }
        assertThat(changed).isEqualTo(stopped.mixers);
        changed.clear();
        for (long t = 0; t <= HORIZON; t++) {
            for (Input input : inputs(seed)) {
                if (input.time() == t) {
                    simulation.inject(t, stopped.in, input.value());
                }
            }
            assertThat(simulation.runUntil(t)).isEqualTo(Simulation.End.REACHED);
        }
        assertThat(stopped.trajectories()).isEqualTo(flat(model(seed, null), seed));
        assertThat(changed).isEqualTo(moved).hasSize((int) simulation.transitions());
        assertThat(passed).isEqualTo(sent).containsAll(values(inputs(seed)));
    }

    private static List<Object> values(List<Input> inputs) {
        return inputs.stream().map(input -> (Object) input.value()).toList();
    }
}
