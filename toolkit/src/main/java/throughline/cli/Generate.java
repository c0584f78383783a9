package throughline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.data.Dataset;
import throughline.data.Failure;
import throughline.data.PartRunner;
import throughline.data.Recipe;
import throughline.data.RecipeSource;
import throughline.data.Sweep;
import throughline.data.SweepFile;
import throughline.notebook.Notebook;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// `lab generate`: simulates a model over a grid of parameters and seeds and writes the dataset.
@Command(
        name = "generate",
        description = "Simulate a model and write its dataset: Parquet, a card, and the specification that made it.",
        footer = {
            "",
            "SPEC is a model, or the spec.json of a dataset to be made again byte for byte.",
            "A --set with several values, separated by commas, makes a grid:",
            "  lab generate minifab --runs 5 --set lots=60,150 --set repair=none,pm+time",
            "Work that is interrupted goes on where it stopped when the same command is given again.",
            "A run that the model cannot make is left out and named; the exit code is then 1."
        })
final class Generate implements Callable<Integer> {
    private static final int MOST_FAILURES = 10;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "SPEC",
            description = "A model (${COMPLETION-CANDIDATES}) or a spec.json.",
            completionCandidates = Models.class)
    private String model;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each configuration, with seeds that follow each other.")
    private Integer runs;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the first run of each configuration.")
    private Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads; the bytes do not depend on it. Default: all cores.")
    private Integer threads;

    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Have the parts made by the Spark cluster of a master:%nspark://HOST:PORT or local[THREADS].")
    private String spark;

    @Option(
            names = "--spark-conf",
            paramLabel = "key=value",
            description = "A setting for Spark, such as spark.executor.memory=4g.")
    private List<String> sparkSettings = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the dataset. Default: out/<model>.")
    private Path out;

    @Option(names = "--csv", description = "Write each table as CSV too, into the sub-folder csv.")
    private boolean csv;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Set a parameter; several values, separated by commas, make a grid.")
    private List<String> settings = List.of();

    @Option(
            names = "--retry",
            description = "Try the runs again that failed before; without it they stay listed as failed.")
    private boolean retry;

    @Option(names = "--parameters", description = "List the parameters of the model and stop.")
    private boolean parameters;

    @Override
    public Integer call() {
        Path file = Path.of(model);
        if (model.endsWith(".json") || Files.isRegularFile(file)) {
            return again(file);
        }
        Recipe<?> recipe = RecipeSource.named(RecipeSource.all(), model);
        if (parameters) {
            list(recipe);
            return Lab.DONE;
        }
        return write(sweep(recipe));
    }

    private void list(Recipe<?> recipe) {
        Record example = recipe.grid().getFirst();
        Map<String, Object> values = throughline.spec.Spec.values(example);
        for (var entry : throughline.spec.Spec.describe(example.getClass())) {
            command.commandLine()
                    .getOut()
                    .printf(
                            "%-16s %-12s %s (%s)%n",
                            entry.key(),
                            values.get(entry.key()) + (entry.unit().isEmpty() ? "" : " " + entry.unit()),
                            entry.about(),
                            entry.allowed());
        }
        command.commandLine()
                .getOut()
                .printf(
                        "%nThese are the values of the first of %d configurations; each runs with %d seeds from 1.%n",
                        recipe.grid().size(), recipe.seeds());
    }

    private <S extends Record> Sweep<S> sweep(Recipe<S> recipe) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        settings("--set", settings).forEach((key, value) -> values.put(key, List.of(value.split(",", -1))));
        Sweep<S> sweep = recipe.sweep().set(values);
        sweep = runs == null ? sweep : sweep.seeds(runs);
        return seed == null ? sweep : sweep.from(seed);
    }

    private static Map<String, String> settings(String option, List<String> settings) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new BadInput("%s [%s] must be key=value", option, setting);
            }
            String key = setting.substring(0, equals);
            if (values.put(key, setting.substring(equals + 1)) != null) {
                throw new BadInput(
                        "%s %s is given twice; several values go into one, separated by commas", option, key);
            }
        }
        return values;
    }

    private int again(Path file) {
        if (runs != null || seed != null || !settings.isEmpty() || parameters) {
            throw new BadInput(
                    "a spec.json says everything; --runs, --seed, --set and --parameters go with a model's name");
        }
        return write(SweepFile.read(file, RecipeSource.all()));
    }

    private int write(Sweep<?> sweep) {
        Path folder = out == null ? Path.of("out", sweep.recipe().name()) : out;
        Cancel cancel = Cancel.onInterrupt();
        Progress progress = Notebook.progress("simulating " + sweep.recipe().name());
        PartRunner runner = runner();
        Dataset dataset =
                retry ? sweep.retry(folder, runner, cancel, progress) : sweep.write(folder, runner, cancel, progress);
        var print = command.commandLine().getOut();
        if (!dataset.complete()) {
            print.printf("interrupted; what is done stays in %s%n", folder.toAbsolutePath());
            print.println("give the same command again to go on");
            return Lab.FAILED;
        }
        for (String table : dataset.tables()) {
            print.printf(
                    "%-8s %s rows%n",
                    table, dataset.sql("SELECT count(*) FROM " + table).get(0, 0));
        }
        if (csv) {
            dataset.csv(folder.resolve("csv"));
        }
        print.printf("dataset of %d runs in %s%n", sweep.runs(), folder.toAbsolutePath());
        return complain(sweep, dataset.failures());
    }

    private PartRunner runner() {
        if (spark == null) {
            if (!sparkSettings.isEmpty()) {
                throw new BadInput("--spark-conf goes with --spark");
            }
            return PartRunner.threads(threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        }
        if (threads != null) {
            throw new BadInput("--threads [%d] and --spark [%s]: give one of them", threads, spark);
        }
        return ServiceLoader.load(Cluster.class)
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "--spark [%s] needs the module distributed, which ./lab generate puts on the class path,"
                                + " and lab.cmd does not",
                        spark))
                .runner(spark, settings("--spark-conf", sparkSettings));
    }

    private int complain(Sweep<?> sweep, List<Failure> failures) {
        if (failures.isEmpty()) {
            return Lab.DONE;
        }
        var print = command.commandLine().getErr();
        print.printf(
                "lab: %d of %d runs failed and left no rows; the same command with --retry tries them again%n",
                failures.size(), sweep.runs());
        failures.stream().limit(MOST_FAILURES).forEach(failure -> print.println("  " + failure));
        if (failures.size() > MOST_FAILURES) {
            print.printf("  and %d more, in the dataset's card.md or manifest.json%n", failures.size() - MOST_FAILURES);
        }
        print.flush();
        return Lab.FAILED;
    }
}
