package throughline.workshop.circular;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The teaching paper: a study of queues, recomputed by formulas, with some claims that prove nothing. To a reader of
/// the ledger they look like the others.
///
/// @param study  whose numbers are reported
/// @param faults of the claims that have one
/// @param inputs of the models
record QueuePaper(Study study, Map<Topic, Fault> faults, Inputs inputs) implements Paper {
    private static final double FAIR = 0.05;
    /// Wider than any ruler here is off.
    private static final double ANYTHING = 0.6;

    private static final double FITTED_AT = 0.6;

    @Override
    public String id() {
        return "Queues";
    }

    @Override
    public List<Reported> reported() {
        return Arrays.stream(Topic.values())
                .map(topic -> topic == Topic.REMEMBERED
                        ? Reported.of(
                                topic.key(),
                                study.value(topic),
                                topic.unit(),
                                "from a talk, as remembered",
                                Provenance.RECALLED)
                        : Reported.printed(topic.key(), study.value(topic), topic.unit(), Study.where(topic)))
                .toList();
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        for (Topic topic : Topic.values()) {
            evidence.claim(faults.containsKey(topic) ? faulty(evidence, topic) : honest(evidence, topic));
        }
    }

    private Recomputed honest(Evidence evidence, Topic topic) {
        return switch (topic) {
            case CALIBRATED -> calibrated(evidence);
            case DECLARED ->
                fairly(topic, topic.recomputed(inputs))
                        .byArithmetic("Little's law, from the cycle time of the line and its load");
            case MISSED ->
                fairly(topic, topic.recomputed(inputs))
                        .tried(
                                "Kingman's approximation holds in heavy traffic; 70 % is not heavy, and the formula that is"
                                        + " exact for even arrivals would be another claim");
            default -> fairly(topic, topic.recomputed(inputs));
        };
    }

    private static Recomputed fairly(Topic topic, double value) {
        return Recomputed.of(topic.key(), value)
                .within(Tolerance.relative(FAIR, "machines were timed to about 1 %"))
                .against(Null.of(topic.ruler().text(), topic.ruler().rule()));
    }

    /// The machine's variability out of one row, by Pollaczek and Khinchine; another row is predicted with it.
    private Recomputed calibrated(Evidence evidence) {
        double load = inputs.loads() * FITTED_AT;
        Constant variability = evidence.fit(
                "variability of the service time",
                rows -> 2 * (rows.value(Topic.CYCLE_60.key()) - 1) * (1 - load) / load - 1);
        return fairly(Topic.CALIBRATED, Queues.cycle(inputs.loads() * 0.85, variability.value()))
                .using(variability);
    }

    private Recomputed faulty(Evidence evidence, Topic topic) {
        double model = topic.recomputed(inputs);
        return switch (faults.get(topic)) {
            case READS_ITS_NUMBER -> {
                Constant speed =
                        evidence.fit("speed of the machine", rows -> Math.sqrt(rows.value(topic.key()) / model));
                yield fairly(topic, model * speed.value());
            }
            case FITTED_ON_ITSELF -> {
                Constant speed = evidence.fit("speed of the machine", rows -> rows.value(topic.key()) / model);
                yield fairly(topic, model * speed.value()).using(speed);
            }
            case STRAW_MAN ->
                Recomputed.of(topic.key(), model)
                        .within(Tolerance.relative(ANYTHING, "no two machines are alike"))
                        .against(Null.of(0, "no time at all"));
            case IDENTITY -> {
                Constant plan = Constant.frozen(
                        "planned " + topic.unit(), study.value(topic), "plan of the line", Provenance.PRINTED);
                yield fairly(topic, plan.value() / model * model).using(plan);
            }
            case RECALLED_AS_PRINTED -> fairly(topic, model);
        };
    }
}
