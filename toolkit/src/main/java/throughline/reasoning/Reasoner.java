package throughline.reasoning;

import throughline.spec.BadInput;

/// A model on a benchmark.
///
/// ```java
/// var distilled = Reasoner.of(new ProblemPopulation(0.555, 1.2), AnswerModel.open(8));
/// var stuck = distilled.with(TraceModel.usual().with(new TraceModel.Strategies(8, 0.5, 0.5)));
/// ```
///
/// @param problems how its chance of success is spread over problems
/// @param answers  how its wrong answers are spread
/// @param traces   how its traces run
/// @param prompt   tokens of a problem's text
public record Reasoner(ProblemPopulation problems, AnswerModel answers, TraceModel traces, double prompt) {
    private static final double PROMPT = 200;

    public Reasoner {
        if (!(prompt >= 1 && prompt <= 1e7)) {
            throw new BadInput("prompt [%s] must be from 1 to 10,000,000 tokens", prompt);
        }
    }

    /// With traces as usual and prompts of 200 tokens.
    public static Reasoner of(ProblemPopulation problems, AnswerModel answers) {
        return new Reasoner(problems, answers, TraceModel.usual(), PROMPT);
    }

    /// A copy with another spread over problems.
    public Reasoner with(ProblemPopulation other) {
        return new Reasoner(other, answers, traces, prompt);
    }

    /// A copy with another spread of wrong answers.
    public Reasoner with(AnswerModel other) {
        return new Reasoner(problems, other, traces, prompt);
    }

    /// A copy with other traces.
    public Reasoner with(TraceModel other) {
        return new Reasoner(problems, answers, other, prompt);
    }
}
