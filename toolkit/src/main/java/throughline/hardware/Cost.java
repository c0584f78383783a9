package throughline.hardware;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A predicted time, memory or other quantity that says what it is made of: a tree of named terms.
///
/// @param name    of the term, such as `all-reduce`
/// @param value   in the unit
/// @param unit    of the whole tree, such as `s`
/// @param formula how the value comes about, such as `2 (n - 1) / n · bytes / bandwidth`; empty when it is given
/// @param source  of the formula or of the value; empty when the terms say it
/// @param basis   what the value rests on: the weakest basis of its terms
/// @param terms   what it is made of
public record Cost(
        String name, double value, String unit, String formula, String source, Basis basis, List<Cost> terms) {
    /// What a value rests on, from the firmest to the weakest.
    public enum Basis {
        /// Follows from its inputs.
        DERIVED,
        /// Fitted to measurements.
        CALIBRATED,
        /// Nobody has measured it.
        ASSUMED
    }

    public Cost {
        terms = List.copyOf(terms);
        for (Cost term : terms) {
            if (!term.unit.equals(unit)) {
                throw new IllegalArgumentException(
                        "cost %s is in [%s]; its term %s is in [%s]".formatted(name, unit, term.name, term.unit));
            }
        }
    }

    /// A term without parts.
    public static Cost of(String name, double value, String unit, String formula, String source, Basis basis) {
        return new Cost(name, value, unit, formula, source, basis, List.of());
    }

    /// What is spent one after the other.
    ///
    /// @param terms at least one, in one unit
    public static Cost sum(String name, Cost... terms) {
        return combined(
                name, "sum", List.of(terms).stream().mapToDouble(Cost::value).sum(), terms);
    }

    /// What is spent at the same time, so that the longest counts.
    ///
    /// @param terms at least one, in one unit
    public static Cost longest(String name, Cost... terms) {
        double most = List.of(terms).stream().mapToDouble(Cost::value).max().orElse(0);
        return combined(name, "longest", most, terms);
    }

    private static Cost combined(String name, String how, double value, Cost... terms) {
        if (terms.length == 0) {
            throw new IllegalArgumentException("cost %s needs at least one term".formatted(name));
        }
        Basis weakest =
                List.of(terms).stream().map(Cost::basis).max(Enum::compareTo).orElseThrow();
        return new Cost(name, value, terms[0].unit, how, "", weakest, List.of(terms));
    }

    /// Where the numbers of the tree are from: each source once, in the order in which the terms name them.
    public List<String> sources() {
        Set<String> found = new LinkedHashSet<>();
        collect(found);
        return List.copyOf(found);
    }

    private void collect(Set<String> found) {
        if (!source.isEmpty()) {
            found.add(source);
        }
        terms.forEach(term -> term.collect(found));
    }

    /// The term of a name: this one, or the first below it, the first term and all below that before the second.
    ///
    /// @throws IllegalArgumentException when there is none
    public Cost term(String wanted) {
        return found(wanted)
                .orElseThrow(() -> new IllegalArgumentException("%s has no term [%s]".formatted(name, wanted)));
    }

    private Optional<Cost> found(String wanted) {
        return name.equals(wanted)
                ? Optional.of(this)
                : terms.stream().flatMap(term -> term.found(wanted).stream()).findFirst();
    }

    /// The tree as lines of text, each term below what it is part of, then the sources, which terms name by number.
    public String explain() {
        List<String> sources = sources();
        List<String> lines = new ArrayList<>();
        explain(lines, "", sources);
        if (!sources.isEmpty()) {
            lines.add("");
        }
        for (int i = 0; i < sources.size(); i++) {
            lines.add("[%d] %s".formatted(i + 1, sources.get(i)));
        }
        return String.join("\n", lines);
    }

    private void explain(List<String> lines, String indent, List<String> sources) {
        String about = formula.isEmpty() ? "" : "  = " + formula;
        String from = source.isEmpty() ? "" : "  [" + (sources.indexOf(source) + 1) + "]";
        lines.add(String.format(
                        Locale.ROOT, "%-40s %11.4g %-2s %-10s%s%s", indent + name, value, unit, basis, about, from)
                .stripTrailing());
        terms.forEach(term -> term.explain(lines, indent + "  ", sources));
    }
}
