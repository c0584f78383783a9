package throughline.workshop.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import throughline.data.Estimate;
import throughline.data.Warmup;
import throughline.fab.Dispatch;
import throughline.workshop.Course;
import throughline.workshop.NotYet;
import throughline.workshop.circular.CircularLab;
import throughline.workshop.circular.Judgement;

class QueuesAndFabsTest {
    private final Course course = Course.named("queues-and-fabs");

    private void right(String exercise, Object answer) {
        assertThatCode(() -> course.check(exercise, answer)).doesNotThrowAnyException();
    }

    private void wrong(String exercise, Object answer, String why) {
        assertThatThrownBy(() -> course.check(exercise, answer))
                .isInstanceOf(NotYet.class)
                .hasMessageContaining(why);
    }

    /// As a class would write it, with what can be wrong with it.
    private static final class Written extends Server {
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private final boolean starts;
        private final boolean goesOn;
        private final boolean counts;
        private Integer onMachine;
        private long left = NEVER;

        Written(boolean starts, boolean goesOn, boolean counts) {
            this.starts = starts;
            this.goesOn = goesOn;
            this.counts = counts;
        }

        @Override
        protected long timeAdvance() {
            return left;
        }

        @Override
        protected void output() {
            leaving.send(onMachine);
        }

        @Override
        protected void internalTransition() {
            if (goesOn) {
                start();
            }
        }

        @Override
        protected void externalTransition(long elapsed) {
            arriving.forEach(waiting::add);
            if (onMachine == null && starts) {
                start();
            } else if (counts && left != NEVER) {
                left -= elapsed;
            }
        }

        private void start() {
            onMachine = waiting.poll();
            left = onMachine == null ? NEVER : processTicks();
        }
    }

    private static Supplier<Server> written(boolean starts, boolean goesOn, boolean counts) {
        return () -> new Written(starts, goesOn, counts);
    }

    @Test
    void aMachineIsToldWhatItLacks() {
        right("machine", written(true, true, true));
        wrong("machine", written(false, true, true), "who starts it?");
        wrong("machine", written(true, false, true), "must stand still");
        wrong("machine", written(true, true, false), "`elapsed` has passed");
        wrong("machine", (Supplier<Server>) () -> new QueueServer(true), "in the order in which they stand there");
        wrong("machine", (Supplier<String>) () -> "machine", "extends Server");
        wrong("machine", "machine", "must be a Supplier");
    }

    @Test
    void littlesLawNeedsNoFormulaOfTheQueue() {
        Visits night = Cases.NIGHT_SHIFT.run(20_000, 7);
        right("little", night.meanHours());
        wrong("little", night.meanLots() * night.rate(), "hours are lots over lots an hour");
        wrong("little", 1 / (1 / 0.9 - night.rate()), "neither for Poisson");
    }

    @Test
    void loadsAndFormulas() {
        right("headroom", 2);
        wrong("headroom", 0.95 / 0.9, "what is left of it");
        right("kingman", (WaitFormula) (u, a, s) -> u / (1 - u) * (a + s) / 2);
        wrong("kingman", (WaitFormula) (u, a, s) -> u / (1 - u) * (a + s), "twice");
        wrong("kingman", (WaitFormula) (u, a, s) -> (a + s) / 2 / (1 - u), "counts the process");
        wrong("kingman", (WaitFormula) (u, a, s) -> Double.NaN, "nobody waits");
        wrong("kingman", (WaitFormula) (u, a, s) -> u / (1 - u) * (a * a + s * s) / 2, "squares already");
    }

    /// The bisection that a class without algebra would write.
    @Test
    void stopsMayLastAsLongAsTheFormulaSays() {
        double low = 0;
        double high = 20;
        for (int i = 0; i < 60; i++) {
            double hours = (low + high) / 2;
            if (Cases.STOPS.stopping(hours).cycleHours() < Cases.ALLOWED_HOURS) {
                low = hours;
            } else {
                high = hours;
            }
        }
        right("stops", low);
        wrong("stops", 8.125, "process time over the availability");
    }

    @Test
    void batchesAndSetUps() {
        right("batch", 5.0);
        wrong("batch", 10, "the last waits for nobody");
        wrong("batch", 6, "five gaps");
        right("setups", 3);
        wrong("setups", 2, "queue that grows");
        wrong("setups", 1, "before each lot");
    }

    @Test
    void lines() {
        right("critical-wip", 3);
        wrong("critical-wip", 4, "no faster than its slowest");
        wrong("critical-wip", 4.5, "Those are the hours");
        right("wip", 8);
        wrong("wip", 3, "runs dry");
        wrong("wip", 7, "with one more");
    }

    @Test
    void runsOfMiniFab() {
        double[] wip = Cases.wip(Cases.runs());
        assertThat(wip).hasSizeGreaterThan(160);
        right("warm-up", Warmup.mser5(wip).mean());
        wrong("warm-up", Arrays.stream(wip).average().orElseThrow(), "filled up");
        wrong("seeds", 8, "twice as wide");
        wrong("seeds", 16, "do not halve");
        wrong("seeds", 20, "half-width would be");
        wrong("seeds", 64, "more than it takes");
        right("seeds", 32);
    }

    @Test
    void theSameLotsTellAFasterMachineApart() {
        double[] old = Cases.hours(Cases.OLD);
        double[] faster = Cases.hours(Cases.FASTER);
        Estimate difference = Estimate.paired(faster, old);
        right("paired", difference.halfWidth(0.95));
        DoubleSupplier independent = () ->
                Math.hypot(Estimate.of(old).halfWidth(0.95), Estimate.of(faster).halfWidth(0.95));
        wrong("paired", independent.getAsDouble(), "met different lots");
        assertThat(difference.high(0.95)).isNegative();
        assertThat(Estimate.of(faster).high(0.95))
                .isGreaterThan(Estimate.of(old).low(0.95));
    }

    @Test
    void theSmallFab() {
        System.setProperty("throughline.home", "..");
        right("bottleneck", "furnace");
        wrong("bottleneck", "Implanter", "they wait for a set-up");
        wrong("bottleneck", "Oven", "least time to spare");
        wrong("rule", Dispatch.FIFO, "pile up before the implanters");
        right("rule", Dispatch.SETUP_AVOIDANCE.then(Dispatch.FIFO));
        // That the files name, and others that mind set-ups: one run cannot rank them.
        right(
                "rule",
                Dispatch.by(Dispatch.HOT_LOT).then(Dispatch.SETUP_AVOIDANCE).then(Dispatch.FIFO));
        right("rule", Dispatch.SETUP_AVOIDANCE.then(Dispatch.CRITICAL_RATIO));
        right("rule", Dispatch.SETUP_AVOIDANCE.then(Dispatch.random(2)));
        wrong("rule", Dispatch.SPT, "pile up before the implanters");
    }

    @Test
    void circularClaims() {
        CircularLab lab = CircularLab.seeded(7);
        right("circular", new Judgement(4, 0, 0, 0, List.of()));
        wrong("circular", lab.judge(Map.of()), "some not found");
        wrong("circular", "all of them", "must be a Judgement");
    }

    @Test
    void guessesAreRightWhateverTheyAre() {
        course.exercises().stream()
                .filter(exercise -> exercise.id().startsWith("guess"))
                .forEach(exercise -> {
                    right(exercise.id(), 0.04);
                    wrong(exercise.id(), Double.NaN, "No answer yet");
                    wrong(exercise.id(), -1, "from 0 up");
                    wrong(exercise.id(), Double.POSITIVE_INFINITY, "from 0 up");
                });
    }
}
