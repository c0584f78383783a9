package throughline.fab.jobshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.CountDownLatch;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;
import sun.misc.SignalHandler;
import throughline.fab.jobshop.Schedule.Slot;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class OptimumTest {
    @Provide
    Arbitrary<JobShop> shops() {
        return Shops.any(5, 4);
    }

    @Test
    void theClassicalOptimaAreTheKnownOnes() {
        assertThat(Optimum.of(JobShop.FT06, Mode.CLASSICAL).makespan()).contains(55L);
        assertThat(Optimum.of(JobShop.LA01, Mode.CLASSICAL).makespan()).contains(666L);
    }

    @Property(tries = 20)
    void noRuleBeatsTheOptimumAndBlockingCosts(@ForAll("shops") JobShop shop) {
        long classical = Optimum.of(shop, Mode.CLASSICAL).makespan().orElseThrow();
        long blocking = Optimum.of(shop, Mode.SWAP).makespan().orElseThrow();
        assertThat(classical).isGreaterThanOrEqualTo(shop.lowerBound());
        assertThat(blocking).isGreaterThanOrEqualTo(classical);
        for (FixedRule rule : FixedRule.values()) {
            assertThat(Shops.play(shop, Mode.CLASSICAL, rule).makespan()).isGreaterThanOrEqualTo(classical);
            assertThat(Shops.play(shop, Mode.SWAP, rule).makespan()).isGreaterThanOrEqualTo(blocking);
        }
    }

    /// The solver once took the signal for itself and left it to nobody: an interrupt after it ended the JVM. Where a
    /// shell has put the tests in the background, the JVM ignores the signal and nobody can be asked.
    @Test
    void anInterruptFindsWhoeverHandledItBefore() throws InterruptedException {
        CountDownLatch handled = new CountDownLatch(1);
        Signal interrupt = new Signal("INT");
        SignalHandler before = Signal.handle(interrupt, _ -> handled.countDown());
        assumeThat(before).isNotEqualTo(SignalHandler.SIG_IGN);
        try {
            Optimum.of(JobShop.FT06, Mode.CLASSICAL);
            Signal.raise(interrupt);
            handled.await();
        } finally {
            Signal.handle(interrupt, before);
        }
    }

    @Property(tries = 10)
    void theBestScheduleKeepsTheLaws(@ForAll("shops") JobShop shop) {
        Schedule schedule = Optimum.of(shop, Mode.SWAP).schedule().orElseThrow();
        assertThat(schedule.slots()).hasSize(shop.operations());
        for (int machine = 0; machine < shop.machines(); machine++) {
            var slots = schedule.on(machine);
            for (int i = 1; i < slots.size(); i++) {
                assertThat(slots.get(i).start())
                        .isGreaterThanOrEqualTo(slots.get(i - 1).released());
            }
        }
        for (int i = 1; i < schedule.slots().size(); i++) {
            Slot before = schedule.slots().get(i - 1);
            Slot slot = schedule.slots().get(i);
            if (slot.job() == before.job()) {
                assertThat(slot.start()).isEqualTo(before.released());
            }
        }
        assertThat(Optimum.of(shop, Mode.SWAP).schedule()).contains(schedule);
    }

    @Test
    void twoJobsThatChangePlacesSwap() {
        JobShop pair = JobShop.parse("pair", "2 2\n0 1 1 1\n1 1 0 1\n");
        assertThat(Optimum.of(pair, Mode.SWAP).makespan()).contains(2L);
    }

    @Test
    void aLimitLeavesABound() {
        Optimum some = Optimum.of(JobShop.LA01, Mode.SWAP, 0.01, 1, Cancel.NEVER);
        assertThat(some.bound()).isGreaterThanOrEqualTo(666);
        assertThat(some.makespan()).isEmpty();
    }

    @Test
    void whatCannotBeAskedIsSaid() {
        assertThatThrownBy(() -> Optimum.of(JobShop.FT06, Mode.BLOCKING))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[BLOCKING]");
        assertThatThrownBy(() -> Optimum.of(JobShop.FT06, Mode.SWAP, 0, 1, Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("limit [0.0]");
    }
}
