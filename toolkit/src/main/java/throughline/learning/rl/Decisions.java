package throughline.learning.rl;

import java.util.ArrayList;
import java.util.List;
import throughline.learning.rl.TabularPolicy.Kind;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// The actions of one rollout: a task asks, the policy answers, and what it answered is kept to learn from. Used by one
/// thread.
public final class Decisions {
    /// One action.
    ///
    /// @param table          asked
    /// @param row            asked
    /// @param action         index of a choice, 1 for yes and 0 for no, or a normal number
    /// @param taken          bits of actions that were not open
    /// @param likelihood when it was drawn, as [TabularPolicy#likelihood] has it
    record Decision(int table, int row, double action, long taken, double likelihood) {}

    private final TabularPolicy policy;
    private final Odds odds;
    private final Stream stream;
    private final List<Decision> made = new ArrayList<>();

    /// A rollout of a policy that is looked at, not trained.
    public Decisions(TabularPolicy policy, Stream stream) {
        this(policy, new Odds(policy), stream);
    }

    /// @param odds of the policy, for all rollouts until it changes
    Decisions(TabularPolicy policy, Odds odds, Stream stream) {
        this.policy = policy;
        this.odds = odds;
        this.stream = stream;
    }

    /// One action of a choice.
    ///
    /// @throws BadInput when there is no such row, or it is none of choices; so with the others
    public int choose(int table, int row) {
        return (int) ask(table, row, 0, Kind.CHOICE);
    }

    /// One action of a choice that is none of those made in that row in this rollout: draws without replacement.
    ///
    /// @throws BadInput when all were made
    public int chooseAnother(int table, int row) {
        policy.require(table, row, Kind.CHOICE);
        long taken = 0;
        for (Decision decision : made) {
            if (decision.table() == table && decision.row() == row) {
                taken |= 1L << (int) decision.action();
            }
        }
        int width = policy.tables().get(table).width();
        if (Long.bitCount(taken) == width) {
            throw new BadInput(
                    "table [%s], row %d: all [%d] actions are taken",
                    policy.tables().get(table).name(), row, width);
        }
        return (int) ask(table, row, taken, Kind.CHOICE);
    }

    /// Yes or no.
    public boolean yes(int table, int row) {
        return ask(table, row, 0, Kind.YES_NO) > 0;
    }

    /// A normal number.
    public double normal(int table, int row) {
        return ask(table, row, 0, Kind.NORMAL);
    }

    private double ask(int table, int row, long taken, Kind kind) {
        policy.require(table, row, kind);
        double action = policy.draw(table, row, taken, odds, stream);
        Decision unweighed = new Decision(table, row, action, taken, 0);
        made.add(new Decision(table, row, action, taken, policy.likelihood(unweighed, odds)));
        return action;
    }

    List<Decision> made() {
        return made;
    }
}
