package throughline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.cluster.ClusterRun;
import throughline.data.Dataset;
import throughline.data.Recipe;
import throughline.data.Sweep;
import throughline.fab.MiniFab;
import throughline.notebook.Notebook;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// `lab generate`: simulates a model over a grid of parameters and seeds and writes the dataset.
@Command(
        name = "generate",
        description = "Simulate a model and write its dataset: Parquet, a card, and the specification that made it.",
        footer = {
            "",
            "SPEC is a model, or the spec.json of a dataset to be made again byte for byte.",
            "A --set with several values, separated by commas, makes a grid:",
            "  lab generate minifab --runs 5 --set lots=60,150 --set repair=none,pm+time",
            "Work that is interrupted goes on where it stopped when the same command is given again."
        })
final class Generate implements Callable<Integer> {
    private static final List<Recipe<?>> MODELS = List.of(MiniFab.recipe(), ClusterRun.recipe());

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "SPEC", description = "Model (minifab) or spec.json.")
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
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the dataset. Default: out/<model>.")
    private Path out;

    @Option(names = "--csv", description = "Write each table as CSV too, into the sub-folder csv.")
    private boolean csv;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Set a parameter; several values, separated by commas, make a grid.")
    private List<String> settings = List.of();

    @Option(names = "--parameters", description = "List the parameters of the model and stop.")
    private boolean parameters;

    @Override
    public Integer call() {
        Path file = Path.of(model);
        if (model.endsWith(".json") || Files.isRegularFile(file)) {
            return again(file);
        }
        Recipe<?> recipe = recipe(model);
        if (parameters) {
            list(recipe);
            return Lab.DONE;
        }
        return write(sweep(recipe));
    }

    private static Recipe<?> recipe(String name) {
        return MODELS.stream()
                .filter(recipe -> recipe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no model [%s]; there are %s",
                        name,
                        String.join(", ", MODELS.stream().map(Recipe::name).toList())));
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
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new BadInput("--set [%s] must be key=value", setting);
            }
            String key = setting.substring(0, equals);
            if (values.put(key, List.of(setting.substring(equals + 1).split(",", -1))) != null) {
                throw new BadInput("--set %s is given twice; several values go into one, separated by commas", key);
            }
        }
        Sweep<S> sweep = recipe.sweep().set(values);
        sweep = runs == null ? sweep : sweep.seeds(runs);
        return seed == null ? sweep : sweep.from(seed);
    }

    private int again(Path file) {
        if (runs != null || seed != null || !settings.isEmpty() || parameters) {
            throw new BadInput(
                    "a spec.json says everything; --runs, --seed, --set and --parameters go with a model's name");
        }
        JsonNode tree;
        try {
            tree = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new BadInput(
                    "specification [%s] cannot be read: %s",
                    file, e.getMessage().lines().findFirst().orElse(""));
        }
        JsonNode sweep = tree.path("sweep");
        if (!sweep.has("model") || !sweep.path("configurations").isArray()) {
            throw new BadInput(
                    "specification [%s] has no model or no configurations; it must be a dataset's spec.json", file);
        }
        if (!tree.path("version").asText().equals(Dataset.VERSION)) {
            throw new BadInput(
                    "specification [%s] is of version [%s]; this is %s, which may make other bytes from it",
                    file, tree.path("version").asText(), Dataset.VERSION);
        }
        return write(read(recipe(sweep.path("model").asText()), sweep, file));
    }

    private static <S extends Record> Sweep<S> read(Recipe<S> recipe, JsonNode sweep, Path file) {
        List<S> configurations = new ArrayList<>();
        for (JsonNode node : sweep.path("configurations")) {
            Map<String, String> values = new LinkedHashMap<>();
            node.properties().forEach(p -> values.put(p.getKey(), p.getValue().asText()));
            S base = recipe.grid().getFirst();
            if (!values.keySet().equals(throughline.spec.Spec.values(base).keySet())) {
                throw new BadInput("specification [%s] was written by another version: its parameters differ", file);
            }
            configurations.add(throughline.spec.Spec.with(base, values));
        }
        return new Sweep<>(recipe, configurations, (int) whole(file, sweep, "seeds"), whole(file, sweep, "firstSeed"));
    }

    private static long whole(Path file, JsonNode sweep, String field) {
        JsonNode found = sweep.path(field);
        if (!found.isIntegralNumber() || !found.canConvertToLong()) {
            throw new BadInput("specification [%s]: %s [%s] must be a whole number", file, field, found);
        }
        return found.asLong();
    }

    private int write(Sweep<?> sweep) {
        Path folder = out == null ? Path.of("out", sweep.recipe().name()) : out;
        Cancel cancel = Cancel.onInterrupt();
        Dataset dataset = sweep.write(
                folder,
                threads,
                cancel,
                Notebook.progress("simulating " + sweep.recipe().name()));
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
        return Lab.DONE;
    }
}
