package throughline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.notebook.Notebook;
import throughline.papers.fab.DispatchTraining;
import throughline.papers.tokens.TokenGrid;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// `lab train`: trains what a paper trains, in full, or a grid of models, and writes it to a folder.
@Command(
        name = "train",
        description =
                "Train the policy of a paper, or transformers of many sizes, and write what comes of it to a folder.",
        footer = {
            "",
            "PAPER is ISBJSSP: dispatching in a job shop with blocking, swaps and shut-downs;",
            "or fab-tokens: a table of losses of token transformers, for a scaling law of our own;",
            "or co2, hetloco: losses of replicas that exchange little, which the ledger reads.",
            "  lab train ISBJSSP --set reward=makespan --out out/shop",
            "  lab train fab-tokens --out out/fab-tokens",
            "  lab train fab-tokens --full        models of up to 50 million parameters, for a GPU",
            "or backtrack: small transformers that search puzzles or answer at once, of a --size.",
            "  lab train hetloco --out out/hetloco",
            "  lab train backtrack --size small --out out/backtrack",
            "Training that is interrupted goes on where it stopped when the same command is given again."
        })
final class Train implements Callable<Integer> {
    private static final String SHOP = "ISBJSSP";

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "PAPER", description = "What is trained: ISBJSSP, fab-tokens, co2, hetloco or backtrack.")
    private String paper;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the training. Default: out/<paper>.")
    private Path out;

    @Option(names = "--set", paramLabel = "key=value", description = "Change a setting of the training.")
    private List<String> settings = List.of();

    @Option(names = "--parameters", description = "List the settings and stop.")
    private boolean parameters;

    @Option(names = "--full", description = "With fab-tokens: the grid for a GPU, which takes a CPU weeks.")
    private boolean full;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "With backtrack: small, some minutes on two cores; or 3m, 17m, 38m, 144m, for a GPU.")
    private String size;

    @Override
    public Integer call() {
        if (paper.equalsIgnoreCase(TrainBacktrack.NAME)) {
            return backtrack();
        }
        if (size != null) {
            throw new BadInput("--size goes with %s; [%s] has no sizes", TrainBacktrack.NAME, paper);
        }
        if (paper.equalsIgnoreCase(TrainTokens.NAME)) {
            return tokens();
        }
        if (TrainReplicas.trains(paper)) {
            return replicas();
        }
        if (!paper.equalsIgnoreCase(SHOP)) {
            throw new BadInput(
                    "paper [%s] trains nothing here; there are %s, %s, %s, %s",
                    paper, SHOP, TrainTokens.NAME, String.join(", ", TrainReplicas.names()), TrainBacktrack.NAME);
        }
        if (full) {
            throw new BadInput("--full goes with %s; [%s] has no larger training", TrainTokens.NAME, paper);
        }
        DispatchTraining training = training();
        PrintWriter print = command.commandLine().getOut();
        if (parameters) {
            list(training, print);
            return Lab.DONE;
        }
        Path folder = out == null ? Path.of("out", SHOP) : out;
        if (!training.run(folder, Cancel.onInterrupt(), Notebook.progress("training " + SHOP))) {
            print.printf("interrupted; what is done stays in %s%n", folder.toAbsolutePath());
            print.println("give the same command again to go on");
            return Lab.FAILED;
        }
        print.printf("policy.gz and curve.csv in %s%n", folder.toAbsolutePath());
        return Lab.DONE;
    }

    private int tokens() {
        if (!settings.isEmpty()) {
            throw new BadInput("--set %s: %s has no settings but --full", settings, TrainTokens.NAME);
        }
        TokenGrid grid = full ? TokenGrid.FULL : TokenGrid.STANDARD;
        PrintWriter print = command.commandLine().getOut();
        if (parameters) {
            print.println(grid);
            return Lab.DONE;
        }
        Path folder = out == null ? Path.of("out", full ? "fab-tokens-full" : TrainTokens.NAME) : out;
        return TrainTokens.run(grid, folder, print);
    }

    private int backtrack() {
        if (!settings.isEmpty() || full || parameters) {
            throw new BadInput("[%s] has no settings but --size, and nothing to list", paper);
        }
        String chosen = size == null ? TrainBacktrack.SMALL : size;
        Path folder = out == null ? Path.of("out", TrainBacktrack.NAME + "-" + chosen) : out;
        return TrainBacktrack.run(chosen, folder, command.commandLine().getOut());
    }

    private int replicas() {
        if (!settings.isEmpty() || full || parameters) {
            throw new BadInput("[%s] has no settings, and nothing larger or to list", paper);
        }
        Path folder = out == null ? Path.of("out", paper.toLowerCase(Locale.ROOT)) : out;
        return TrainReplicas.run(paper, folder, command.commandLine().getOut());
    }

    private DispatchTraining training() {
        DispatchTraining training = DispatchTraining.STANDARD;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new BadInput("--set [%s] must be key=value", setting);
            }
            training = training.with(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return training;
    }

    private static void list(DispatchTraining training, PrintWriter print) {
        Map<String, Object> values = throughline.spec.Spec.values(training);
        for (var entry : throughline.spec.Spec.describe(DispatchTraining.class)) {
            print.printf("%-10s %-10s %s (%s)%n", entry.key(), values.get(entry.key()), entry.about(), entry.allowed());
        }
    }
}
