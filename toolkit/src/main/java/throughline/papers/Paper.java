package throughline.papers;

import java.util.List;
import java.util.Optional;
import throughline.data.Plot;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A paper, recomputed. One class a paper, listed in [Ledger#all()]:
///
/// ```java
/// public final class Furnace implements Paper {
///     @Override public String id() { return "Furnace"; }
///
///     @Override public List<Reported> reported() {
///         return List.of(
///                 Reported.printed("cycle time", 29.2, "h", "table 2"),
///                 Reported.notKnown("forecast RMSE", "h", "table 5"));
///     }
///
///     @Override public void claims(Evidence evidence, Cancel cancel, Progress progress) {
///         Summary year = simulate(Furnace.published(), cancel, progress);
///         evidence.claim(Recomputed.of("cycle time", year.cycleTime())
///                 .within(Tolerance.relative(0.05, "three seeds of the simulation differ by 4 %"))
///                 .against(Null.of(14.1, "the time that is worked on a lot, without any waiting")));
///     }
/// }
/// ```
public interface Paper {
    /// The paper's id in the [Catalogue], which knows its title, chapter and source.
    String id();

    /// What the paper reports, and what it is said to report but is not known. Must not depend on anything.
    List<Reported> reported();

    /// Recomputes, within a minute, and enters what comes out. Same bits every time, save for timed values. When
    /// `cancel` is requested, returns with what is done.
    void claims(Evidence evidence, Cancel cancel, Progress progress);

    /// The paper's main figure with its published points on it; empty where there is none.
    ///
    /// @param published the reported values, to be drawn beside what is recomputed
    default Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.empty();
    }
}
