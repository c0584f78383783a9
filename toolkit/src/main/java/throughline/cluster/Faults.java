package throughline.cluster;

import java.nio.file.Path;
import throughline.cluster.faults.FaultRates;
import throughline.cluster.faults.FaultTrace;
import throughline.hardware.Profile;

/// The faults that a specification names.
final class Faults {
    private static final int INFINITE_HBD = 400;
    private static final double HOURS_A_DAY = 24;

    private Faults() {}

    /// None; a trace of InfiniteHBD's format, each of whose nodes lends its life to some of ours; or rates, of a
    /// profile or a file.
    ///
    /// @throws throughline.spec.BadInput when there is no such profile or file, or something is wrong in it
    static FaultProcess of(ClusterSpec spec) {
        String name = spec.faults();
        if (name.equals("none")) {
            return FaultProcess.NONE;
        }
        if (name.endsWith(".json")) {
            return FaultTrace.infiniteHbd(Path.of(name), INFINITE_HBD).placed(FaultTrace.Placing.RESAMPLED);
        }
        FaultRates rates = FaultRates.of(Profile.of(name));
        return spec.mtbf() == 0 ? rates : rates.scaledHardware(factor(spec, rates));
    }

    /// By how much more often hardware has to break than the profile says.
    private static double factor(ClusterSpec spec, FaultRates rates) {
        int nodes = spec.nodes() + spec.spares() + spec.tenants();
        int perNode = spec.cluster().perNode();
        return HOURS_A_DAY / spec.mtbf() / (rates.perDay(nodes, perNode) - rates.perDay(0, perNode));
    }
}
