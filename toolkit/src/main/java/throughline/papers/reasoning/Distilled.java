package throughline.papers.reasoning;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.reasoning.fit.Knob;
import throughline.reasoning.fit.Panel;

/// Models distilled from DeepSeek-R1: how their chances and their wrong answers are spread, where a paper's own rows do
/// not tell.
final class Distilled {
    private static final String FROM = "with a vote of 64 of DeepSeek-R1's models, as recalled: see repeated-samples";
    static final Constant SPREAD = Constant.frozen("s", 1.2, FROM, Provenance.RECALLED);
    static final Constant CONFUSION = Constant.frozen("c", 8, FROM, Provenance.RECALLED);
    static final Constant SHARPNESS =
            Constant.frozen("sharpness of a summary", 3, "ours; no paper tells it", Provenance.RECALLED);

    private Distilled() {}

    /// A majority of its traces.
    ///
    /// @param mean pass@1 as a share
    static Panel majority(double mean) {
        return new Panel(
                Reasoner.of(new ProblemPopulation(mean, SPREAD.value()), AnswerModel.open(CONFUSION.value())),
                Panel.MAJORITY);
    }

    /// Its traces read and summed up.
    static Panel summary(double mean, double skill, TraceModel traces) {
        Panel panel = majority(mean);
        return new Panel(panel.reasoner().with(traces), new Aggregator.Vote(skill, SHARPNESS.value()));
    }

    /// The constants that a summary rests on.
    static Constant[] constants() {
        return new Constant[] {SPREAD, CONFUSION, SHARPNESS};
    }

    /// A panel with fitted knobs, the constants in the order of the knobs.
    static Panel with(Panel start, List<Knob> knobs, List<Constant> fitted) {
        Panel panel = start;
        for (int i = 0; i < knobs.size(); i++) {
            panel = knobs.get(i).with(panel, fitted.get(i).value());
        }
        return panel;
    }

    /// Knobs fitted on the rows that a rule reads, as constants of a claim.
    static List<Constant> fit(Evidence evidence, String of, List<Knob> knobs, Function<Published, Panel> rule) {
        List<String> names = knobs.stream()
                .map(knob -> knob.name().toLowerCase(Locale.ROOT) + " of " + of)
                .toList();
        return evidence.fit(names, rows -> {
            Panel panel = rule.apply(rows);
            return knobs.stream().mapToDouble(knob -> knob.of(panel)).toArray();
        });
    }
}
