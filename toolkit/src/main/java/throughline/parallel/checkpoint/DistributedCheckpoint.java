package throughline.parallel.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import throughline.parallel.checkpoint.Description.Kind;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A checkpoint as the ranks of a training write it, each for itself: a folder with one file a rank, which holds the
/// rank's buffer of each state and says which shard of which parameter lies where.
///
/// ```java
/// var saved = DistributedCheckpoint.open(folder);
/// var atoms = AtomicCheckpoint.unite(saved, Path.of("atoms"), 2, cancel, progress);
/// var other = Layout.parse("tp=4,dp=2,zero=1");
/// var cut = DistributedCheckpoint.cut(Path.of("cut"), atoms.contents(), other, atoms, 2, cancel, progress);
/// double[] weights = cut.buffer(3, "weight");
/// ```
public final class DistributedCheckpoint implements Tensors {
    private final Path folder;
    private final Contents contents;
    private final Sharding sharding;
    private final List<NumberFile> files;

    /// What a rank has of a state.
    @FunctionalInterface
    public interface Buffers {
        /// A rank's flat buffer, padding included.
        ///
        /// @param rank  in the layout
        /// @param state such as `weight`
        double[] buffer(int rank, String state);
    }

    private DistributedCheckpoint(Path folder, Contents contents, Layout layout) {
        this.folder = folder;
        this.contents = contents;
        sharding = new Sharding(contents.model(), contents.rules(), layout);
        files = IntStream.range(0, layout.ranks()).mapToObj(this::file).toList();
    }

    /// Whether a folder holds one; it may hold an [AtomicCheckpoint] instead.
    ///
    /// @throws BadInput when it holds neither
    public static boolean isAt(Path folder) {
        return Description.read(folder).kind() == Kind.DISTRIBUTED;
    }

    /// Opens one, and reads every file once to see that it is whole.
    ///
    /// @throws BadInput naming the file that is missing, damaged or of another checkpoint
    public static DistributedCheckpoint open(Path folder) {
        Description found = Description.read(folder, Kind.DISTRIBUTED);
        DistributedCheckpoint checkpoint =
                new DistributedCheckpoint(folder, found.contents(), Layout.parse(found.layout()));
        checkpoint.check();
        return checkpoint;
    }

    private void check() {
        Description.check(files);
    }

    /// Saves what ranks have: every rank its own file, none waits for another.
    ///
    /// @param buffers each as long as [Sharding#size] says
    /// @param workers that write at once
    /// @throws BadInput              when a buffer is longer or shorter, or the folder holds a checkpoint already;
    ///                               nothing is left then
    /// @throws CancellationException when cancelled; nothing is left then
    public static DistributedCheckpoint write(
            Path folder,
            Contents contents,
            Layout layout,
            Buffers buffers,
            int workers,
            Cancel cancel,
            Progress progress) {
        DistributedCheckpoint checkpoint = new DistributedCheckpoint(folder, contents, layout);
        checkpoint.save(
                (rank, sink) -> {
                    for (String state : contents.states()) {
                        sink.put(checkpoint.whole(buffers.buffer(rank, state), rank, state));
                    }
                },
                workers,
                cancel,
                progress);
        return checkpoint;
    }

    private double[] whole(double[] buffer, int rank, String state) {
        if (buffer.length != sharding.size(rank)) {
            throw new BadInput("%s of rank %d: [%d] numbers, not %d", state, rank, buffer.length, sharding.size(rank));
        }
        return buffer;
    }

    /// Cuts whole tensors for a layout: the operator Load of universal checkpointing, with the files of all ranks. A
    /// worker holds one tensor at a time. To load in fewer bits than were saved, both the tensors and what they are
    /// said to be are given in that precision:
    ///
    /// ```java
    /// Contents half = atoms.contents().in(Precision.BFLOAT16);
    /// DistributedCheckpoint.cut(folder, half, layout, atoms.in(Precision.BFLOAT16), 2, cancel, progress);
    /// ```
    ///
    /// @param workers that write at once; the bytes are the same for any number
    /// @throws BadInput              when a tensor is not as large as its shape says, or the folder holds a
    ///                               checkpoint already; nothing is left then
    /// @throws CancellationException when cancelled; nothing is left then
    public static DistributedCheckpoint cut(
            Path folder,
            Contents contents,
            Layout layout,
            Tensors tensors,
            int workers,
            Cancel cancel,
            Progress progress) {
        DistributedCheckpoint checkpoint = new DistributedCheckpoint(folder, contents, layout);
        checkpoint.save(
                (rank, sink) -> {
                    for (String state : contents.states()) {
                        checkpoint.cut(rank, state, tensors, sink);
                    }
                },
                workers,
                cancel,
                progress);
        return checkpoint;
    }

