package throughline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import throughline.learning.Torch;
import throughline.notebook.Notebook;
import throughline.papers.tokens.TokenGrid;
import throughline.papers.tokens.TokenResults;
import throughline.spec.Cancel;

/// The training of token transformers, for [Train].
final class TrainTokens {
    static final String NAME = "fab-tokens";

    private TrainTokens() {}

    /// Trains a grid into a folder, and prints what it came to.
    ///
    /// @return an exit code of [Lab]
    static int run(TokenGrid grid, Path folder, PrintWriter print) {
        print.println(Torch.description());
        print.flush();
        TokenResults results = grid.run(folder, Cancel.onInterrupt(), Notebook.progress("training " + NAME));
        results.text().forEach(print::println);
        if (!results.complete()) {
            print.printf("interrupted; what is done stays in %s%n", folder.toAbsolutePath());
            print.println("give the same command again to go on");
            return Lab.FAILED;
        }
        print.printf("losses.csv, seconds.csv and prediction.csv in %s%n", folder.toAbsolutePath());
        return Lab.DONE;
    }
}
