package throughline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import throughline.learning.Torch;
import throughline.notebook.Notebook;
import throughline.papers.cluster.Co2Training;
import throughline.papers.cluster.HetLoCoTraining;
import throughline.papers.cluster.ReplicaGrid;
import throughline.papers.cluster.ReplicaTable;
import throughline.spec.Cancel;

/// The trainings of replicas that exchange little, for [Train].
final class TrainReplicas {
    private static final Map<String, ReplicaGrid> GRIDS =
            Map.of("co2", Co2Training.GRID, "hetloco", HetLoCoTraining.GRID);

    private TrainReplicas() {}

    /// What can be trained.
    static SortedSet<String> names() {
        return new TreeSet<>(GRIDS.keySet());
    }

    static boolean trains(String paper) {
        return GRIDS.containsKey(paper.toLowerCase(Locale.ROOT));
    }

    /// Trains a grid into a folder, and prints what each configuration came to.
    ///
    /// @return an exit code of [Lab]
    static int run(String paper, Path folder, PrintWriter print) {
        print.println(Torch.description());
        print.flush();
        ReplicaGrid grid = GRIDS.get(paper.toLowerCase(Locale.ROOT));
        Cancel cancel = Cancel.onInterrupt();
        ReplicaTable table = grid.run(folder, cancel, Notebook.progress("training " + paper));
        table.meanLosses().forEach((name, loss) -> print.printf(Locale.ROOT, "%-40s %.4f%n", name, loss));
        if (cancel.requested()) {
            print.printf("interrupted; what is done stays in %s%n", folder.toAbsolutePath());
            print.println("give the same command again to go on");
            return Lab.FAILED;
        }
        print.printf("losses.csv in %s%n", folder.toAbsolutePath());
        return Lab.DONE;
    }
}
