package throughline.cluster.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.devs.ModelLaws;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Tasks that share resources.
class PhaseMachineTest {
    private static final double TICK = 1e-9;

    private final PhaseMachine machine = new PhaseMachine();
    private final Resource device = Resource.shared("device", 1);

    @Test
    void aChainTakesTheSumOfItsParts() {
        Task first = machine.task("device", "first", device, 2);
        Task second = machine.task("device", "second", device, 3, first);
        PhaseRun run = machine.run();
        assertThat(run.piece(second).start()).isEqualTo(2);
        assertThat(run.seconds()).isEqualTo(5);
        assertThat(run.idle("device")).isZero();
    }

    @Test
    void whatIsSharedIsServedInEqualParts() {
        Resource card = Resource.shared("card", 10);
        Task one = machine.task("one", "flush", card, 10);
        Task other = machine.task("other", "flush", card, 30);
        PhaseRun run = machine.run();
        assertThat(run.piece(one).end()).isEqualTo(2);
        assertThat(run.piece(other).end()).isEqualTo(4);
    }

    @Test
    void noTaskIsServedFasterThanItCanGo() {
        Resource card = new Resource("card", 10, 4);
        machine.task("one", "flush", card, 8);
        machine.task("other", "flush", card, 8);
        assertThat(machine.run().seconds()).isEqualTo(2);
        machine.task("third", "flush", card, 8);
        assertThat(machine.run().seconds()).isEqualTo(2.4);
    }

    @Test
    void aTaskThatComesLaterSlowsTheOneUnderWay() {
        Resource card = Resource.shared("card", 1);
        Task early = machine.task("one", "flush", card, 2);
        Task late = machine.task("other", "flush", card, 2, 1.0);
        PhaseRun run = machine.run();
        assertThat(run.piece(late).start()).isEqualTo(1);
        assertThat(run.piece(early).end()).isEqualTo(3);
        assertThat(run.piece(late).end()).isEqualTo(4);
    }

    @Test
    void aMeetingPointTakesNoTime() {
        Task one = machine.task("one", "work", device, 2);
        Task other = machine.task("other", "work", Resource.shared("other", 1), 3);
        Task meeting = machine.task("one", "meeting", device, 0, one, other);
        Task next = machine.task("one", "work", device, 1, meeting);
        PhaseRun run = machine.run();
        assertThat(run.piece(meeting).end()).isEqualTo(3);
        assertThat(run.piece(next).end()).isEqualTo(4);
        assertThat(run.idle("one")).isEqualTo(1);
        assertThat(run.table().rowCount()).isEqualTo(3);
    }

    @Test
    void theModelObeysTheLawsOfItsFormalism() {
        Resource card = new Resource("card", 3, 2);
        Task first = machine.task("one", "work", device, 2);
        Task copy = machine.task("one", "copy", card, 3, 0.5);
        machine.task("other", "copy", card, 5, 1.5, first);
        machine.task("one", "meeting", device, 0, first, copy);
        machine.task("third", "copy", card, 1, 2.0);
        ModelLaws.of(() -> new PhaseModel(machine.tasks()))
                .until(10_000_000_000L)
                .check();
    }

    @Test
    void nothingOfACancelledRunIsMadeUp() {
        Task task = machine.task("device", "work", device, 2);
        Cancel cancel = new Cancel();
        cancel.cancel();
        PhaseRun run = machine.run(cancel, Progress.NONE);
        assertThat(run.pieces()).isEmpty();
        assertThatThrownBy(() -> run.piece(task)).hasMessageContaining("work of device");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> machine.task("device", "work", device, -1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[-1.0]");
        Task stranger = new PhaseMachine().task("device", "work", device, 1);
        assertThatThrownBy(() -> machine.task("device", "next", device, 1, stranger))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("another machine");
        assertThatThrownBy(() -> new Resource("card", 0, 1)).isInstanceOf(BadInput.class);
    }

    /// Work is conserved: a resource that always has something to do is done when all amounts are.
    @Property(tries = 100)
    void aBusyResourceLosesNothing(
            @ForAll @IntRange(min = 1, max = 8) int tasks, @ForAll @DoubleRange(min = 0.1, max = 9) double scale) {
        PhaseMachine shared = new PhaseMachine();
        Resource card = Resource.shared("card", 2);
        double all = 0;
        for (int i = 0; i < tasks; i++) {
            double amount = scale * (1 + i % 3);
            all += amount;
            shared.task("lane " + i, "flush", card, amount);
        }
        assertThat(shared.run().seconds()).isCloseTo(all / 2, within(tasks * TICK));
    }

    /// An all-reduce that goes on beside the next round of local steps (CO2, Sun et al. 2024): a step takes
    /// max(t, all-reduce / steps of a round).
    @Property(tries = 100)
    void anExchangeBesideLocalStepsCostsWhatItIsLonger(
            @ForAll @IntRange(min = 1, max = 16) int local,
            @ForAll @DoubleRange(min = 0.01, max = 1) double step,
            @ForAll @DoubleRange(min = 0.01, max = 4) double exchange) {
        PhaseMachine co2 = new PhaseMachine();
        Resource network = Resource.shared("network", 1);
        Task last = null;
        Task before = null;
        Task reduced = null;
        int rounds = 20;
        Task[] ends = new Task[rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < local; i++) {
                last = co2.task("device", "step", device, step, last, i == 0 ? before : null);
            }
            before = reduced;
            reduced = co2.task("network", "all-reduce", network, exchange, last, reduced);
            ends[round] = last;
        }
        PhaseRun run = co2.run();
        double perStep = (run.piece(ends[rounds - 1]).end() - run.piece(ends[4]).end()) / (rounds - 5) / local;
        assertThat(perStep).isCloseTo(Math.max(step, exchange / local), within(4 * TICK));
    }
}
