package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.data.Steps.Step;
import throughline.spec.BadInput;
import throughline.spec.Spec;

/// A dataset being written, by nobody else meanwhile. What is on the disk at any moment is the beginning of it:
///
/// 1. `spec.json` comes first;
/// 2. of a part, the files under temporary names, then its receipt in `.receipts`, then the files' names;
/// 3. once all parts are there, `card.md`, `croissant.json`, and last `manifest.json`, which holds all receipts;
/// 4. then the receipts go.
///
/// So a part whose files are not all there is made again, and a file that its receipt does not describe is not ours.
final class UnfinishedDataset implements AutoCloseable {
    private static final String RECEIPTS = ".receipts";

    private final Path folder;
    private final Sweep<?> sweep;
    private final String hash;
    private final Steps steps;
    private final FolderLock lock;
    private final Map<Integer, Receipt> done = new ConcurrentSkipListMap<>();

    /// Makes the folder ready: empty, or holding the beginning of the very same dataset.
    ///
    /// @throws BadInput when it holds something else, or a part that is not what was written, or is being written
    UnfinishedDataset(Path folder, Sweep<?> sweep, Steps steps) {
        this.folder = folder;
        this.sweep = sweep;
        this.steps = steps;
        hash = Spec.hash(sweep.spec());
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

    List<Schema> tables() {
        return sweep.recipe().tables();
    }

    /// The parts to be made, in order.
    List<Integer> missing() {
        return IntStream.range(0, sweep.parts())
                .filter(part -> !done.containsKey(part))
                .boxed()
                .toList();
    }

    TraceFile file(Schema table, int part) {
        Map<String, String> notes = Map.of(Parquet.SPECIFICATION, hash);
        return new TraceFile(table, Dataset.part(folder, table.table(), part), notes, steps);
    }

    void publish(int part, Receipt receipt, Runnable files) {
        write(part, receipt);
        files.run();
        done.put(part, receipt);
    }

    /// Writes card and manifest once all parts are there.
    Dataset finish() {
        if (done.size() == sweep.parts()) {
            Map<String, Long> rows = new TreeMap<>();
            done.values().forEach(receipt -> receipt.files()
                    .forEach((table, mark) -> rows.merge(table, mark.rows(), Long::sum)));
            Draft.text(folder.resolve(Dataset.CARD), Card.text(sweep, rows), steps);
            Draft.text(folder.resolve(Dataset.CROISSANT), Croissant.text(sweep, done), steps);
            Draft.text(folder.resolve(Dataset.MANIFEST), manifest(rows), steps);
            removeReceipts();
        }
        return Dataset.open(folder);
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
        removeLeftovers(folder);
        for (Path inside : folders()) {
            if (Files.isDirectory(inside)) {
                removeLeftovers(inside);
            }
        }
        if (!Files.isRegularFile(spec)) {
            Draft.text(spec, wanted, steps);
        }
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(folder.resolve(RECEIPTS)));
        tables().forEach(table -> folders.add(folder.resolve(table.table())));
        return folders;
    }

    private static boolean temporary(Path file) {
        return file.getFileName().toString().endsWith(Draft.TEMPORARY);
    }

    private static void removeLeftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(UnfinishedDataset::temporary).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Finds the parts that are there and proves them by their receipts.
    private void find() {
        boolean complete = Files.isRegularFile(folder.resolve(Dataset.MANIFEST));
        Map<Integer, Receipt> receipts =
                complete ? Receipt.ofManifest(folder.resolve(Dataset.MANIFEST), hash) : receipts();
        List<String> faults = new ArrayList<>();
        for (int part = 0; part < sweep.parts(); part++) {
            Receipt receipt = receipts.get(part);
            boolean whole = true;
            for (Schema table : tables()) {
                Path file = Dataset.part(folder, table.table(), part);
                if (Files.isRegularFile(file)) {
                    Receipt.fault(file, receipt == null ? null : receipt.files().get(table.table()), hash)
                            .ifPresent(fault -> faults.add("[%s] %s".formatted(folder.relativize(file), fault)));
                } else {
                    whole = false;
                }
            }
            if (whole && receipt != null) {
                done.put(part, receipt);
            }
        }
        Receipt.complain(folder, faults, "remove what is named here, and the same command makes it again");
        if (done.size() < sweep.parts()) {
            folders().forEach(Folder::make);
            if (complete) {
                reopen();
            }
        }
    }

    /// Turns a complete dataset that lost parts back into one that is being made.
    private void reopen() {
        done.forEach(this::write);
        remove(folder.resolve(Dataset.MANIFEST));
    }

    private Path receipt(int part) {
        return folder.resolve(RECEIPTS).resolve(String.format(Locale.ROOT, "part-%05d.json", part));
    }

    private void write(int part, Receipt receipt) {
        Map<String, Object> tree = new TreeMap<>(Map.of("hash", hash, "files", receipt.tree()));
        Draft.text(receipt(part), Json.text(tree), steps);
    }

    private Map<Integer, Receipt> receipts() {
        Map<Integer, Receipt> receipts = new TreeMap<>();
        for (int part = 0; part < sweep.parts(); part++) {
            if (Files.isRegularFile(receipt(part))) {
                receipts.put(part, Receipt.of(Receipt.read(receipt(part), hash).path("files")));
            }
        }
        return receipts;
    }

    private String manifest(Map<String, Long> rows) {
        Map<String, Object> manifest = new TreeMap<>();
        manifest.put("complete", true);
        manifest.put("rows", rows);
        manifest.put("hash", hash);
        manifest.put("descriptions", descriptions());
        manifest.put("parts", done.values().stream().map(Receipt::tree).toList());
        return Json.text(manifest);
    }

    private Map<String, String> descriptions() {
        Map<String, String> digests = new TreeMap<>();
        for (String name : Dataset.DESCRIPTIONS) {
            digests.put(name, Receipt.sha256(folder.resolve(name)));
        }
        return digests;
    }

    private void removeReceipts() {
        Path receipts = folder.resolve(RECEIPTS);
        for (int part = 0; part < sweep.parts(); part++) {
            remove(receipt(part));
        }
        remove(receipts);
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
