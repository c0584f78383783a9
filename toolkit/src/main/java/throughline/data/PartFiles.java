package throughline.data;

import java.util.LinkedHashMap;
import java.util.Map;

/// The files of one part under way, one a table.
final class PartFiles implements AutoCloseable {
    private final UnfinishedDataset dataset;
    private final int part;
    private final Map<String, TraceFile> files = new LinkedHashMap<>();

    PartFiles(UnfinishedDataset dataset, int part) {
        this.dataset = dataset;
        this.part = part;
        try {
            dataset.tables().forEach(table -> files.put(table.table(), dataset.file(table, part)));
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

    /// Makes the part visible: every file is on the disk, and so is the receipt, before the first gets its name.
    void commit() {
        files.values().forEach(TraceFile::seal);
        Map<String, Receipt.Mark> marks = new LinkedHashMap<>();
        files.forEach((table, file) -> marks.put(table, Receipt.Mark.of(file.sealed(), file.rows())));
        dataset.publish(part, new Receipt(marks), () -> files.values().forEach(TraceFile::publish));
    }

    @Override
    public void close() {
        files.values().forEach(TraceFile::close);
    }
}
