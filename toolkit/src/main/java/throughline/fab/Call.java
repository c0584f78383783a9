package throughline.fab;

import java.util.Comparator;

/// A calendar calls for work on a tool.
///
/// @param calendar which
/// @param ticks    how long the work takes
record Call(Calendar calendar, long ticks) {
    /// The order of those due at one instant: what stops the tool at once comes first.
    static final Comparator<Call> URGENT = Comparator.comparing(
                    (Call c) -> c.calendar().effect(), Comparator.reverseOrder())
            .thenComparing(c -> c.calendar().name());
}
