package throughline.devs;

import java.util.ArrayList;
import java.util.List;

/// The DEVStone benchmark models (Glinsky and Wainer, 2005) without busy work: what is left to measure, and to count,
/// is the simulator. Every level but the innermost wraps the next one and `width - 1` atomic models or more; the
/// innermost holds one atomic model. All delays are zero.
public final class DevStone extends Coupled {
    /// How the atomic models of a level are coupled.
    public enum Shape {
        /// Each atomic model is fed by the level's input.
        LI,
        /// As LI, and each feeds the next.
        HI,
        /// As HI, with a second input that feeds the atomic models, and their outputs leading out.
        HO,
        /// Layers of atomic models that feed each other and the level inside: bags of many values.
        HOMOD
    }

    /// What happened to the atomic models of a level and all within it.
    ///
    /// @param atomics  atomic models
    /// @param internal internal transitions; a confluent one counts here and under external
    /// @param external external transitions
    /// @param events   values received
    public record Counts(long atomics, long internal, long external, long events) {
        Counts plus(Counts other) {
            return new Counts(
                    atomics + other.atomics,
                    internal + other.internal,
                    external + other.external,
                    events + other.events);
        }
    }

    private static final class Cell extends Atomic {
        final In<Integer> in = in("in", Integer.class);
        final Out<Integer> out = out("out", Integer.class);
        private long internal;
        private long external;
        private long events;
        private boolean active;

        Cell(String name) {
            super(name);
        }

        @Override
        protected long timeAdvance() {
            return active ? 0 : NEVER;
        }

        @Override
        protected void output() {
            out.send(0);
        }

        @Override
        protected void internalTransition() {
            internal++;
            active = false;
        }

        @Override
        protected void externalTransition(long elapsed) {
            external++;
            events += in.size();
            active = true;
        }
    }

    private final In<Integer> in = in("in", Integer.class);
    private final In<Integer> aux = in("inAux", Integer.class);
    private final Out<Integer> out = out("out", Integer.class);
    private final Out<Integer> outAux = out("outAux", Integer.class);

    /// The model of that shape.
    ///
    /// @param width 2 or more
    /// @param depth 1 or more
    public DevStone(Shape shape, int width, int depth) {
        this("level" + depth, shape, width, depth);
    }

    private DevStone(String name, Shape shape, int width, int depth) {
        super(name);
        if (width < 2 || depth < 1) {
            throw new ModelException(
                    "DEVStone %dx%d: width must be at least 2 and depth at least 1".formatted(width, depth));
        }
        if (depth == 1) {
            Cell cell = add(new Cell("cell"));
            couple(in, cell.in);
            couple(cell.out, out);
            return;
        }
        DevStone inner = add(new DevStone("level" + (depth - 1), shape, width, depth - 1));
        couple(in, inner.in);
        couple(inner.out, out);
        switch (shape) {
            case LI -> cells("cell", width - 1).forEach(cell -> couple(in, cell.in));
            case HI -> chain(width, in);
            case HO -> {
                couple(in, inner.aux);
                chain(width, aux).forEach(cell -> couple(cell.out, outAux));
            }
            case HOMOD -> layers(width, inner);
        }
    }

    private List<Cell> cells(String prefix, int count) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            cells.add(add(new Cell(prefix + i)));
        }
        return cells;
    }

    private List<Cell> chain(int width, In<Integer> feed) {
        List<Cell> cells = cells("cell", width - 1);
        for (int i = 0; i < cells.size(); i++) {
            couple(feed, cells.get(i).in);
            if (i > 0) {
                couple(cells.get(i - 1).out, cells.get(i).in);
            }
        }
        return cells;
    }

    private void layers(int width, DevStone inner) {
        List<Cell> first = cells("layer1-", width - 1);
        for (Cell cell : first) {
            couple(aux, cell.in);
            couple(cell.out, inner.aux);
        }
        List<Cell> above = cells("layer2-", width - 1);
        couple(aux, above.getFirst().in);
        for (Cell cell : above) {
            first.forEach(target -> couple(cell.out, target.in));
        }
        for (int layer = 3; layer <= width; layer++) {
            List<Cell> cells = cells("layer" + layer + "-", width + 1 - layer);
            couple(aux, cells.getFirst().in);
            for (int i = 0; i < cells.size(); i++) {
                couple(cells.get(i).out, above.get(i + 1).in);
            }
            above = cells;
        }
    }

    /// Schedules one value for each input of this outermost level.
    public void excite(Simulation simulation, long time) {
        simulation.inject(time, in, 0);
        simulation.inject(time, aux, 0);
    }

    /// What has been counted so far.
    public Counts counts() {
        Counts counts = new Counts(0, 0, 0, 0);
        for (Component component : components()) {
            counts = counts.plus(
                    switch (component) {
                        case DevStone level -> level.counts();
                        case Cell cell -> new Counts(1, cell.internal, cell.external, cell.events);
                        default -> throw new AssertionError(component);
                    });
        }
        return counts;
    }
}
