package throughline.papers.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.parallel.snapshot.SnapshotSpec;
import throughline.parallel.snapshot.SnapshotTrial;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Snapshots of [DataStates] that really are taken, beside a job that changes every value at every step.
final class DataStatesTrial {
    private static final int ROUNDS = 20;
    private static final int RANKS = 2;
    private static final int VALUES = 50_000;
    /// A third of a rank's values fit into the buffer.
    private static final SnapshotSpec SPEC = new SnapshotSpec(1 << 16, 1 << 14, 2, false);

    private DataStatesTrial() {}

    static void claim(Evidence evidence, Cancel cancel) {
        Measured<SnapshotTrial.Result> run = evidence.measure("lazy snapshots of two ranks", () -> run(cancel));
        if (cancel.requested()) {
            return;
        }
        double files = RANKS * run.value().whole();
        evidence.claim(Recomputed.of(DataStates.TORN, run.value().torn() / files)
                .from(run)
                .within(Tolerance.absolute(0, "counted"))
                .against(Null.of(1, "every one, as when an update does not wait")));
    }

    private static SnapshotTrial.Result run(Cancel cancel) {
        try {
            Path folder = Files.createTempDirectory("snapshots");
            try {
                return SnapshotTrial.run(folder, RANKS, ROUNDS, VALUES, SPEC, new Streams(1), cancel, Progress.NONE);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
