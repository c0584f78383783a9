package throughline.reasoning;

/// A trace that was let run to its end.
///
/// @param strategy that it committed to, from 0
/// @param answer   0 for right
/// @param tokens   it took
public record Trace(int strategy, int answer, double tokens) {
    /// No answer.
    public static final int NONE = -1;

    /// Whether it is right.
    public boolean correct() {
        return answer == 0;
    }

    /// Whether it is done within a budget of tokens.
    public boolean done(double budget) {
        return tokens <= budget;
    }

    /// Its answer if it is done within a budget, else [#NONE].
    public int within(double budget) {
        return done(budget) ? answer : NONE;
    }

    /// Tokens it takes when it is cut at a budget.
    public double cut(double budget) {
        return Math.min(tokens, budget);
    }
}
