package throughline.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/// The files of one part under way, one a table.
final class PartFiles implements AutoCloseable {
    private final PartFolder folder;
    private final int part;
    private final Map<String, TraceFile> files = new LinkedHashMap<>();

    PartFiles(PartFolder folder, int part) {
        this.folder = folder;
        this.part = part;
        try {
            folder.tables().forEach(table -> files.put(table.table(), folder.open(table, part)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Empty traces for the next run, whose rows follow those of the run before.
    Map<String, Trace> traces() {
        Map<String, Trace> traces = new LinkedHashMap<>();
        files.forEach((table, file) -> traces.put(table, file.trace()));
        return traces;
    }

    /// Complains when rows cannot be written.
    void check() {
        files.values().forEach(TraceFile::check);
    }

    /// Makes the part visible: every file is on the disk, and so is the receipt, before the first gets its name.
    ///
    /// @param failed why, by run, for the runs that left no rows
    Receipt commit(SortedMap<Integer, String> failed) {
        files.values().forEach(TraceFile::seal);
        Map<String, Receipt.Mark> marks = new LinkedHashMap<>();
        files.forEach((table, file) -> marks.put(table, Receipt.Mark.of(file.sealed(), file.rows())));
        Receipt receipt = new Receipt(marks, failed);
        folder.write(part, receipt);
        files.values().forEach(TraceFile::publish);
        return receipt;
    }

    @Override
    public void close() {
        files.values().forEach(TraceFile::close);
    }
}
