package throughline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.notebook.Notebook;
import throughline.parallel.checkpoint.AtomicCheckpoint;
import throughline.parallel.checkpoint.Contents;
import throughline.parallel.checkpoint.DistributedCheckpoint;
import throughline.parallel.checkpoint.Layout;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Precision;
import throughline.parallel.checkpoint.Sharding;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// `lab checkpoint`: what a checkpoint holds, and the same for ranks in another layout.
@Command(
        name = "checkpoint",
        description = "Say what a checkpoint of a training on many ranks holds, or cut it for other ranks.",
        subcommands = {CheckpointCommand.Show.class, CheckpointCommand.Convert.class})
final class CheckpointCommand {
    /// `lab checkpoint show FOLDER`.
    @Command(name = "show", description = "Print the parameters of a checkpoint, and what each rank has.")
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FOLDER", description = "With a checkpoint of ranks, or of whole tensors.")
        private Path folder;

        /// Prints.
        ///
        /// @throws BadInput when there is no checkpoint, or a file of it is missing or damaged
        @Override
        public Integer call() {
            PrintWriter print = spec.commandLine().getOut();
            if (DistributedCheckpoint.isAt(folder)) {
                DistributedCheckpoint ranks = DistributedCheckpoint.open(folder);
                print.printf(
                        "%d ranks, %s%n", ranks.layout().ranks(), ranks.layout().text());
                print(ranks.contents(), print);
                for (int rank = 0; rank < ranks.layout().ranks(); rank++) {
                    Sharding sharding = ranks.sharding();
                    print.printf(
                            "rank %d: %d numbers a state, of %d parameters%n",
                            rank, sharding.size(rank), sharding.shards(rank).size());
                }
            } else {
                print.println("whole tensors");
                print(AtomicCheckpoint.open(folder).contents(), print);
            }
            print.flush();
            return Lab.DONE;
        }

        private static void print(Contents contents, PrintWriter print) {
            print.printf(
                    "step %d, %d parameters, %s in %s, %d bytes%n",
                    contents.step(),
                    contents.model().size(),
                    contents.states(),
                    contents.precision(),
                    contents.bytes());
            for (Parameter parameter : contents.model().parameters()) {
                print.printf(
                        "%-40s %-16s %s%n",
                        parameter.name(), parameter.shape(), contents.rules().pattern(parameter));
            }
        }
    }

    /// `lab checkpoint convert FOLDER --to LAYOUT --out FOLDER`.
    @Command(name = "convert", description = "Cut a checkpoint for ranks in another layout.")
    static final class Convert implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FOLDER", description = "With a checkpoint of ranks, or of whole tensors.")
        private Path folder;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "LAYOUT",
                description = "Such as tp=2,pp=2,dp=1,ep=1,zero=1; what is left out is 1, zero is 0.")
        private String to;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "OUT",
                description = "Folder for the ranks' files (ranks), and for whole tensors (atoms) if FOLDER has none.")
        private Path out;

        @Option(
                names = "--workers",
                paramLabel = "N",
                defaultValue = "2",
                description = "Threads; a tensor is held by each. ${DEFAULT-VALUE} if not given.")
        private int workers;

        @Option(
                names = "--cast",
                paramLabel = "PRECISION",
                description =
                        "Of the ranks' numbers, rounded to nearest: bfloat16, float16, float or double. As they are if not"
                                + " given.")
        private String cast;

        /// Converts.
        ///
        /// @throws BadInput when the layout or a file cannot be used, or OUT holds a checkpoint already
        @Override
        public Integer call() {
            Layout layout = Layout.parse(to);
            Precision precision = precision();
            if (workers < 1 || workers > 32) {
                throw new BadInput("--workers [%d] must be 1 to 32", workers);
            }
            Cancel cancel = Cancel.onInterrupt();
            AtomicCheckpoint atoms = atoms(layout, cancel);
            DistributedCheckpoint.cut(
                    out.resolve("ranks"),
                    precision == null ? atoms.contents() : atoms.contents().in(precision),
                    layout,
                    precision == null ? atoms : atoms.in(precision),
                    workers,
                    cancel,
                    Notebook.progress("cutting"));
            PrintWriter print = spec.commandLine().getOut();
            print.printf("%d ranks, %s, in %s%n", layout.ranks(), layout.text(), out.resolve("ranks"));
            print.flush();
            return Lab.DONE;
        }

        private Precision precision() {
            if (cast == null) {
                return null;
            }
            List<String> words = List.of("bfloat16", "float16", "float", "double");
            if (!words.contains(cast)) {
                throw new BadInput("--cast [%s] must be one of %s", cast, String.join(", ", words));
            }
            return Precision.valueOf(cast.toUpperCase(Locale.ROOT));
        }

        /// Whole tensors, of a model that the layout suits: that is seen before they are put together.
        private AtomicCheckpoint atoms(Layout layout, Cancel cancel) {
            if (!DistributedCheckpoint.isAt(folder)) {
                AtomicCheckpoint atoms = AtomicCheckpoint.open(folder);
                requireFits(atoms.contents(), layout);
                return atoms;
            }
            DistributedCheckpoint ranks = DistributedCheckpoint.open(folder);
            requireFits(ranks.contents(), layout);
            return AtomicCheckpoint.unite(
                    ranks, out.resolve("atoms"), workers, cancel, Notebook.progress("putting together"));
        }

        private static void requireFits(Contents contents, Layout layout) {
            new Sharding(contents.model(), contents.rules(), layout);
        }
    }
}
