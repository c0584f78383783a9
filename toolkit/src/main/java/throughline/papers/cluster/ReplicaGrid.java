package throughline.papers.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import throughline.data.WholeFile;
import throughline.learning.replicas.ReplicaCurve;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// Many trainings of replicas, whose curves are kept in one table.
///
/// ```java
/// ReplicaTable table = HetLoCoTraining.GRID.run(Path.of("out/hetloco"), Cancel.onInterrupt(), Progress.NONE);
/// ```
///
/// The file `losses.csv` is whole at any moment. What it has is not trained again: an interrupted grid goes on, and
/// ends with the file of one that was not, as rows stand in the order of the grid.
public final class ReplicaGrid {
    private final List<ReplicaCell> cells;

    ReplicaGrid(List<ReplicaCell> cells) {
        this.cells = List.copyOf(cells);
    }

    /// How many trainings there are.
    public int size() {
        return cells.size();
    }

    List<ReplicaCell> cells() {
        return cells;
    }

    /// Trains what a folder does not hold yet, on all processors.
    ///
    /// @param progress in trainings, from several threads
    /// @return what is done; incomplete when cancelled
    /// @throws BadInput before anything is trained, when the folder cannot be written, or its table cannot be read
    ///                  or has other trainings than these
    public ReplicaTable run(Path folder, Cancel cancel, Progress progress) {
        Path file = folder.resolve("losses.csv");
        TreeMap<Integer, List<String>> done = done(folder, file);
        AtomicInteger finished = new AtomicInteger(done.size());
        Workers.all(IntStream.range(0, cells.size())
                .filter(c -> !done.containsKey(c))
                .mapToObj(c -> (Supplier<Void>) () -> {
                    ReplicaCurve curve =
                            cancel.requested() ? null : cells.get(c).run(cancel);
                    if (!cancel.requested()) {
                        keep(file, done, c, cells.get(c).rows(curve));
                        progress.report(finished.incrementAndGet(), cells.size());
                    }
                    return null;
                })
                .toList());
        return ReplicaTable.parse(text(done), file.toString());
    }

    private TreeMap<Integer, List<String>> done(Path folder, Path file) {
        List<String> lines = lines(folder, file);
        ReplicaTable table = ReplicaTable.parse(String.join("\n", lines), file.toString());
        TreeMap<Integer, List<String>> done = new TreeMap<>();
        int strangers = lines.size() - 1;
        for (int c = 0; c < cells.size(); c++) {
            ReplicaCell cell = cells.get(c);
            List<String> rows =
                    lines.stream().filter(line -> line.startsWith(cell.key())).toList();
            strangers -= rows.size();
            if (!rows.isEmpty() && cell.whole(table.of(cell.name()).get(cell.seed()))) {
                done.put(c, rows);
            }
        }
        if (strangers > 0) {
            throw new BadInput(
                    "%s has [%d] rows of other trainings than these %d; give another folder",
                    file, strangers, cells.size());
        }
        return done;
    }

    private static List<String> lines(Path folder, Path file) {
        try {
            Files.createDirectories(folder);
            return Files.exists(file) ? Files.readAllLines(file) : List.of(ReplicaTable.HEADINGS);
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be read or written (%s)", folder, e.getMessage());
        }
    }

    private static void keep(Path file, TreeMap<Integer, List<String>> done, int cell, List<String> rows) {
        synchronized (done) {
            done.put(cell, rows);
            WholeFile.write(file, text(done).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(TreeMap<Integer, List<String>> done) {
        return ReplicaTable.HEADINGS
                + "\n"
                + done.values().stream()
                        .flatMap(List::stream)
                        .map(row -> row + "\n")
                        .collect(Collectors.joining());
    }
}
