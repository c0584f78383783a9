package throughline.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Spec;

/// Configurations of a model times seeds. Run `r` is configuration `r / seeds` with seed `firstSeed + r % seeds`:
/// configurations share their seeds, so that they can be compared pair by pair.
///
/// @param <S>            the model's specification
/// @param recipe         the model
/// @param configurations in order, at least one
/// @param seeds          runs of each configuration, at least 1
/// @param firstSeed      seed of the first
public record Sweep<S extends Record>(Recipe<S> recipe, List<S> configurations, int seeds, long firstSeed) {
    /// Consecutive runs whose rows share a Parquet file; the unit of parallel work and of resumption.
    static final int RUNS_A_PART = 8;

    private static final int MOST_RUNS = 10_000_000;

    public Sweep {
        configurations = List.copyOf(configurations);
        if (configurations.isEmpty()) {
            throw new BadInput("a sweep needs at least one configuration");
        }
        if (seeds < 1 || (long) configurations.size() * seeds > MOST_RUNS) {
            throw new BadInput(
                    "[%d] runs of each of %d configurations: at least 1 each, and at most %d in all",
                    seeds, configurations.size(), MOST_RUNS);
        }
        if (firstSeed > Long.MAX_VALUE - seeds) {
            throw new BadInput("first seed [%d] leaves no room for %d seeds", firstSeed, seeds);
        }
    }

    /// This sweep with a parameter set, in each configuration, to each of some values: one value sets it, several span
    /// a grid. Configurations that become equal are swept once.
    ///
    /// @param key    name of the parameter
    /// @param values as text, with units where they help: `set("horizon", "2 week", "4 week")`
    /// @throws BadInput naming the parameters there are, or the values allowed
    public Sweep<S> set(String key, String... values) {
        return set(Map.of(key, List.of(values)));
    }

