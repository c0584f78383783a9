package throughline.parallel.coding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One coded value a worker and round: of the round's own job, or again of one B rounds ago.
final class RepeatCourse implements Course {
    private final Scheme scheme;
    private final int jobs;
    private final int delay;
    /// Whose values of a job have come.
    private final BitSet[] arrived;
    /// Stragglers of past rounds, without those of rounds that the pattern exempts.
    private final List<BitSet> past = new ArrayList<>();

    private BitSet repeating = new BitSet();

    RepeatCourse(Scheme scheme, int jobs, int delay) {
        this.scheme = scheme;
        this.jobs = jobs;
        this.delay = delay;
        arrived = new BitSet[jobs];
        for (int job = 0; job < jobs; job++) {
            arrived[job] = new BitSet(scheme.workers());
        }
    }

    @Override
    public int round() {
        return past.size();
    }

    @Override
    public int rounds() {
        return jobs + delay;
    }

    @Override
    public List<Task> tasks(int worker) {
        if (repeating.get(worker)) {
            return List.of(new Task.Coded(round() - delay, 0));
        }
        return round() < jobs ? List.of(new Task.Coded(round(), 0)) : List.of();
    }

    @Override
    public boolean idle() {
        return round() >= jobs && repeating.isEmpty();
    }

    @Override
    public boolean mayMiss(BitSet late) {
        return exempt(late) || !repeating.intersects(late) && scheme.pattern().continues(past, late);
    }

    /// Rounds in which the code alone is enough.
    private boolean exempt(BitSet late) {
        return repeating.isEmpty() && late.cardinality() <= scheme.codeStragglers();
    }

    @Override
    public void finish(BitSet missed) {
        if (round() < jobs) {
            BitSet own = arrived[round()];
            own.set(0, scheme.workers());
            own.andNot(missed);
            own.andNot(repeating);
        }
        if (round() >= delay && delay > 0) {
            BitSet again = (BitSet) repeating.clone();
            again.andNot(missed);
            arrived[round() - delay].or(again);
        }
        past.add(exempt(missed) ? new BitSet() : (BitSet) missed.clone());
        repeating = repeating();
    }

    /// Who repeats in the round that begins: as many as are too many of those whose value did not come.
    private BitSet repeating() {
        BitSet lacking = new BitSet(scheme.workers());
        int job = round() - delay;
        if (delay == 0 || job < 0 || job >= jobs) {
            return lacking;
        }
        lacking.set(0, scheme.workers());
        lacking.andNot(arrived[job]);
        int again = Math.max(0, lacking.cardinality() - scheme.codeStragglers());
        BitSet chosen = new BitSet(scheme.workers());
        lacking.stream().limit(again).forEach(chosen::set);
        return chosen;
    }

    @Override
    public boolean done(int job) {
        return arrived[job].cardinality() >= scheme.workers() - scheme.codeStragglers();
    }
}
