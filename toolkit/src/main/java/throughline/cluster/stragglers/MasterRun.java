package throughline.cluster.stragglers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What became of work that a master handed out in rounds, to ranks that all begin each round together.
///
/// Rounds do not overlap, and a rank that is late drops what it was doing when the next round begins: so the clock is a
/// sum of rounds, and no event queue is needed. A test runs master and workers as DEVS models, and finds the same.
///
/// ```java
/// MasterRun run = MasterRun.of(work, DelayTrace.read(file), new Waiting(1, Waiting.Beyond.ALL));
/// run.seconds();
/// ```
///
/// @param rounds how each ended, in order; those in which nobody had anything to do take no time
public record MasterRun(List<Waiting.End> rounds) {
    public MasterRun {
        rounds = List.copyOf(rounds);
    }

    /// Runs work to its end, until interrupted.
    ///
    /// @param delays of the ranks of the work, and of at least as many rounds
    public static MasterRun of(Rounds work, DelayTrace delays, Waiting waiting) {
        return of(work, delays, waiting, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs work to its end.
    ///
    /// @param delays   of the ranks of the work, and of at least as many rounds
    /// @param cancel   once requested, the rounds so far are returned
    /// @param progress told the rounds that are over
    /// @throws BadInput where there are fewer rounds, or fewer or more ranks
    public static MasterRun of(Rounds work, DelayTrace delays, Waiting waiting, Cancel cancel, Progress progress) {
        if (delays.rounds() < work.rounds()) {
            throw new BadInput("delays of [%d] rounds are too few: the work has %d", delays.rounds(), work.rounds());
        }
        if (delays.ranks() != work.ranks()) {
            throw new BadInput("delays of [%d] ranks are not those of the work's %d", delays.ranks(), work.ranks());
        }
        List<Waiting.End> ends = new ArrayList<>();
        for (int round = 0; round < work.rounds() && !cancel.requested(); round++) {
            Waiting.End end = work.idle()
                    ? new Waiting.End(0, new BitSet(), false)
                    : waiting.end(delays.round(round), work::mayMiss);
            work.finish(end.missed());
            ends.add(end);
            progress.report(round + 1L, work.rounds());
        }
        return new MasterRun(ends);
    }

    /// The time of all rounds.
    public double seconds() {
        return rounds.stream().mapToDouble(Waiting.End::seconds).sum();
    }

    /// Rounds in which the master waited longer than it would have liked to.
    public int waits() {
        return (int) rounds.stream().filter(Waiting.End::waited).count();
    }

    /// When each round ended, in seconds from the beginning.
    public double[] ends() {
        double[] ends = new double[rounds.size()];
        double now = 0;
        for (int round = 0; round < ends.length; round++) {
            now += rounds.get(round).seconds();
            ends[round] = now;
        }
        return ends;
    }
}