    /// This sweep with several parameters set at once, to each combination of their values; what they must satisfy
    /// together is checked for each combination, not on the way.
    ///
    /// @param values by name of the parameter; of two combinations, that with the earlier value of a later
    ///               parameter comes first
    /// @throws BadInput as in [#set(String, String...)]
    public Sweep<S> set(Map<String, List<String>> values) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (var entry : values.entrySet()) {
            if (entry.getValue().isEmpty()) {
                throw new BadInput("no values are given for [%s]; one sets it, several span a grid", entry.getKey());
            }
            List<Map<String, String>> longer = new ArrayList<>();
            for (String value : entry.getValue()) {
                for (Map<String, String> combination : combinations) {
                    Map<String, String> next = new LinkedHashMap<>(combination);
                    next.put(entry.getKey(), value.strip());
                    longer.add(next);
                }
            }
            combinations = longer;
        }
        Set<S> grid = new LinkedHashSet<>();
        for (Map<String, String> combination : combinations) {
            configurations.forEach(spec -> grid.add(Spec.with(spec, combination)));
        }
        return new Sweep<>(recipe, List.copyOf(grid), seeds, firstSeed);
    }

    /// This sweep with another number of seeds for each configuration.
    public Sweep<S> seeds(int count) {
        return new Sweep<>(recipe, configurations, count, firstSeed);
    }

    /// This sweep with another first seed.
    public Sweep<S> from(long seed) {
        return new Sweep<>(recipe, configurations, seeds, seed);
    }

    /// Runs in all.
    public int runs() {
        return configurations.size() * seeds;
    }

    S configuration(int run) {
        return configurations.get(run / seeds);
    }

    long seed(int run) {
        return firstSeed + run % seeds;
    }

    /// Which part a run is in.
    static int partOf(int run) {
        return run / RUNS_A_PART;
    }

    int runsOf(int part) {
        return Math.min(runs(), (part + 1) * RUNS_A_PART) - part * RUNS_A_PART;
    }

    int parts() {
        return (runs() + RUNS_A_PART - 1) / RUNS_A_PART;
    }

    /// The specification that, with the same version of the toolkit, makes the same bytes again: canonical JSON.
    public String spec() {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("model", recipe.name());
        tree.put("seeds", seeds);
        tree.put("firstSeed", firstSeed);
        tree.put("configurations", configurations.stream().map(Spec::values).toList());
        return Spec.json(tree);
    }

    /// Eight hexadecimal digits that name these configurations and seeds, for folders that hold one sweep each.
    public String id() {
        return Spec.hash(spec()).substring(0, 8);
    }

    /// Simulates on all cores, until interrupted; see [#write(Path, int, Cancel, Progress)].
    public Dataset write(Path folder) {
        return write(folder, Progress.NONE);
    }

    /// Simulates on all cores, until interrupted, and tells how far it is.
    public Dataset write(Path folder, Progress progress) {
        return write(folder, Runtime.getRuntime().availableProcessors(), Cancel.onInterrupt(), progress);
    }

    /// Simulates every run that the folder does not hold yet and writes the dataset. The bytes are the same for any
    /// number of threads, and whether or not the work was interrupted in between.
    ///
    /// Each thread has one part under way, whose rows go to its files as they are recorded: what is in memory
    /// depends on the threads and the tables ([TraceFile#BUFFERED_ROWS] of each), not on how long the runs are.
    ///
    /// A run whose model throws a `RuntimeException` is left out, and listed in card and manifest; see
    /// [Dataset#failures]. It is not tried again when the work goes on, unless with [#retry].
    ///
    /// @param folder   where to; made when it is missing
    /// @param threads  1 or more
    /// @param cancel   when requested, the parts under way are given up; what is done stays and is found next time
    /// @param progress told the runs done
    /// @return the dataset, which is not complete after a cancel
    /// @throws BadInput when the folder cannot be written, is being written by somebody else, or holds something
    ///     else; what it holds is read through and held against the SHA-256 taken when it was written, and a part
    ///     that is truncated, edited or of another specification is named; when every run failed
    public Dataset write(Path folder, int threads, Cancel cancel, Progress progress) {
        return write(folder, PartRunner.threads(threads), cancel, progress);
    }

    /// Writes the dataset likewise, with parts made by whoever the runner finds.
    public Dataset write(Path folder, PartRunner runner, Cancel cancel, Progress progress) {
        return write(folder, runner, false, cancel, progress, Steps.UNSEEN);
    }

    /// Writes the dataset likewise, and makes the parts again that hold failed runs.
    public Dataset retry(Path folder, PartRunner runner, Cancel cancel, Progress progress) {
        return write(folder, runner, true, cancel, progress, Steps.UNSEEN);
    }

    Dataset write(Path folder, int threads, Cancel cancel, Progress progress, Steps steps) {
        return write(folder, PartRunner.threads(threads), false, cancel, progress, steps);
    }

    private Dataset write(
            Path folder, PartRunner runner, boolean retry, Cancel cancel, Progress progress, Steps steps) {
        // An interrupted thread stops its own sweep, and nothing else that the caller's request reaches.
        Cancel own = Cancel.following(cancel);
        try (UnfinishedDataset dataset = new UnfinishedDataset(folder, this, retry, steps)) {
            Parts parts = new Parts(this, dataset, progress);
            if (!parts.missing().isEmpty()) {
                runner.run(parts, own);
            }
            return dataset.finish();
        }
    }

    /// Makes one part of a dataset that another process is writing, into its folder, which both see. Several
    /// attempts at the same part, one after the other or at once, do no harm: their files differ in nothing, and
    /// each appears whole. A part that is there already is not made again.
    ///
    /// @param folder  of the dataset
    /// @param part    its number, one of [Parts#missing]
    /// @param attempt names this attempt among all that ever write to the folder; letters, digits and hyphens
    /// @param cancel  when requested, nothing is left of the part
    /// @return its receipt, for [Parts#made]; nothing after a cancel
    /// @throws BadInput when the folder does not hold the beginning of this very dataset
    public Optional<String> writePart(Path folder, int part, String attempt, Cancel cancel) {
        if (!Dataset.specText(this).equals(Folder.text(folder.resolve(Dataset.SPEC)))) {
            throw new BadInput(
                    "folder [%s] holds no %s of this sweep; it must be the one that the sweep was started with",
                    folder, Dataset.SPEC);
        }
        PartFolder place = PartFolder.of(folder, this, attempt, Steps.UNSEEN);
        return place.finished(part)
                .or(() -> new PartWork<>(this, place, part).make(cancel, () -> {}))
                .map(receipt -> receipt.text(place.hash()));
    }
}
