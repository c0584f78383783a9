package throughline.reasoning.fit;

import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.spec.BadInput;

/// A number of a [Panel] that a fit may find.
public enum Knob {
    /// m: the share of problems that one unhurried trace solves.
    MEAN(true),
    /// s: how alike the problems are.
    SPREAD(false),
    /// c: how much wrong answers differ; of open answers only.
    CONFUSION(false),
    /// v: what being right adds to the logarithm of the votes.
    SKILL(false),
    /// `exp mu`: tokens of a right trace of a middling problem.
    MEDIAN(false),
    /// kappa: how much longer harder problems take.
    DIFFICULTY(false),
    /// sigma_b: spread of lengths between problems.
    BETWEEN(false),
    /// sigma_w: spread of lengths within a problem.
    WITHIN(false),
    /// phi: what an answer forced out of a cut trace is worth.
    FORCED(true);

    private static final double SMALLEST = 1e-6;

    private final boolean share;

    Knob(boolean share) {
        this.share = share;
    }

    /// Whether it says how long traces take, or what is made of cut ones.
    boolean ofLength() {
        return compareTo(MEDIAN) >= 0;
    }

    /// Whether it shows in votes alone.
    boolean ofVotes() {
        return this == SPREAD || this == CONFUSION || this == SKILL;
    }

    /// The knob's value.
    public double of(Panel panel) {
        TraceModel traces = panel.reasoner().traces();
        return switch (this) {
            case MEAN -> panel.reasoner().problems().mean();
            case SPREAD -> panel.reasoner().problems().spread();
            case CONFUSION -> open(panel.reasoner().answers()).confusion();
            case SKILL -> panel.vote().skill();
            case MEDIAN -> traces.lengths().median();
            case DIFFICULTY -> traces.lengths().difficulty();
            case BETWEEN -> traces.lengths().between();
            case WITHIN -> traces.lengths().within();
            case FORCED -> traces.forced();
        };
    }

    private static AnswerModel.Open open(AnswerModel answers) {
        if (answers instanceof AnswerModel.Open open) {
            return open;
        }
        throw new BadInput("confusion of [%s]: only open answers have one", answers);
    }

    /// A panel with another value.
    public Panel with(Panel panel, double value) {
        Reasoner reasoner = panel.reasoner();
        TraceModel traces = reasoner.traces();
        TraceModel.Lengths lengths = traces.lengths();
        return switch (this) {
            case MEAN ->
                panel.with(reasoner.with(
                        new ProblemPopulation(value, reasoner.problems().spread())));
            case SPREAD ->
                panel.with(
                        reasoner.with(new ProblemPopulation(reasoner.problems().mean(), value)));
            case CONFUSION -> panel.with(reasoner.with(AnswerModel.open(value)));
            case SKILL -> panel.with(new Aggregator.Vote(value, panel.vote().sharpness()));
            case FORCED ->
                panel.with(reasoner.with(new TraceModel(traces.strategies(), traces.recovery(), lengths, value)));
            case MEDIAN, DIFFICULTY, BETWEEN, WITHIN -> panel.with(reasoner.with(traces.with(with(lengths, value))));
        };
    }

    private TraceModel.Lengths with(TraceModel.Lengths lengths, double value) {
        return new TraceModel.Lengths(
                this == MEDIAN ? value : lengths.median(),
                this == DIFFICULTY ? value : lengths.difficulty(),
                this == BETWEEN ? value : lengths.between(),
                this == WITHIN ? value : lengths.within(),
                lengths.wrong());
    }

    /// Where a search stands at a value: its logit or logarithm, so that every coordinate is in range.
    double coordinate(double value) {
        double inside = Math.max(SMALLEST, value);
        return share ? StrictMath.log(inside / Math.max(SMALLEST, 1 - inside)) : StrictMath.log(inside);
    }

    /// The value at a coordinate.
    double value(double coordinate) {
        double exp = StrictMath.exp(coordinate);
        return share ? exp / (1 + exp) : exp;
    }
}
