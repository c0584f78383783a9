package throughline.workshop.queues;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// One machine: load, Little's law, variability, batches and set-ups.
final class OneMachineExercises {
    private static final double EXACT = 0.01;
    private static final int NIGHT_LOTS = 20_000;
    private static final long NIGHT_SEED = 7;
    private static final double LOTS_PER_HOUR = 0.8;
    private static final double PROCESS_HOURS = 1;
    private static final double SETUP_HOURS = 0.5;

    private OneMachineExercises() {}

    static List<Exercise> all() {
        return List.of(
                new Exercise("guess-load", "a guess: hours at a load of 96 %", 4, 1, Judge.guess()),
                new Exercise("machine", "a machine with a queue", 15, 3, Judge.of(Supplier.class, MachineJudge::fault)),
                new Exercise("little", "hours from a chart and a counter", 8, 2, little()),
                new Exercise("headroom", "from 90 % to 95 % load", 6, 1, headroom()),
                new Exercise("guess-average", "a guess: minutes of wait when lots come on time", 4, 1, Judge.guess()),
                new Exercise("kingman", "the formula of all waiting", 12, 2, kingman()),
                new Exercise("guess-stops", "a guess: long stops against short ones", 4, 1, Judge.guess()),
                new Exercise("stops", "the longest stop that can be borne", 12, 2, stops()),
                new Exercise("batch", "what a full furnace costs", 6, 1, batch()),
                new Exercise("setups", "lots between two set-ups", 8, 1, setups()));
    }

    static Judge little() {
        Later<Visits> night = new Later<>(() -> Cases.NIGHT_SHIFT.run(NIGHT_LOTS, NIGHT_SEED));
        return Judge.number(() -> night.get().meanLots() / night.get().rate(), EXACT, "h")
                .mistake(
                        () -> night.get().meanLots() * night.get().rate(),
                        "Little's law is L = lambda W: hours are lots over lots an hour.")
                .mistake(
                        () -> 1
                                / (1 / Cases.NIGHT_SHIFT.process().mean()
                                        - night.get().rate()),
                        "That is M/M/1, which this machine is not. Little's law asks neither for Poisson arrivals nor"
                                + " for an order in which lots are taken: lots there, over lots an hour, is all.")
                .mistake(
                        () -> Cases.NIGHT_SHIFT.process().mean(),
                        "That is the process time alone; lots wait as well, and the chart counts those that wait.");
    }

    static Judge headroom() {
        double before = 0.90;
        double after = 0.95;
        return Judge.number(() -> Queueing.mm1(after) / Queueing.mm1(before), EXACT, "")
                .mistake(
                        () -> after / before,
                        "Time does not grow with the load, but with one over what is left of it: 1 / (1 - load).")
                .mistake(
                        () -> Queueing.mm1(after) - Queueing.mm1(before),
                        "Those are the hours by which it grows; asked is how many times as long it takes.")
                .mistake(
                        () -> after * Queueing.mm1(after) / (before * Queueing.mm1(before)),
                        "That is the wait alone; asked is the time in the system, wait and process.");
    }

    static Judge kingman() {
        return Judge.of(WaitFormula.class, OneMachineExercises::kingman);
    }

    private static Optional<String> kingman(WaitFormula formula) {
        if (formula.wait(0.8, 0, 0) != 0) {
            return Optional.of(
                    "When lots come on time and all take the same, nobody waits: at ca2 = cs2 = 0 it must be 0, and is [%s]."
                            .formatted(formula.wait(0.8, 0, 0)));
        }
        for (double load : new double[] {0.2, 0.5, 0.8, 0.96}) {
            for (double[] c : new double[][] {{1, 1}, {1, 0}, {1, 3}, {0.5, 2}}) {
                Optional<String> fault = kingman(formula, load, c[0], c[1]);
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> kingman(WaitFormula formula, double load, double ca2, double cs2) {
        double right = Queueing.kingman(load, ca2, cs2);
        double found = formula.wait(load, ca2, cs2);
        if (Math.abs(found - right) <= EXACT * right) {
            return Optional.empty();
        }
        String why = near(found, 2 * right)
                ? "It is twice what it should be: the mean of the two variabilities is half their sum."
                : near(found, right / load)
                        ? "1 / (1 - load) counts the process as well: who waits is load / (1 - load)."
                        : near(found, right + 1)
                                ? "That is the time in the system; asked is the wait alone."
                                : near(found, right / (ca2 + cs2) * (Math.sqrt(ca2) + Math.sqrt(cs2)))
                                                || near(found, right / (ca2 + cs2) * (ca2 * ca2 + cs2 * cs2))
                                        ? "ca2 and cs2 are squares already."
                                        : "";
        return Optional.of("At load %s, ca2 = %s, cs2 = %s it must be %.4g, and is %.4g. %s"
                .formatted(load, ca2, cs2, right, found, why)
                .strip());
    }

    private static boolean near(double found, double value) {
        return Math.abs(found - value) <= EXACT * Math.abs(value);
    }

    static Judge stops() {
        return Judge.number(() -> longest(Cases.STOPS.load()), 0.02, "h")
                .mistake(
                        () -> longest(Cases.STOPS.lotsPerHour() * Cases.STOPS.processHours()),
                        "The load is too small: a lot holds the machine for its process time over the availability, as"
                                + " the repairs in it take up the machine as well.")
                .mistake(
                        () -> Cases.STOPS.repairHours(),
                        "That is the short stop, with which a lot takes less than is allowed.");
    }

    /// Hours of repair at which a lot takes what is allowed, were the load this.
    private static double longest(double load) {
        StoppingTool tool = Cases.STOPS;
        double wait = Cases.ALLOWED_HOURS / tool.effectiveHours() - 1;
        double cs2 = 2 * wait * (1 - load) / load - 1;
        return cs2 * tool.processHours() / (2 * tool.availability() * (1 - tool.availability()));
    }

    static Judge batch() {
        Furnace furnace = Cases.FURNACE;
        DoubleSupplier gap = () -> 1 / furnace.lotsPerHour();
        return Judge.number(furnace::waitForFull, EXACT, "h")
                .mistake(
                        () -> (furnace.room() - 1) * gap.getAsDouble(),
                        "So long waits the first lot of a load; the last waits for nobody. Asked is the mean.")
                .mistake(
                        () -> furnace.room() * gap.getAsDouble() / 2,
                        "Between the first of six lots and the last lie five gaps, not six.")
                .mistake(
                        () -> furnace.room() * gap.getAsDouble(),
                        "So long it takes until six lots have come; asked is how long one of them waits, in the mean.")
                .mistake(() -> gap.getAsDouble(), "So long it takes until the next lot comes.");
    }

    static Judge setups() {
        return Judge.number(() -> leastRun(), EXACT, "")
                .mistake(
                        () -> LOTS_PER_HOUR * SETUP_HOURS / (1 - LOTS_PER_HOUR * PROCESS_HOURS),
                        "With so many the load is 1 exactly: full use, and a queue that grows without end. It needs one"
                                + " more.")
                .mistake(
                        () -> 1,
                        "With a set-up before each lot the machine would need 1.2 hours for what comes in an hour.");
    }

    /// Lots between two set-ups, the fewest with which the machine keeps up.
    private static double leastRun() {
        int lots = 1;
        while (LOTS_PER_HOUR * (PROCESS_HOURS + SETUP_HOURS / lots) >= 1) {
            lots++;
        }
        return lots;
    }
}
