package throughline.cluster.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// How many of a number of devices should generate: the rest is shared between reference model and trainer in
/// proportion to their work. Found by trying.
///
/// @param tried one a share, in the order given
public record Balance(List<Split> tried) {
    /// A way to deal out the devices, and what comes of it.
    ///
    /// @param share            of the devices that generate, as asked for
    /// @param spec             with the devices dealt out
    /// @param samplesPerSecond between the first update and the last
    public record Split(double share, RolloutSpec spec, double samplesPerSecond) {}

    public Balance {
        tried = List.copyOf(tried);
    }

    /// Tries some shares.
    ///
    /// @param spec    two iterations or more
    /// @param devices in all, enough for one instance and one device for each of the other two
    /// @param shares  of the devices that generate, each more than 0 and less than 1
    /// @param cancel  once requested, the shares tried so far are returned
    public static Balance search(
            RolloutSpec spec, int devices, double[] shares, long seed, Cancel cancel, Progress progress) {
        if (spec.iterations() < 2) {
            throw new BadInput("iterations [%d] must be at least 2 to see a rate between updates", spec.iterations());
        }
        List<Split> tried = new ArrayList<>();
        for (double share : shares) {
            RolloutSpec split = split(spec, devices, share);
            RolloutRun run = Rollout.run(split, seed, cancel, Progress.NONE);
            if (cancel.requested()) {
                break;
            }
            tried.add(new Split(share, split, run.steadySamplesPerSecond()));
            progress.report(tried.size(), shares.length);
        }
        return new Balance(tried);
    }

    /// Deals out devices, whole instances to those who generate.
    ///
    /// @throws BadInput when there are too few devices, or the share is not between 0 and 1
    public static RolloutSpec split(RolloutSpec spec, int devices, double share) {
        int instance = spec.instanceDevices();
        if (!(share > 0 && share < 1)) {
            throw new BadInput("the share [%s] of devices that generate must be more than 0, less than 1", share);
        }
        if (devices < instance + 2) {
            throw new BadInput(
                    "[%d] devices are too few: an instance takes %d, the others one each", devices, instance);
        }
        int most = (devices - 2) / instance;
        int instances = (int) Math.clamp(Math.rint(share * devices / instance), 1, most);
        int others = devices - instances * instance;
        double work = spec.referenceToken() + spec.trainingToken();
        double ofReference = work == 0 ? 0.5 : spec.referenceToken() / work;
        int reference = (int) Math.clamp(Math.rint(others * ofReference), 1, others - 1);
        return spec.with("rolloutDevices", "" + instances * instance)
                .with("referenceDevices", "" + reference)
                .with("trainingDevices", "" + (others - reference));
    }

    /// The split with the highest rate.
    ///
    /// @throws BadInput when none was tried
    public Split best() {
        return tried.stream()
                .max(Comparator.comparingDouble(Split::samplesPerSecond))
                .orElseThrow(() -> new BadInput("no split was tried; give at least one share"));
    }

    /// One row a split: share, devices of each pool, and the rate.
    public Table table() {
        DoubleColumn share = DoubleColumn.create("rollout_share");
        IntColumn rollout = IntColumn.create("rollout_devices");
        IntColumn reference = IntColumn.create("reference_devices");
        IntColumn training = IntColumn.create("training_devices");
        DoubleColumn rate = DoubleColumn.create("samples_per_s");
        for (Split split : tried) {
            share.append(split.share());
            rollout.append(split.spec().rolloutDevices());
            reference.append(split.spec().referenceDevices());
            training.append(split.spec().trainingDevices());
            rate.append(split.samplesPerSecond());
        }
        return Table.create("balance", share, rollout, reference, training, rate);
    }
}
