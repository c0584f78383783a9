package throughline.parallel.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.parallel.snapshot.Manifest.RankFile;
import throughline.parallel.snapshot.Watcher.Stage;
import throughline.spec.BadInput;

/// Where the ranks of a job meet: when each has voted for a step, the checkpoint's manifest is written. Shared by all
/// ranks, safe for all their threads.
///
/// That is the second of two phases. The first is each rank's own: its file is written and synced before it votes. So a
/// checkpoint with a manifest is whole, and one without has never been.
public final class Commit {
    private final Path folder;
    private final int ranks;
    private final Watcher watcher;
    private final Map<Long, List<RankFile>> votes = new HashMap<>();
    private final BitSet joined = new BitSet();
    private long last = -1;

    /// @param folder of all checkpoints of the job; each has a folder in it
    /// @param ranks  that vote
    public Commit(Path folder, int ranks) {
        this(folder, ranks, Watcher.NONE);
    }

    Commit(Path folder, int ranks, Watcher watcher) {
        if (ranks < 1) {
            throw new BadInput("ranks [%d] must be at least 1", ranks);
        }
        this.folder = folder;
        this.ranks = ranks;
        this.watcher = watcher;
    }

    /// A rank takes part: twice, and its one file would count as those of two ranks.
    synchronized void join(int rank) {
        if (rank < 0 || rank >= ranks) {
            throw new BadInput("rank [%d] is none of the job's %d, which count from 0", rank, ranks);
        }
        if (joined.get(rank)) {
            throw new BadInput("rank [%d] has a checkpointer already; each rank of the job has one", rank);
        }
        joined.set(rank);
    }

    /// A rank takes part no longer, until it joins again.
    synchronized void leave(int rank) {
        joined.clear(rank);
    }

    Path folder(long step) {
        return folder.resolve("step-%012d".formatted(step));
    }

    Watcher watcher() {
        return watcher;
    }

    synchronized void vote(long step, RankFile file) {
        List<RankFile> files = votes.computeIfAbsent(step, _ -> new ArrayList<>());
        files.add(file);
        if (files.size() == ranks) {
            watcher.before(Stage.MANIFEST, file.rank(), step, -1);
            files.sort(Comparator.comparingInt(RankFile::rank));
            new Manifest(step, List.copyOf(files)).write(folder(step));
            sync();
            votes.remove(step);
            last = Math.max(last, step);
        }
    }

    /// Brings the names of the checkpoints' folders to the disk.
    private void sync() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder as a file; there the manifest alone has to do.
            if (!Files.isDirectory(folder)) {
                throw new UncheckedIOException("cannot sync " + folder, e);
            }
        }
    }

    /// The last step whose checkpoint is whole; -1 before there is one.
    public synchronized long last() {
        return last;
    }
}
