package throughline.papers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A value recomputed now, and how it is to be judged; the reported value it is held against is only named.
///
/// @param what      the claim, as the ledger lists it; unique within its paper
/// @param row       key of the reported row
/// @param value     in the row's unit
/// @param tolerance when it agrees; empty only where the reported value is not known
/// @param none      the null; empty only where the reported value is not known, or the claim is an identity
/// @param constants what it needs beside the mechanism
/// @param measured  what was run for real to get it
/// @param timed     whether it depends on the wall clock, and so differs from run to run
/// @param identity  why it holds by arithmetic alone; empty if it does not
/// @param tried     what was tried to make it come out, for a claim that does not; otherwise empty
public record Recomputed(
        String what,
        String row,
        double value,
        Optional<Tolerance> tolerance,
        Optional<Null> none,
        List<Constant> constants,
        List<String> measured,
        boolean timed,
        String identity,
        String tried) {
    public Recomputed {
        constants = List.copyOf(constants);
        measured = List.copyOf(measured);
    }

    /// A recomputed value of a reported row. The claim is called as the row is; [#as] renames it.
    public static Recomputed of(String row, double value) {
        return new Recomputed(row, row, value, Optional.empty(), Optional.empty(), List.of(), List.of(), false, "", "");
    }

    /// This, listed under a name of its own: needed where several claims are held against one row.
    public Recomputed as(String name) {
        return new Recomputed(name, row, value, tolerance, none, constants, measured, timed, identity, tried);
    }

    /// This, to agree within a tolerance. With [Tolerance#direction] the null is no effect.
    public Recomputed within(Tolerance allowed) {
        Optional<Null> next = allowed instanceof Tolerance.Direction ? Optional.of(Null.NO_EFFECT) : none;
        return new Recomputed(
                what, row, value, Optional.of(allowed), next, constants, measured, timed, identity, tried);
    }

    /// This, to be scored against a null.
    public Recomputed against(Null naive) {
        return new Recomputed(
                what, row, value, tolerance, Optional.of(naive), constants, measured, timed, identity, tried);
    }

    /// This, resting on constants.
    public Recomputed using(Constant... used) {
        List<Constant> all = new ArrayList<>(constants);
        all.addAll(List.of(used));
        return new Recomputed(what, row, value, tolerance, none, all, measured, timed, identity, tried);
    }

    /// This, taken from the result of something run for real.
    public Recomputed from(Measured<?> run) {
        return new Recomputed(what, row, value, tolerance, none, constants, plus(run), timed, identity, tried);
    }

    /// This, taken from how long something run for real took.
    public Recomputed timedBy(Measured<?> run) {
        return new Recomputed(what, row, value, tolerance, none, constants, plus(run), true, identity, tried);
    }

    /// This, holding by arithmetic alone: a formula against itself, an input that comes out again.
    public Recomputed byArithmetic(String why) {
        return new Recomputed(what, row, value, tolerance, none, constants, measured, timed, why, tried);
    }

    /// This, with what was tried to make it come out.
    public Recomputed tried(String attempts) {
        return new Recomputed(what, row, value, tolerance, none, constants, measured, timed, identity, attempts);
    }

    private List<String> plus(Measured<?> run) {
        List<String> all = new ArrayList<>(measured);
        all.add(run.what());
        return all;
    }

    /// The reported rows that its constants were fitted on.
    Set<String> fittedOn() {
        return constants.stream().flatMap(constant -> constant.rows().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether another run gave the same, bit for bit; a timed value may differ.
    boolean same(Recomputed other) {
        return timed && other.timed
                || Double.doubleToLongBits(value) == Double.doubleToLongBits(other.value)
                        && tolerance.equals(other.tolerance);
    }
}
