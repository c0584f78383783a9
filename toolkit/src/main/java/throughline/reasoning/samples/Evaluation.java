package throughline.reasoning.samples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import throughline.reasoning.Exam;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TokenClock;
import throughline.reasoning.Trace;
import throughline.reasoning.TraceModel;
import throughline.reasoning.tradeoff.Candidate;
import throughline.reasoning.tradeoff.TradeOff;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// What sampled answers say of the model that gave them.
///
/// @param samples    that were given
/// @param curve      pass@k and majority@k, measured and fitted
/// @param population that is the likeliest; empty where the samples do not tell one
/// @param answers    how wrong answers are spread
/// @param lengths    how long traces run; empty where no tokens are known
/// @param notes      on what was passed over, taken for granted or cannot be known
public record Evaluation(
        Samples samples,
        Curve curve,
        Optional<PopulationFit> population,
        ConfusionFit answers,
        Optional<LengthFit> lengths,
        List<String> notes) {
    private static final int PROBLEMS = 1_500;
    /// Fewer problems drawn anew are too much alike.
    private static final int FEW = 20;
    /// Where traces are cut when nothing is known of their tokens.
    private static final double BUDGET = 32_768;
    /// Strategies want as many tokens to share out.
    private static final double LEAST = 128;

    public Evaluation {
        notes = List.copyOf(notes);
    }

    /// Evaluates samples; the same samples give the same numbers.
    public static Evaluation of(Samples samples) {
        Optional<PopulationFit> population = PopulationFit.of(samples);
        ConfusionFit answers = ConfusionFit.of(samples);
        Optional<LengthFit> lengths = LengthFit.of(samples, population.map(PopulationFit::population));
        List<String> notes = new ArrayList<>(samples.notes());
        PopulationFit.obstacle(samples).ifPresent(why -> notes.add("no population is fitted: " + why));
        population
                .filter(PopulationFit::atAnEnd)
                .ifPresent(fit -> notes.add("spread %.3g is an end of what is looked for: %s"
                        .formatted(
                                fit.population().spread(),
                                fit.population().spread() < 1
                                        ? "problems are solved always or never"
                                        : "problems are all alike")));
        if (!answers.measured()) {
            notes.add("no problem has two wrong answers: confusion is taken as the usual %.0f"
                    .formatted(answers.confusion()));
        } else if (answers.atAnEnd()) {
            notes.add("confusion %.3g is an end of what is looked for: wrong answers %s agree"
                    .formatted(answers.confusion(), answers.confusion() > 1 ? "never" : "always"));
        }
        if (lengths.isEmpty()) {
            notes.add("no tokens are known: lengths are taken as usual, some 8,000 tokens, cut at 32,768");
        } else if (samples.most() < 2) {
            notes.add("one sample of each problem: lengths of traces of a problem are taken as equal");
        }
        silent(samples).ifPresent(notes::add);
        int problems = samples.problems().size();
        if (problems > 1 && problems < FEW) {
            notes.add("%d problems are few: intervals over problems are too narrow".formatted(problems));
        }
        Curve curve = Curve.of(samples, population.map(PopulationFit::population), answers.model());
        return new Evaluation(samples, curve, population, answers, lengths, notes);
    }

    /// Samples without an answer are wrong to pass@k, as they are to the fit; but they do not vote, while every trace
    /// of the fitted model does.
    private static Optional<String> silent(Samples samples) {
        long silent = samples.problems().stream()
                .flatMapToInt(problem -> Arrays.stream(problem.answers()))
                .filter(answer -> answer == Trace.NONE)
                .count();
        return silent == 0
                ? Optional.empty()
                : Optional.of(
                        ("%d of %d samples have no answer: the fit takes them for wrong answers that vote, so that"
                                        + " fitted majority@k and what strategies gain are too low")
                                .formatted(silent, samples.size()));
    }

    /// The model as it was fitted; empty without a population. What samples do not tell is as usual: prompts of 200
    /// tokens, one strategy, no turning round, forced answers.
    public Optional<Reasoner> reasoner() {
        TraceModel usual = TraceModel.usual();
        TraceModel traces = lengths.map(fit -> usual.with(fit.lengths())).orElse(usual);
        return population.map(
                fit -> Reasoner.of(fit.population(), answers.model()).with(traces));
    }

    /// How many problems have which share of samples right; empty without a population.
    public Optional<Goodness> goodness() {
        return population.map(fit -> Goodness.of(samples, fit.population()));
    }

    /// What the first half of the samples foretells of all; empty where they are too few.
    public Optional<HeldOut> heldOut() {
        return HeldOut.of(samples);
    }

    /// Where traces are cut in [#predicted]: at the most tokens that any sample has, and at least 128.
    public double budget() {
        return Math.max(LEAST, Arrays.stream(samples.tokens()).max().orElse(BUDGET));
    }

    /// What the usual candidates would make of the fitted model on some devices, on 1,500 problems of its population.
    ///
    /// @throws BadInput without a population, saying why there is none
    /// @throws java.util.concurrent.CancellationException when it was interrupted
    public TradeOff predicted(TokenClock clock) {
        return predicted(clock, Candidate.usual(fitted(), budget()), Cancel.onInterrupt());
    }

    /// What candidates would make of the fitted model on some devices.
    ///
    /// @param candidates the first is what others are compared with
    /// @throws BadInput without a population, saying why there is none
    public TradeOff predicted(TokenClock clock, List<Candidate> candidates, Cancel cancel) {
        return TradeOff.of(Exam.stratified(fitted(), PROBLEMS, 1), clock, candidates, cancel);
    }

    private Reasoner fitted() {
        return reasoner()
                .orElseThrow(() -> new BadInput(
                        "%s [%d samples]: nothing can be predicted, as %s",
                        samples.source(),
                        samples.size(),
                        PopulationFit.obstacle(samples).orElseThrow()));
    }

    /// All of it for people, without devices.
    public String text() {
        return new EvaluationText(this).measured();
    }

    /// All of it for people, with what each strategy would bring on some devices; where nothing can be predicted, why.
    public String text(TokenClock clock) {
        return new EvaluationText(this).predicted(clock);
    }
}
