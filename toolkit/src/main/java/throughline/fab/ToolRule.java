package throughline.fab;

/// Which of a station's tools may do a step, given where the lot has been.
public sealed interface ToolRule {
    /// Every tool may.
    ToolRule ANY = new Any();

    /// Every tool may.
    record Any() implements ToolRule {
        @Override
        public String step() {
            return "";
        }
    }

    /// Not the tool that did an earlier step of the lot; where the station has but one, that one may.
    ///
    /// @param step name of a step of the same route and station that comes before
    record OtherThan(String step) implements ToolRule {}

    /// Only the tool that did an earlier step of the lot, as in the dedication of lithography tools.
    ///
    /// @param step name of a step of the same route and station that comes before
    record SameAs(String step) implements ToolRule {}

    /// Whether a tool may do the lot's present step.
    ///
    /// @param tool  index in the station
    /// @param tools how many the station has
    default boolean allows(Lot lot, int tool, int tools) {
        return switch (this) {
            case Any _ -> true;
            case OtherThan(String step) -> tools == 1 || lot.toolOf(step) != tool;
            case SameAs(String step) -> lot.toolOf(step) == tool;
        };
    }

    /// The earlier step that decides; empty when none does.
    String step();
}
