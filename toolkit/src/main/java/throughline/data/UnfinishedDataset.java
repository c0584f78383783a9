package throughline.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.data.Steps.Step;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A dataset being written, by nobody else meanwhile. What is on the disk at any moment is the beginning of it:
///
/// 1. `spec.json` comes first;
/// 2. of a part, the files under temporary names, then its receipt in `.receipts`, then the files' names;
/// 3. once all parts are there, `card.md`, `croissant.json`, and last `manifest.json`, which holds all receipts;
/// 4. then the receipts go.
///
/// So a part whose files are not all there is made again, and a file that its receipt does not describe is not ours.
final class UnfinishedDataset implements AutoCloseable {
    private final Path folder;
    private final Sweep<?> sweep;
    private final boolean retry;
    private final Steps steps;
    private final PartFolder parts;
    private final FolderLock lock;
    private final Map<Integer, Receipt> done = new ConcurrentSkipListMap<>();

    /// Makes the folder ready: empty, or holding the beginning of the very same dataset.
    ///
    /// @param retry whether parts that hold failed runs are to be made again
    /// @throws BadInput when it holds something else, or a part that is not what was written, or is being written
    UnfinishedDataset(Path folder, Sweep<?> sweep, boolean retry, Steps steps) {
        this.folder = folder;
        this.sweep = sweep;
        this.retry = retry;
        this.steps = steps;
        parts = PartFolder.of(folder, sweep, "", steps);
        Folder.make(folder);
        lock = FolderLock.of(folder);
        try {
            begin();
            find();
        } catch (IOException e) {
            lock.close();
            throw new BadInput("folder [%s] cannot be read (%s); choose another", folder, Folder.reason(e));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    private List<Schema> tables() {
        return sweep.recipe().tables();
    }

    /// The parts to be made, in order.
    List<Integer> missing() {
        return IntStream.range(0, sweep.parts())
                .filter(part -> !done.containsKey(part))
                .boxed()
                .toList();
    }

    /// Makes a part here; see [PartWork#make].
    Optional<Receipt> make(int part, Cancel cancel, Runnable tick) {
        return new PartWork<>(sweep, parts, part).make(cancel, tick);
    }

    void made(int part, Receipt receipt) {
        done.put(part, receipt);
    }

    /// Takes note of a part that was made elsewhere.
    ///
    /// @param receipt as a text
    /// @return whether that is news
    /// @throws BadInput when it is of another specification
    boolean made(int part, String receipt) {
        JsonNode tree = Json.tree(receipt);
        if (!tree.path("hash").asText().equals(parts.hash())) {
            throw new BadInput(
                    "the receipt of part [%d] is of another specification (hash %s) than [%s]",
                    part, tree.path("hash").asText(), folder);
        }
        return done.putIfAbsent(part, Receipt.of(tree)) == null;
    }

    /// Writes card and manifest once all parts are there.
    ///
    /// @throws BadInput when every run failed; then nothing is kept
    Dataset finish() {
        if (done.size() == sweep.parts()) {
            List<Failure> failures = failures();
            if (failures.size() == sweep.runs()) {
                discard();
                throw new BadInput(
                        "every run of the sweep failed, so nothing is kept in [%s]; the first: %s",
                        folder, failures.getFirst());
            }
            Map<String, Long> rows = new TreeMap<>();
            done.values().forEach(receipt -> receipt.files()
                    .forEach((table, mark) -> rows.merge(table, mark.rows(), Long::sum)));
            Draft.text(folder.resolve(Dataset.CARD), Card.text(sweep, rows, failures), steps);
            Draft.text(folder.resolve(Dataset.CROISSANT), Croissant.text(sweep, done), steps);
            removeLeftovers();
            Draft.text(
                    folder.resolve(Dataset.MANIFEST),
                    Manifest.text(folder, parts.hash(), rows, done.values(), failures),
                    steps);
            removeReceipts();
        }
        return Dataset.open(folder);
    }

    private List<Failure> failures() {
        SortedMap<Integer, String> failed = new TreeMap<>();
        done.values().forEach(receipt -> failed.putAll(receipt.failed()));
        return Failure.of(Json.tree(sweep.spec()), failed);
    }

    private void discard() {
        removeLeftovers();
        for (Schema table : tables()) {
            IntStream.range(0, sweep.parts()).forEach(part -> remove(parts.file(table, part)));
        }
        removeReceipts();
        tables().forEach(table -> remove(folder.resolve(table.table())));
        remove(folder.resolve(Dataset.SPEC));
    }

    @Override
    public void close() {
        lock.close();
    }

    private void begin() throws IOException {
        Path spec = folder.resolve(Dataset.SPEC);
        String wanted = Dataset.specText(sweep);
        if (!Files.isRegularFile(spec)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.anyMatch(file -> !file.endsWith(FolderLock.NAME) && !temporary(file))) {
                    throw new BadInput(
                            "folder [%s] is not empty and holds no dataset; choose an empty or a new one", folder);
                }
            }
        } else if (!Files.readString(spec).equals(wanted)) {
            throw new BadInput(
                    "folder [%s] holds another dataset (its %s differs); choose another folder or remove it",
                    folder, Dataset.SPEC);
        }
        removeLeftovers();
        if (!Files.isRegularFile(spec)) {
            Draft.text(spec, wanted, steps);
        }
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(parts.receipts()));
        tables().forEach(table -> folders.add(folder.resolve(table.table())));
        return folders;
    }

    private static boolean temporary(Path file) {
        return file.getFileName().toString().endsWith(Draft.TEMPORARY);
    }

    /// Removes what processes that were killed left under temporary names.
    private void removeLeftovers() {
        List<Path> places = new ArrayList<>(folders());
        places.add(folder);
        for (Path place : places) {
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.filter(UnfinishedDataset::temporary).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException e) {
                // Not made yet, so nothing is in it.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Finds the parts that are there and proves them by their receipts. A receipt is read after its files were seen:
    /// a worker of a driver that was killed may still be writing, and its receipt comes before its files.
    private void find() {
        boolean complete = Files.isRegularFile(folder.resolve(Dataset.MANIFEST));
        Map<Integer, Receipt> manifest =
                complete ? Receipt.ofManifest(Receipt.read(folder.resolve(Dataset.MANIFEST), parts.hash())) : Map.of();
        List<String> faults = new ArrayList<>();
        for (int part = 0; part < sweep.parts(); part++) {
            int number = part;
            List<Schema> there = tables().stream()
                    .filter(table -> Files.isRegularFile(parts.file(table, number)))
                    .toList();
            Receipt receipt = complete ? manifest.get(part) : parts.read(part).orElse(null);
            for (Schema table : there) {
                Path file = parts.file(table, part);
                Receipt.fault(file, receipt == null ? null : receipt.files().get(table.table()), parts.hash())
                        .ifPresent(fault -> faults.add("[%s] %s".formatted(folder.relativize(file), fault)));
            }
            if (there.size() == tables().size() && receipt != null) {
                done.put(part, receipt);
            }
        }
        Receipt.complain(folder, faults, "remove what is named here, and the same command makes it again");
        if (retry) {
            removeFailed();
        }
        if (done.size() < sweep.parts()) {
            folders().forEach(Folder::make);
            if (complete) {
                reopen();
            }
        }
    }

    private void removeFailed() {
        done.entrySet().removeIf(entry -> {
            boolean failed = !entry.getValue().failed().isEmpty();
            if (failed) {
                tables().forEach(table -> remove(parts.file(table, entry.getKey())));
            }
            return failed;
        });
    }

    /// Turns a complete dataset that lost parts back into one that is being made.
    private void reopen() {
        done.forEach(parts::write);
        remove(folder.resolve(Dataset.MANIFEST));
    }

    /// Nothing depends on their order, so that thousands of them need one sync.
    private void removeReceipts() {
        try {
            for (int part = 0; part < sweep.parts(); part++) {
                if (Files.deleteIfExists(parts.receipt(part))) {
                    steps.after(Step.REMOVED, parts.receipt(part));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        remove(parts.receipts());
    }

    private void remove(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                Folder.sync(file.getParent());
                steps.after(Step.REMOVED, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
