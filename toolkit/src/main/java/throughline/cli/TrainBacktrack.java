package throughline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import throughline.learning.Torch;
import throughline.notebook.Notebook;
import throughline.papers.reasoning.BacktrackStudy;
import throughline.papers.reasoning.BacktrackTask;
import throughline.spec.Cancel;

/// The trainings of the paper on backtracking, for [Train].
final class TrainBacktrack {
    static final String NAME = "backtrack";
    static final String SMALL = "small";
    private static final long SEED = 1;

    private TrainBacktrack() {}

    /// Trains all models of a size into a folder.
    ///
    /// @return an exit code of [Lab]
    static int run(String size, Path folder, PrintWriter print) {
        print.println(Torch.description());
        print.flush();
        BacktrackStudy study = new BacktrackStudy(BacktrackTask.of(size), SEED);
        if (!study.run(folder, Cancel.onInterrupt(), Notebook.progress("training " + NAME))) {
            print.printf("interrupted; what is done stays in %s%n", folder.toAbsolutePath());
            print.println("give the same command again to go on");
            return Lab.FAILED;
        }
        print.printf("results.csv in %s%n", folder.toAbsolutePath());
        return Lab.DONE;
    }
}
