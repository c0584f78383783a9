package throughline.benchmarks;

import java.util.Map;
import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.data.Trace;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A year of Mini-Fab at 84 lots a week with maintenance and breakdowns, recorded every 15 minutes: without and with
/// people, transport, finite buffers and the test wafer rule.
public final class MiniFabBench implements Bench {
    @Override
    public String name() {
        return "minifab";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        measure("year", MiniFabSpec.KEMPF, figures);
        measure("year, whole specification", MiniFabSpec.WHOLE, figures);
    }

    private void measure(String name, MiniFabSpec spec, Consumer<Figure> figures) {
        MiniFabSpec year = spec.with("lots", "4368").with("horizon", "52 week");
        int[] rows = new int[1];
        double seconds = Bench.best(3, 5, () -> year, each -> {
            Map<String, Trace> tables = MiniFab.run(each, 1, Cancel.NEVER, Progress.NONE);
            rows[0] = tables.get("series").rows();
        });
        String how = "best of 5 after 3 warm-ups, in memory, %d rows, one thread".formatted(rows[0]);
        figures.accept(new Figure(name(), name, seconds, "s", how));
    }
}
