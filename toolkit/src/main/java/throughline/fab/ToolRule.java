package throughline.fab;

/// Which of a station's tools may do a step, given where the lot has been.
public sealed interface ToolRule {
    /// Every tool may.
    ToolRule ANY = new Any();

    /// Not one tool alone: any.
    int SEVERAL = -1;

    /// Not one tool alone: some.
    int SOME = -2;

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

    /// Whether a tool may do the lot's present step. Every tool may when the lot has not done the earlier step in this
    /// run.
    ///
    /// @param tool  index in the station
    /// @param tools how many the station has
    default boolean allows(Lot lot, int tool, int tools) {
        if (this == ANY) {
            return true;
        }
        int earlier = lot.decidingTool();
        return earlier < 0
                || switch (this) {
                    case Any _ -> true;
                    case OtherThan _ -> tools == 1 || earlier != tool;
                    case SameAs _ -> earlier == tool;
                };
    }

    /// The only tool that may do the lot's present step, when there is one; [#SEVERAL] when any may, [#SOME] when it
    /// takes asking.
    default int only(Lot lot) {
        int earlier = this == ANY ? -1 : lot.decidingTool();
        return earlier < 0 ? SEVERAL : this instanceof SameAs ? earlier : SOME;
    }

    /// The earlier step that decides; empty when none does.
    String step();
}
