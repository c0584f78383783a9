package throughline.benchmarks;

import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.devs.Component;
import throughline.devs.DevStone;
import throughline.devs.DevStone.Shape;
import throughline.devs.Simulation;

/// The simulator on the DEVStone models: simulation only, building and flattening not counted, one thread.
public final class DevStoneBench implements Bench {
    private static final int WARM_UPS = 5;
    private static final int COUNTED = 5;

    private record Case(Shape shape, String label, int width, int depth) {
        String name() {
            return "%s %dx%d".formatted(label, width, depth);
        }
    }

    private static final Case[] CASES = {
        new Case(Shape.HO, "HO", 150, 150),
        new Case(Shape.LI, "LI", 200, 200),
        new Case(Shape.HI, "HI", 200, 200),
        new Case(Shape.HO, "HO", 200, 200),
        new Case(Shape.HOMOD, "HOmod", 20, 20),
    };

    private record Ready(DevStone model, Simulation simulation) {
        static Ready of(Case c) {
            DevStone model = new DevStone(c.shape(), c.width(), c.depth());
            Simulation simulation = new Simulation(model);
            model.excite(simulation, 0);
            return new Ready(model, simulation);
        }
    }

    @Override
    public String name() {
        return "devstone";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        for (Case c : CASES) {
            DevStone[] last = new DevStone[1];
            double seconds = Bench.best(WARM_UPS, COUNTED, () -> Ready.of(c), ready -> {
                ready.simulation().runUntil(Component.NEVER);
                last[0] = ready.model();
            });
            long events = last[0].counts().events();
            String how = "best of %d after %d warm-ups, simulation only, one thread".formatted(COUNTED, WARM_UPS);
            figures.accept(new Figure(name(), c.name(), seconds, "s", how));
            figures.accept(new Figure(name(), c.name(), events / seconds, "events/s", events + " events"));
        }
    }
}
