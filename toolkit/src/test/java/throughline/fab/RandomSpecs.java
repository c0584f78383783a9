package throughline.fab;

import java.util.List;

/// Specifications of Mini-Fab for properties that hold in every run of 12 days.
final class RandomSpecs {
    private static final List<String> REPAIRS = List.of("steps", "time", "pm");

    private static final List<String> SWITCHES =
            List.of("testWaferRule", "transporter", "operators", "technician", "finiteBuffers");
    /// All switches on.
    static final int ALL = 31;

    private RandomSpecs() {}

    /// @param repairs  a bit for each cause of repair
    /// @param switches a bit for each of the switches
    static MiniFabSpec spec(int lots, int starts, int repairs, int switches, boolean twoOrThree) {
        String repair = String.join(
                "+",
                REPAIRS.stream()
                        .filter(r -> (repairs >> REPAIRS.indexOf(r) & 1) == 1)
                        .toList());
        MiniFabSpec spec = MiniFabSpec.KEMPF;
        for (int i = 0; i < SWITCHES.size(); i++) {
            spec = spec.with(SWITCHES.get(i), "" + ((switches >> i & 1) == 1));
        }
        return spec.with("shiftChange", "" + switches % 3 * 10)
                .with("lots", "" + lots)
                .with("horizon", "12")
                .with("repair", repair.isEmpty() ? "none" : repair)
                .with("startsPerWeek", "" + starts)
                .with("batch", twoOrThree ? "two-or-three" : "exact");
    }
}
