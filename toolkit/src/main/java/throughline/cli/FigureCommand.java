package throughline.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.data.Plot;
import throughline.notebook.Figure;
import throughline.notebook.Notebook;
import throughline.papers.Ledger;
import throughline.papers.Paper;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// `lab figure PAPER`: recomputes a paper's main figure and draws it with the published points on it.
@Command(name = "figure", description = "Draw a paper's main figure, with its published points, as PNG.")
public final class FigureCommand implements Callable<Integer> {
    private final Ledger ledger;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PAPER", description = "Id of the paper, as lab papers lists it.")
    private String paper;

    @Option(names = "--out", paramLabel = "F", description = "File to draw to, .png; out/PAPER.png if not given.")
    private Path out;

    /// The command for the toolkit's own ledger.
    public FigureCommand() {
        this(Ledger.all());
    }

    /// The command for any ledger.
    public FigureCommand(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Recomputes, draws, and says where the figure is.
    ///
    /// @return 0, or 1 if interrupted: then nothing is drawn
    /// @throws BadInput if the paper is unknown, not built or without figure, or the file cannot be written
    @Override
    public Integer call() throws IOException {
        Paper built = ledger.paper(paper);
        Path target = out == null ? Path.of("out", fileName(built.id())) : out;
        String name = target.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".png")) {
            throw new BadInput("--out [%s] is not a figure; its name must end with .png", target);
        }
        try (NewFile file = NewFile.open("--out", target)) {
            Cancel cancel = Cancel.onInterrupt();
            Plot plot = Ledger.figure(built, cancel, Notebook.progress("figure"));
            if (cancel.requested()) {
                spec.commandLine().getErr().println("lab: interrupted; no figure is drawn");
                return 1;
            }
            Figure.of(plot).write(file.draft());
            file.commit();
        }
        spec.commandLine().getOut().println(target);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static String fileName(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "") + ".png";
    }
}
