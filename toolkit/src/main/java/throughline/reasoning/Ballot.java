package throughline.reasoning;

import java.util.Arrays;
import java.util.List;

/// Votes for the answers to a problem, in the order in which they came.
///
/// ```java
/// Ballot ballot = Ballot.of(problem, answers);
/// int answer = Aggregator.majority().choose(ballot, 0);
/// ```
public final class Ballot {
    private final Problem problem;
    private final int[] votes;
    private final int[] order;
    private int cast;
    private int seen;

    private Ballot(Problem problem) {
        this.problem = problem;
        votes = new int[problem.answers()];
        order = new int[problem.answers()];
    }

    /// @param answers of traces; [Trace#NONE] casts no vote
    public static Ballot of(Problem problem, int... answers) {
        Ballot ballot = new Ballot(problem);
        for (int answer : answers) {
            ballot.cast(answer);
        }
        return ballot;
    }

    /// The votes of traces that are done within a budget.
    public static Ballot of(Problem problem, List<Trace> traces, double budget) {
        Ballot ballot = new Ballot(problem);
        for (Trace trace : traces) {
            ballot.cast(trace.within(budget));
        }
        return ballot;
    }

    /// The votes of the first traces of a problem, let run to their ends.
    static Ballot first(Problem problem, int traces) {
        Ballot ballot = new Ballot(problem);
        problem.cast(traces, ballot);
        return ballot;
    }

    /// Takes a vote.
    void cast(int answer) {
        if (answer == Trace.NONE) {
            return;
        }
        if (votes[answer]++ == 0) {
            order[seen++] = answer;
        }
        cast++;
    }

    /// Votes cast.
    public int size() {
        return cast;
    }

    /// Votes of an answer.
    public int votes(int answer) {
        return votes[answer];
    }

    /// Answers with a vote, by when they got their first.
    public int[] answers() {
        return Arrays.copyOf(order, seen);
    }

    Problem problem() {
        return problem;
    }

    int seen() {
        return seen;
    }

    int answer(int i) {
        return order[i];
    }
}
