package throughline.papers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What a paper recomputes with. The one way to a reported number is [#fit], which records the rows it reads; the one
/// way to a [Grade#MEASURED] value is [#measure]. Made by the [Ledger], used by one thread.
public final class Evidence {
    /// A value, the wall clock since the one before, and the rows that anything had read when it was entered.
    record Timed(Recomputed recomputed, double seconds, Set<String> seen) {}

    /// Thrown through a paper when all claims that were asked for are entered: what comes after cannot change them.
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Enough() {
            super("all claims asked for are entered", null, false, false);
        }
    }

    private final Published published;
    private final Set<String> awaited;
    private final List<Published> lent = new ArrayList<>();
    private final List<Timed> claims = new ArrayList<>();
    private long since = System.nanoTime();

    Evidence(Published published) {
        this(published, Set.of());
    }

    /// @param awaited names of claims; when the last of them is entered, [Enough] is thrown. Never, if there are none
    Evidence(Published published, Set<String> awaited) {
        this.published = published;
        this.awaited = new HashSet<>(awaited);
    }

    /// Fits a constant on reported rows: those that `rule` reads.
    public Constant fit(String name, ToDoubleFunction<Published> rule) {
        return fit(List.of(name), rows -> new double[] {rule.applyAsDouble(rows)})
                .getFirst();
    }

    /// Fits several constants together; each counts, and each rests on every row that `rule` reads.
    ///
    /// @param names of the constants
    /// @param rule  gives their values, in the order of the names
    public List<Constant> fit(List<String> names, Function<Published, double[]> rule) {
        Published rows = published.unread();
        lent.add(rows);
        double[] values = rule.apply(rows);
        if (values.length != names.size()) {
            throw new IllegalArgumentException("%d values for constants %s".formatted(values.length, names));
        }
        Set<String> read = rows.read();
        List<Constant> constants = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            constants.add(new Constant(
                    names.get(i), values[i], read, "fitted on " + String.join(", ", read), Optional.empty()));
        }
        return constants;
    }

    /// Runs something for real on this machine: timed code, a trained network. A simulation is not real in this sense.
    public <T> Measured<T> measure(String what, Supplier<T> run) {
        long start = System.nanoTime();
        T value = run.get();
        return new Measured<>(what, value, (System.nanoTime() - start) * 1e-9);
    }

    /// Enters a recomputed value. The wall clock since the entry before (or the start) is booked to it.
    ///
    /// @throws IllegalArgumentException if a value was entered under the same name, or there is no such reported
    /// row
    public void claim(Recomputed recomputed) {
        published.row(recomputed.row());
        if (claims.stream().anyMatch(claim -> claim.recomputed().what().equals(recomputed.what()))) {
            throw new IllegalArgumentException("two claims are called [%s]".formatted(recomputed.what()));
        }
        long now = System.nanoTime();
        claims.add(new Timed(recomputed, (now - since) * 1e-9, seen()));
        since = now;
        if (awaited.remove(recomputed.what()) && awaited.isEmpty()) {
            throw new Enough();
        }
    }

    /// What was read so far, also by a rule that has kept the rows it was given beyond its end.
    private Set<String> seen() {
        return lent.stream().flatMap(rows -> rows.read().stream()).collect(Collectors.toUnmodifiableSet());
    }

    List<Timed> claims() {
        return claims;
    }
}
