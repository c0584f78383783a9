package throughline.data;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The parts that a dataset still lacks, for whoever makes them: here, with [#make], or elsewhere, with
/// [Sweep#writePart], and then told with [#made]. All methods may be called by several threads at once.
public final class Parts {
    private final Sweep<?> sweep;
    private final UnfinishedDataset dataset;
    private final Progress progress;
    private final AtomicInteger done;

    Parts(Sweep<?> sweep, UnfinishedDataset dataset, Progress progress) {
        this.sweep = sweep;
        this.dataset = dataset;
        this.progress = progress;
        int missing = missing().stream().mapToInt(sweep::runsOf).sum();
        done = new AtomicInteger(sweep.runs() - missing);
        progress.report(done.get(), sweep.runs());
    }

    /// Where the dataset is being written; its `spec.json` is there already.
    public Path folder() {
        return dataset.folder();
    }

    /// The text of `spec.json`, from which [SweepFile#parse] has the sweep again.
    public String spec() {
        return Dataset.specText(sweep);
    }

    /// Numbers of the parts to be made, ascending.
    public List<Integer> missing() {
        return dataset.missing();
    }

    /// Makes a part on the calling thread.
    ///
    /// @param cancel when requested, nothing is left of the part
    public void make(int part, Cancel cancel) {
        if (!cancel.requested()) {
            dataset.make(part, cancel, () -> tell(1)).ifPresent(receipt -> dataset.made(part, receipt));
        }
    }

    /// Takes note of a part that was made elsewhere; to be told twice of the same does no harm.
    ///
    /// @param receipt what [Sweep#writePart] gave
    /// @throws BadInput when it is of another specification, or the part is none of this dataset
    public void made(int part, String receipt) {
        if (part < 0 || part >= sweep.parts()) {
            throw new BadInput("part [%d] is none of the %d of [%s]", part, sweep.parts(), folder());
        }
        if (dataset.made(part, receipt)) {
            tell(sweep.runsOf(part));
        }
    }

    private void tell(int runs) {
        progress.report(done.addAndGet(runs), sweep.runs());
    }
}
