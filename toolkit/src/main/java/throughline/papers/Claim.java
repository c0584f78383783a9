package throughline.papers;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// A recomputed value joined with what was reported; grade and verdict follow from these and cannot be set.
///
/// @param reportedRow the reported row
/// @param recomputed  what came out now, and how it is judged
/// @param nullValue   what the null predicts; empty without one
/// @param weakest     the weakest provenance it rests on: its row's, its constants', their rows'; empty if not known
/// @param seconds     wall clock that recomputing took
/// @param seen        the reported rows that any fit had read when it was entered: no other can have leaked into it
public record Claim(
        Reported reportedRow,
        Recomputed recomputed,
        OptionalDouble nullValue,
        Optional<Provenance> weakest,
        double seconds,
        Set<String> seen) {
    /// Skill over the null that a claim must exceed to count.
    public static final double SKILL = 0.3;

    private static final int ROUNDING = 8;

    /// Joins.
    ///
    /// @throws IllegalArgumentException if something is missing by which to judge, or the null reads the row it
    /// predicts
    static Claim join(Published published, Evidence.Timed entered) {
        Recomputed recomputed = entered.recomputed();
        Reported row = published.row(recomputed.row());
        boolean judged = row.value().isPresent();
        if (judged && recomputed.tolerance().isEmpty()) {
            throw new IllegalArgumentException("claim [%s] has no tolerance".formatted(recomputed.what()));
        }
        if (judged && recomputed.none().isEmpty() && recomputed.identity().isEmpty()) {
            throw new IllegalArgumentException("claim [%s] has no null".formatted(recomputed.what()));
        }
        Stream<Provenance> constants = recomputed.constants().stream()
                .flatMap(constant -> Stream.concat(
                        constant.provenance().stream(),
                        constant.rows().stream().flatMap(key -> published.row(key).provenance().stream())));
        return new Claim(
                row,
                recomputed,
                nullValue(published, recomputed),
                Stream.concat(row.provenance().stream(), constants).reduce(Provenance::weaker),
                entered.seconds(),
                entered.seen());
    }

    private static OptionalDouble nullValue(Published published, Recomputed recomputed) {
        if (recomputed.none().isEmpty()) {
            return OptionalDouble.empty();
        }
        Published rows = published.unread();
        double value = recomputed.none().get().rule().applyAsDouble(rows);
        if (rows.read().contains(recomputed.row())) {
            throw new IllegalArgumentException(
                    "claim [%s]: its null reads the row it predicts".formatted(recomputed.what()));
        }
        return OptionalDouble.of(value);
    }

    /// The claim in words.
    public String what() {
        return recomputed.what();
    }

    /// The reported value; empty if it is not known. For a direction it is 1 or -1.
    public OptionalDouble reported() {
        return reportedRow.value();
    }

    /// The value recomputed now.
    public double reproduced() {
        return recomputed.value();
    }

    /// The unit of all values; empty for pure numbers.
    public String unit() {
        return reportedRow.unit();
    }

    /// How the reported value came to us; empty if it is not known.
    public Optional<Provenance> provenance() {
        return reportedRow.provenance();
    }

    /// The reported rows that its constants were fitted on.
    public Set<String> fittedOn() {
        return recomputed.fittedOn();
    }

    /// How much nearer it comes than the null: 1 is exact, 0 as near as the null, negative farther, minus
    /// infinity where the null alone is exact. For a direction, `1 - 2 SE / |effect|`, and less than 0 when it
    /// points the other way. Empty where nothing can be scored: the reported value is not known, the claim is
    /// an identity, or it was fitted on the very row.
    public OptionalDouble skill() {
        if (reported().isEmpty()
                || !recomputed.identity().isEmpty()
                || fittedOn().contains(reportedRow.key())) {
            return OptionalDouble.empty();
        }
        double skill = recomputed.tolerance().orElseThrow() instanceof Tolerance.Direction direction
                ? skill(
                        2 * direction.standardError() + (sameSign() ? 0 : Math.abs(reproduced())),
                        Math.abs(reproduced()))
                : skill(distance(reproduced()), distance(nullValue.orElseThrow()));
        return OptionalDouble.of(skill);
    }

    private boolean sameSign() {
        return reproduced() * reported().orElseThrow() > 0;
    }

    /// From the reported value; none where only rounding parts them: the last digits of a sum are nobody's skill.
    private double distance(double value) {
        double known = reported().orElseThrow();
        double distance = Math.abs(value - known);
        return distance <= ROUNDING * Math.ulp(known) ? 0 : distance;
    }

    /// An exact null is matched by an exact value only, at 0, and never beaten: what is not exact has minus
    /// infinity.
    private static double skill(double error, double nullError) {
        return error == 0 && nullError == 0 ? 0 : 1 - error / nullError;
    }

    /// [Grade#CALIBRATED] if a constant was fitted on reported rows, else [Grade#MEASURED] if something was run for
    /// real, else [Grade#DERIVED]. A fit comes first: it is what a reader must be warned of.
    public Grade grade() {
        if (!fittedOn().isEmpty()) {
            return Grade.CALIBRATED;
        }
        return recomputed.measured().isEmpty() ? Grade.DERIVED : Grade.MEASURED;
    }

    /// What became of it.
    public Verdict verdict() {
        if (reported().isEmpty()) {
            return Verdict.UNKNOWN;
        }
        if (!recomputed
                .tolerance()
                .orElseThrow()
                .admits(reproduced(), reported().getAsDouble())) {
            return Verdict.OUTSIDE;
        }
        if (!recomputed.identity().isEmpty()) {
            return Verdict.IDENTITY;
        }
        if (!(skill().orElse(0) > SKILL)) {
            return Verdict.UNINFORMATIVE;
        }
        return weakest.orElseThrow() == Provenance.RECALLED ? Verdict.UNVERIFIED : Verdict.INSIDE;
    }

    /// Whether the headline counts it: [Verdict#INSIDE], against a number seen at its source.
    public boolean counts() {
        return verdict() == Verdict.INSIDE && provenance().orElseThrow().firstHand();
    }

    /// The constants it rests on.
    public List<Constant> constants() {
        return recomputed.constants();
    }
}
