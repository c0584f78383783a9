package throughline.parallel.snapshot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Snapshots put to the test: a made-up job whose update changes every value, with a checkpoint after each step, and
/// every file held against the state at its step.
///
/// ```java
/// var result = SnapshotTrial.run(folder, 2, 1000, 5_000, spec, new Streams(1), cancel, progress);
/// show("%d checkpoints, %d torn".formatted(result.whole(), result.torn()));
/// ```
public final class SnapshotTrial {
    /// Shares of a rank's values that its shards have: large ones, and small ones that fit into a chunk together.
    private static final double[] SHARES = {0.02, 0.5, 0.03, 0.25, 0.01, 0.19};

    private SnapshotTrial() {}

    /// What came of it.
    ///
    /// @param steps  that ran
    /// @param whole  checkpoints with a manifest
    /// @param torn   files of these that differ from the state of the rank at their step
    /// @param values that a restored rank has other than at the last step; 0 when restoring is exact
    public record Result(int steps, int whole, int torn, int values) {}

    /// Runs it in a folder, which should be empty.
    ///
    /// @param ranks  that save together, 1 or more
    /// @param steps  1 or more
    /// @param values of each rank, 100 or more
    /// @throws BadInput when a number is too small
    public static Result run(
            Path folder,
            int ranks,
            int steps,
            int values,
            SnapshotSpec spec,
            Streams streams,
            Cancel cancel,
            Progress progress) {
        if (ranks < 1 || steps < 1 || values < 100) {
            throw new BadInput(
                    "ranks [%d] and steps [%d] must be at least 1, values [%d] at least 100", ranks, steps, values);
        }
        Job job = new Job(folder, ranks, values, spec, streams);
        int done = 0;
        try (job) {
            while (done < steps && !cancel.requested()) {
                job.step(++done, cancel);
                progress.report(done, steps);
            }
        }
        return job.result(folder, done);
    }

    /// Ranks that step together.
    private static final class Job implements AutoCloseable {
        private final List<List<Shard>> shards = new ArrayList<>();
        private final List<LazyCheckpointer> ranks = new ArrayList<>();
        private final Map<Long, List<List<Long>>> sums = new HashMap<>();
        private final Stream random;
        private final SnapshotSpec spec;

        Job(Path folder, int count, int values, SnapshotSpec spec, Streams streams) {
            this.spec = spec;
            random = streams.named("snapshot updates");
            Commit commit = new Commit(folder, count);
            for (int rank = 0; rank < count; rank++) {
                shards.add(shards(values));
                ranks.add(new LazyCheckpointer(rank, shards.get(rank), spec, commit));
            }
        }

        private static List<Shard> shards(int values) {
            List<Shard> shards = new ArrayList<>();
            for (int i = 0; i < SHARES.length; i++) {
                shards.add(new Shard("shard " + i, new float[(int) (values * SHARES[i])]));
            }
            return shards;
        }

        void step(long step, Cancel cancel) {
            ranks.forEach(rank -> rank.beforeUpdate(cancel));
            shards.forEach(rank -> rank.forEach(this::update));
            sums.put(step, shards.stream().map(this::sums).toList());
            ranks.forEach(rank -> rank.request(step));
        }

        private void update(Shard shard) {
            float by = (float) random.uniform();
            for (int i = 0; i < shard.values().length; i++) {
                shard.values()[i] += by * (i + 1);
            }
        }

        private List<Long> sums(List<Shard> rank) {
            return Chunk.cut(Chunk.ordered(rank), spec.chunk()).stream()
                    .map(Chunk::checksum)
                    .toList();
        }

        @Override
        public void close() {
            ranks.forEach(LazyCheckpointer::close);
        }

        Result result(Path folder, int steps) {
            List<SavedCheckpoint> saved = SavedCheckpoint.all(folder);
            int torn = 0;
            for (SavedCheckpoint checkpoint : saved) {
                for (int rank = 0; rank < ranks.size(); rank++) {
                    boolean same = checkpoint
                            .checksums(rank)
                            .equals(sums.get(checkpoint.step()).get(rank));
                    torn += same ? 0 : 1;
                }
            }
            return new Result(steps, saved.size(), torn, saved.isEmpty() ? 0 : differing(saved.getLast()));
        }

        /// Values that restoring the last checkpoint sets to others than those of the job, which ended with it.
        private int differing(SavedCheckpoint last) {
            int differing = 0;
            for (int rank = 0; rank < ranks.size(); rank++) {
                List<Shard> read = shards.get(rank).stream()
                        .map(shard -> new Shard(shard.name(), new float[shard.values().length]))
                        .toList();
                last.restore(rank, read);
                for (int i = 0; i < read.size(); i++) {
                    differing += differing(
                            read.get(i).values(), shards.get(rank).get(i).values());
                }
            }
            return differing;
        }

        private static int differing(float[] some, float[] others) {
            int at = Arrays.mismatch(some, others);
            int count = 0;
            for (int i = Math.max(at, 0); at >= 0 && i < some.length; i++) {
                count += Float.floatToRawIntBits(some[i]) == Float.floatToRawIntBits(others[i]) ? 0 : 1;
            }
            return count;
        }
    }
}
