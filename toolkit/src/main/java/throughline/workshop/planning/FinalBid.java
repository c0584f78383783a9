package throughline.workshop.planning;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import throughline.cluster.Goodput;
import throughline.cluster.Spell;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// The last exercise: a bid for the whole contract, held against runs that nobody has rehearsed.
final class FinalBid {
    private static final long[] HELD_OUT = {1001, 1002, 1003};

    private FinalBid() {}

    static List<Exercise> exercises() {
        return List.of(new Exercise("bid", "a bid that meets date and sum when things break", 22, 4, judge()));
    }

    static Judge judge() {
        return Judge.of(Bid.class, bid -> fault(bid, Contract.COURSE));
    }

    static Optional<String> fault(Bid bid, Contract contract) {
        try {
            bid.check(contract);
        } catch (BadInput e) {
            return Optional.of("It cannot be had: %s.".formatted(e.getMessage()));
        }
        return LongStream.of(HELD_OUT)
                .mapToObj(seed -> late(bid.rehearsed(contract, seed, Cancel.onInterrupt()), contract, bid))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> late(Goodput run, Contract contract, Bid bid) {
        return run.steps() >= contract.steps()
                ? Optional.empty()
                : Optional.of("In one of three runs that nobody has rehearsed, %,d of %,d steps are done in %s days."
                                .formatted(run.steps(), contract.steps(), bid.days())
                        + " It stops %d times. %s".formatted(run.stops(), spent(run)));
    }

    private static String spent(Goodput run) {
        double lost = run.share(Spell.LOST);
        double saving = run.share(Spell.SAVING);
        double waiting = run.share(Spell.REPLACING);
        double other = 1 - run.effective() - lost - saving - waiting;
        return ("Of the time, %.1f %% go into steps that are kept, %.1f %% into lost ones, %.1f %% into saving, %.1f %% into"
                        + " waiting for nodes, %.1f %% into all else.")
                .formatted(100 * run.effective(), 100 * lost, 100 * saving, 100 * waiting, 100 * other);
    }
}
