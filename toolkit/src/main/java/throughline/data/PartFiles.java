package throughline.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of one part under way, one a table.
final class PartFiles implements AutoCloseable {
    private final Map<String, TraceFile> files = new LinkedHashMap<>();

    PartFiles(Path folder, List<Schema> tables, int part) {
        for (Schema table : tables) {
            files.put(table.table(), new TraceFile(table, Dataset.part(folder, table.table(), part)));
        }
    }

    /// Empty traces for the next run, whose rows follow those of the run before.
    Map<String, Trace> traces() {
        Map<String, Trace> traces = new LinkedHashMap<>();
        files.forEach((table, file) -> traces.put(table, file.trace()));
        return traces;
    }

    void commit() {
        files.values().forEach(TraceFile::commit);
    }

    @Override
    public void close() {
        files.values().forEach(TraceFile::close);
    }
}
