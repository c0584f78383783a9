package throughline.cluster;

/// The faults that a specification names.
final class Faults {
    private Faults() {}

    static FaultProcess of(ClusterSpec spec) {
        return FaultProcess.NONE;
    }
}
