package throughline.learning;

import java.util.List;
import java.util.Set;

/// The rules that every other forecaster must beat.
final class Naive {
    private static final Set<String> KINDS = Set.of("last-value", "drift", "moving-average", "seasonal-naive");

    private Naive() {}

    /// Those that need no setting: they are in every table.
    static List<Forecaster> always() {
        return List.of(new LastValue(), new Drift(), new MovingAverage());
    }

    /// Whether it is one, under whatever name.
    static boolean is(Forecaster forecaster) {
        return KINDS.contains(forecaster.kind());
    }
}
