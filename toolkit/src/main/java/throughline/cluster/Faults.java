package throughline.cluster;

import java.nio.file.Path;
import throughline.cluster.faults.FaultRates;
import throughline.cluster.faults.FaultTrace;

/// The faults that a specification names.
final class Faults {
    private static final int INFINITE_HBD = 400;

    private Faults() {}

    /// None; a trace of InfiniteHBD's format, each of whose nodes lends its life to some of ours; or rates, of a
    /// profile or a file.
    ///
    /// @throws throughline.spec.BadInput when there is no such profile or file, or something is wrong in it
    static FaultProcess of(ClusterSpec spec) {
        String name = spec.faults();
        if (name.equals("none") || spec.faultFactor() == 0) {
            return FaultProcess.NONE;
        }
        if (name.endsWith(".json")) {
            return FaultTrace.infiniteHbd(Path.of(name), INFINITE_HBD).placed(FaultTrace.Placing.RESAMPLED);
        }
        FaultRates rates = ClusterSpec.named(name) ? FaultRates.read(Path.of(name)) : FaultRates.named(name);
        return rates.scaledHardware(spec.faultFactor());
    }
}
