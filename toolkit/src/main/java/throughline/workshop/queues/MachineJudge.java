package throughline.workshop.queues;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import throughline.devs.Tick;

/// Puts a machine that a class has written to the test, one thing after the other: each case has something that the
/// one before had not.
final class MachineJudge {
    private static final Tick TICK = Tick.MILLISECOND;
    private static final long END = TICK.hours(1000);

    /// @param arrivals hours, ascending
    /// @param process  hours of one lot after another
    /// @param hint     what to think of where it fails
    private record Trial(double[] arrivals, double[] process, String hint) {
        /// When each lot should leave (Lindley): it is started when it is there and the one before has left.
        double[] left() {
            double[] left = new double[arrivals.length];
            double free = 0;
            for (int i = 0; i < left.length; i++) {
                free = Math.max(free, arrivals[i]) + process[i];
                left[i] = free;
            }
            return left;
        }

        Visits run(Server machine) {
            Iterator<Double> hours = Arrays.stream(process).iterator();
            return OneMachine.run(
                    () -> machine,
                    Arrays.stream(arrivals).mapToLong(TICK::hours).toArray(),
                    () -> hours.hasNext() ? TICK.hours(hours.next()) : TICK.hours(1),
                    END);
        }
    }

    private static final List<Trial> TRIALS = List.of(
            new Trial(
                    new double[] {1},
                    new double[] {2},
                    "A lot comes to a machine that stands still: who starts it? And after it has left, what does the"
                            + " machine do?"),
            new Trial(
                    new double[] {1, 5, 9},
                    new double[] {2, 1, 2},
                    "When nobody waits, the machine must stand still: no lot on it, and nothing left to wait for"
                            + " (NEVER)."),
            new Trial(
                    new double[] {1, 2},
                    new double[] {5, 1},
                    "A lot came while the machine was at work. After every transition the simulator asks for"
                            + " timeAdvance() again: of what was left, `elapsed` has passed."),
            new Trial(
                    new double[] {1, 1, 1, 4, 9},
                    new double[] {3, 5, 2, 1, 1},
                    "Lots came at one instant, or just when another left: all that stand in `arriving` must be"
                            + " taken in, in the order in which they stand there."));

    private MachineJudge() {}

    @SuppressWarnings("rawtypes")
    static Optional<String> fault(Supplier machines) {
        return TRIALS.stream().flatMap(trial -> fault(trial, machines)).findFirst();
    }

    private static Stream<String> fault(Trial trial, Supplier<?> machines) {
        if (!(machines.get() instanceof Server machine)) {
            return Stream.of("It must make a machine that extends Server.");
        }
        double[] found;
        try {
            found = trial.run(machine).left();
        } catch (IllegalStateException e) {
            return Stream.of("%s. %s".formatted(said(e), trial.hint));
        }
        double[] right = trial.left();
        for (int i = 0; i < right.length; i++) {
            if (Math.abs(found[i] - right[i]) > 1e-6) {
                return Stream.of(
                        "Lot %d came at %s h, should have left at %s h, and left at %s h (lots came at %s and take %s h). %s"
                                .formatted(
                                        i,
                                        trial.arrivals[i],
                                        right[i],
                                        found[i],
                                        Arrays.toString(trial.arrivals),
                                        Arrays.toString(trial.process),
                                        trial.hint));
            }
        }
        return Stream.empty();
    }

    /// The simulator says in which event it was; who writes the machine is better served by what happened in it.
    private static String said(IllegalStateException e) {
        Throwable inner = e.getCause() instanceof IllegalStateException cause ? cause : e;
        String message = inner.getMessage();
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
    }
}
