package throughline.benchmarks;

import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.hardware.Cluster;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Planner;
import throughline.training.Transformer;

/// Plans a second of an exhaustive search, on all cores: those whose memory and time were found, or that were found not
/// to fit, one by one. Plans that take too many devices are left out: they are counted in bulk.
public final class PlannerBench implements Bench {
    private static final int COUNTED = 5;

    @Override
    public String name() {
        return "planner";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        Cluster selene = Cluster.named("selene");
        Planner dense = new Planner(Transformer.named("gpt-3-175b"), selene, 512, 1536);
        measure("GPT-3 175B on 512 A100", dense, figures);
        Planner wide = new Planner(Transformer.named("deepseek-v3"), Cluster.named("dgx-h100"), 2048, 1024);
        measure("DeepSeek-V3 on 2048 H100", wide, figures);
    }

    private void measure(String what, Planner planner, Consumer<Figure> figures) {
        long plans = planned(planner.search(Cancel.NEVER, Progress.NONE));
        String how = "%d plans, best of %d after 1 warm-up".formatted(plans, COUNTED);
        double first = Bench.best(1, COUNTED, () -> planner, one -> one.search(Cancel.NEVER, Progress.NONE));
        figures.accept(new Figure(name(), what + ", plans a second", plans / first, "plans/s", how));
        figures.accept(new Figure(name(), what + ", search", first, "s", how));
    }

    private static long planned(Planner.Search search) {
        return search.plans() - search.rejected().getOrDefault(Planner.Reason.DEVICES, 0L);
    }
}
