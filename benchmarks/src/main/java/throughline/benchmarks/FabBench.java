package throughline.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.data.TraceFile;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.fab.Fab;
import throughline.fab.FabModel;
import throughline.fab.FabRun;
import throughline.fab.Smt2020;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Two years of SMT2020's high-volume fab, first in, first out: the simulation alone, and with a row for each step of
/// each lot streamed to Parquet. The files are the user's: the variable `THROUGHLINE_EXTERNAL` names the folder with
/// `smt2020-hvlm`.
public final class FabBench implements Bench {
    private static final int DAYS = 730;
    private static final int MONTH = 30;

    @Override
    public String name() {
        return "fab";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        Path folder = folder();
        long before = System.nanoTime();
        Fab fab = Smt2020.read(folder);
        figures.accept(new Figure(
                name(),
                "read the files",
                seconds(before),
                "s",
                folder.getFileName().toString()));
        for (int round = 1; round <= 2; round++) {
            years(fab, round, figures);
        }
        steps(fab, figures);
    }

    private static Path folder() {
        String external = System.getenv("THROUGHLINE_EXTERNAL");
        if (external == null) {
            throw new BadInput("bench fab needs the folder with smt2020-hvlm in the variable THROUGHLINE_EXTERNAL");
        }
        return Path.of(external).resolve("smt2020-hvlm");
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    private void years(Fab fab, int round, Consumer<Figure> figures) {
        long before = System.nanoTime();
        FabModel model = new FabModel(fab, new Streams(1));
        Simulation simulation = new Simulation(model);
        double built = seconds(before);
        before = System.nanoTime();
        simulation.runUntil(Tick.MILLISECOND.days(MONTH));
        double month = seconds(before);
        simulation.runUntil(Tick.MILLISECOND.days(DAYS));
        double all = seconds(before);
        String how =
                String.format(Locale.ROOT, "seed 1, run %d in this process, one thread, built in %.2f s", round, built);
        figures.accept(new Figure(name(), "first month", month, "s", how));
        figures.accept(new Figure(name(), "two years", all, "s", how));
        figures.accept(new Figure(name(), "simulated days", DAYS / all, "1/s", how));
        figures.accept(new Figure(
                name(),
                "events",
                simulation.transitions() / all,
                "1/s",
                String.format(Locale.ROOT, "%,d transitions in all", simulation.transitions())));
    }

    private void steps(Fab fab, Consumer<Figure> figures) {
        Path file = null;
        try {
            file = Files.createTempDirectory("fab").resolve("steps.parquet");
            long before = System.nanoTime();
            FabRun.of(fab, 1, DAYS);
            double plain = seconds(before);
            before = System.nanoTime();
            long rows;
            try (TraceFile trace = new TraceFile(FabRun.steps(), file)) {
                FabRun.of(fab, 1, DAYS, trace.trace(), Cancel.onInterrupt(), Progress.NONE);
                trace.commit();
                rows = trace.rows();
            }
            double traced = seconds(before);
            String what = String.format(Locale.ROOT, "%,d rows, %,d bytes", rows, Files.size(file));
            figures.accept(new Figure(name(), "two years, every step to Parquet", traced, "s", what));
            figures.accept(new Figure(
                    name(), "which is more than without", 100 * (traced / plain - 1), "%", "of a run just before"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null) {
                file.toFile().delete();
                file.getParent().toFile().delete();
            }
        }
    }
}