    /// Fills a file from its beginning to its end.
    @FunctionalInterface
    private interface Rank {
        void to(int rank, NumberFile.Sink sink) throws IOException;
    }

    private void save(Rank rank, int workers, Cancel cancel, Progress progress) {
        new Description(Kind.DISTRIBUTED, layout().text(), contents)
                .write(
                        folder,
                        files,
                        index -> files.get(index).write(sink -> rank.to(index, sink)),
                        workers,
                        cancel,
                        progress);
    }

    /// Between shards, and behind the last, lies padding.
    private void cut(int rank, String state, Tensors tensors, NumberFile.Sink sink) throws IOException {
        int at = 0;
        for (Shard shard : sharding.shards(rank)) {
            sink.put(new double[shard.offset() - at]);
            sink.put(sharding.cut(shard, tensor(tensors, shard.parameter(), state)));
            at = shard.offset() + shard.length();
        }
        sink.put(new double[sharding.size(rank) - at]);
    }

    private double[] tensor(Tensors tensors, String parameter, String state) {
        double[] tensor = tensors.tensor(parameter, state);
        contents.model().parameter(parameter).require(tensor, state);
        return tensor;
    }

    private NumberFile file(int rank) {
        List<String> head = new ArrayList<>();
        head.add("rank %d of %s, checkpoint %s, %d numbers of each of %s, %s"
                .formatted(
                        rank,
                        layout().text(),
                        contents.mark(),
                        sharding.size(rank),
                        contents.states(),
                        contents.precision()));
        for (Shard shard : sharding.shards(rank)) {
            head.add("%s from %d, %d numbers, at %d"
                    .formatted(shard.parameter(), shard.start(), shard.length(), shard.offset()));
        }
        return new NumberFile(
                folder.resolve("rank-%05d.numbers".formatted(rank)),
                String.join("\n", head),
                contents.precision(),
                (long) sharding.size(rank) * contents.states().size());
    }

    /// This, read by other rules than it says.
    ///
    /// @throws BadInput naming a rank's file, when its shards lie otherwise by these rules
    public DistributedCheckpoint under(Rules others) {
        DistributedCheckpoint checkpoint = new DistributedCheckpoint(folder, contents.under(others), layout());
        checkpoint.check();
        return checkpoint;
    }

    /// What it holds.
    public Contents contents() {
        return contents;
    }

    /// Of the ranks that wrote it.
    public Layout layout() {
        return sharding.layout();
    }

    /// Which rank keeps what.
    public Sharding sharding() {
        return sharding;
    }

    /// What a rank wrote of a state, padding included.
    ///
    /// @throws BadInput when there is no such rank or state, or the file is gone
    public double[] buffer(int rank, String state) {
        if (rank < 0 || rank >= files.size()) {
            throw new BadInput("rank [%d] is none of the %d of %s, which count from 0", rank, files.size(), folder);
        }
        return files.get(rank).read((long) index(state) * sharding.size(rank), sharding.size(rank));
    }

    /// A tensor put together of what ranks wrote: the operators Union and StripPadding.
    ///
    /// @throws BadInput naming parameter, state, element and rank where ranks disagree; when there is no such
    ///                  parameter or state, or a file is gone
    @Override
    public double[] tensor(String parameter, String state) {
        try {
            double[] tensor = sharding.unite(contents.model().parameter(parameter), shard -> extract(shard, state));
            // The mean of numbers of a precision need not be one.
            return Arrays.stream(tensor).map(contents.precision()::nearest).toArray();
        } catch (BadInput e) {
            throw new BadInput("%s, %s of %s", folder, state, e.getMessage());
        }
    }

    /// A shard as a rank wrote it: the operator Extract of universal checkpointing.
    private double[] extract(Shard shard, String state) {
        return files.get(shard.rank())
                .read((long) index(state) * sharding.size(shard.rank()) + shard.offset(), shard.length());
    }

    private int index(String state) {
        int index = contents.states().indexOf(state);
        if (index < 0) {
            throw new BadInput("state [%s] is not one of %s", state, contents.states());
        }
        return index;
    }
}
