package throughline.fab;

import java.util.List;

/// Specifications of Mini-Fab for properties that hold in every run of 12 days.
final class RandomSpecs {
    private static final List<String> REPAIRS = List.of("steps", "time", "pm");

    private RandomSpecs() {}

    /// @param repairs a bit for each cause of repair
    static MiniFabSpec spec(int lots, int starts, int repairs, boolean twoOrThree) {
        String repair = String.join(
                "+",
                REPAIRS.stream()
                        .filter(r -> (repairs >> REPAIRS.indexOf(r) & 1) == 1)
                        .toList());
        return MiniFabSpec.KEMPF
                .with("lots", "" + lots)
                .with("horizon", "12")
                .with("repair", repair.isEmpty() ? "none" : repair)
                .with("startsPerWeek", "" + starts)
                .with("batch", twoOrThree ? "two-or-three" : "exact");
    }
}
