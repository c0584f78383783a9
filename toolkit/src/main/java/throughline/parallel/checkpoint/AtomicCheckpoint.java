package throughline.parallel.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import throughline.parallel.checkpoint.Description.Kind;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A checkpoint that knows nothing of ranks: a folder with one file, an atom, for each parameter and state. What any
/// layout saved becomes the same atoms, to the byte, and any layout can be cut from them.
///
/// The universal checkpoint format of arXiv 2406.18820.
public final class AtomicCheckpoint implements Tensors {
    private final Path folder;
    private final Contents contents;

    private record Atom(Parameter parameter, String state) {}

    private AtomicCheckpoint(Path folder, Contents contents) {
        this.folder = folder;
        this.contents = contents;
    }

    /// Opens one, and reads every file once to see that it is whole.
    ///
    /// @throws BadInput naming the file that is missing, damaged or of another checkpoint
    public static AtomicCheckpoint open(Path folder) {
        Contents contents = Description.read(folder, Kind.ATOMIC).contents();
        AtomicCheckpoint atoms = new AtomicCheckpoint(folder, contents);
        Description.check(atoms.atoms().stream().map(atoms::file).toList());
        return atoms;
    }

    /// Puts together what ranks wrote. A worker holds one tensor, and one rank's part of it, at a time.
    ///
    /// @param folder  to write into
    /// @param workers that do so at once; the bytes are the same for any number
    /// @throws BadInput              when ranks disagree on what should be the same, or the folder holds a
    ///                               checkpoint already; nothing is left then
    /// @throws CancellationException when cancelled; nothing is left then
    public static AtomicCheckpoint unite(
            DistributedCheckpoint source, Path folder, int workers, Cancel cancel, Progress progress) {
        return write(folder, source.contents(), source::tensor, workers, cancel, progress);
    }

    /// Writes whole tensors.
    ///
    /// @param workers that do so at once
    /// @throws BadInput              when a tensor is not as large as its shape says, or the folder holds a
    ///                               checkpoint already; nothing is left then
    /// @throws CancellationException when cancelled; nothing is left then
    public static AtomicCheckpoint write(
            Path folder, Contents contents, Tensors tensors, int workers, Cancel cancel, Progress progress) {
        AtomicCheckpoint checkpoint = new AtomicCheckpoint(folder, contents);
        List<Atom> atoms = checkpoint.atoms();
        List<NumberFile> files = atoms.stream().map(checkpoint::file).toList();
        new Description(Kind.ATOMIC, Layout.DENSE.text(), contents)
                .write(
                        folder,
                        files,
                        index -> files.get(index).write(sink -> sink.put(checkpoint.whole(atoms.get(index), tensors))),
                        workers,
                        cancel,
                        progress);
        return checkpoint;
    }

    private double[] whole(Atom atom, Tensors tensors) {
        double[] tensor = tensors.tensor(atom.parameter.name(), atom.state);
        atom.parameter.require(tensor, atom.state);
        return tensor;
    }

    private List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>();
        for (Parameter parameter : contents.model().parameters()) {
            contents.states().forEach(state -> atoms.add(new Atom(parameter, state)));
        }
        return atoms;
    }

    private NumberFile file(Atom atom) {
        return new NumberFile(
                folder.resolve(atom.parameter.name()).resolve(atom.state + ".atom"),
                "%s of %s, shape %s, %s, checkpoint %s"
                        .formatted(
                                atom.state,
                                atom.parameter.name(),
                                atom.parameter.shape(),
                                contents.precision(),
                                contents.mark()),
                contents.precision(),
                atom.parameter.size());
    }

    /// What it holds.
    public Contents contents() {
        return contents;
    }

    /// @throws BadInput when there is no such parameter or state, or the file is gone
    @Override
    public double[] tensor(String parameter, String state) {
        Parameter wanted = contents.model().parameter(parameter);
        if (!contents.states().contains(state)) {
            throw new BadInput("state [%s] is not one of %s", state, contents.states());
        }
        return file(new Atom(wanted, state)).read(0, wanted.size());
    }
}
