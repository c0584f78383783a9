package throughline.benchmarks;

import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.hardware.Cluster;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Planner;
import throughline.training.Space;
import throughline.training.Transformer;

/// Plans a second of an exhaustive search, on all cores. Those count whose memory was found, and whose time where they
/// fit; plans that take too many devices or divide nothing do not.
public final class PlannerBench implements Bench {
    private static final int COUNTED = 5;

    @Override
    public String name() {
        return "planner";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        measure("GPT-3 175B on 512 A100", planner("gpt-3-175b", "selene", 512, 1536), figures);
        measure("DeepSeek-V3 on 2048 H100", planner("deepseek-v3", "dgx-h100", 2048, 1024), figures);
    }

    private static Planner planner(String name, String nodes, int devices, int batch) {
        Transformer model = Transformer.named(name);
        Cluster cluster = Cluster.named(nodes);
        return new Planner(model, cluster, devices, batch, Space.withHosts(model, cluster));
    }

    private void measure(String what, Planner planner, Consumer<Figure> figures) {
        long plans = planner.search(Cancel.NEVER, Progress.NONE).looked();
        String how = "%d plans, best of %d after 1 warm-up".formatted(plans, COUNTED);
        double first = Bench.best(1, COUNTED, () -> planner, one -> one.search(Cancel.NEVER, Progress.NONE));
        figures.accept(new Figure(name(), what + ", plans a second", plans / first, "plans/s", how));
        figures.accept(new Figure(name(), what + ", search", first, "s", how));
    }
}
