package throughline.reasoning.tradeoff;

import java.util.List;
import java.util.Map;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.reasoning.Policy;
import throughline.reasoning.Reasoner;
import throughline.spec.BadInput;

/// A strategy with its knob at one place.
///
/// @param strategy its name, the same for all places of the knob
/// @param knob     the place, such as `16 traces`
/// @param policy   that is tried
public record Candidate(String strategy, String knob, Policy policy) {
    public Candidate {
        if (strategy.isBlank() || policy == null) {
            throw new BadInput("candidate [%s, %s] must have a name and a policy", strategy, knob);
        }
    }

    /// Strategy and knob.
    public String name() {
        return knob.isEmpty() ? strategy : strategy + ", " + knob;
    }

    /// One trace alone, first, and then all strategies over their knobs; [#assumptions] says what each takes for
    /// granted.
    ///
    /// @param budget tokens of each trace, at least 128
    public static List<Candidate> usual(double budget) {
        return new Usual(budget).all();
    }

    /// The same for any model: how long traces are a strategy sees on each problem.
    ///
    /// @param budget tokens of each trace, at least 128
    public static List<Candidate> usual(Reasoner reasoner, double budget) {
        return usual(budget);
    }

    /// What each of the usual strategies takes for granted, a row each. None of it is measured on one model: the order
    /// of strategies near each other says little.
    public static Table assumptions() {
        Map<String, String> all = Usual.assumptions();
        return Table.create(
                "what strategies take for granted",
                StringColumn.create("strategy", all.keySet()),
                StringColumn.create("takes for granted", all.values()));
    }
}
