package throughline.cluster.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.cluster.FaultProcess;
import throughline.cluster.faults.FaultRates;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class SweepRunTest {
    /// Only workers take time.
    private static final SweepSetup FREE = new SweepSetup(4, 2, 80, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1e9, 1e9, 1e9, 0, 1);

    private static SweepRun run(SweepSetup setup) {
        return SweepRun.of(setup, FaultProcess.NONE, 1, Cancel.NEVER);
    }

    @Test
    void whereNothingElseTakesTimeWorkersShareTheParts() {
        assertThat(run(FREE).seconds()).isCloseTo(100, within(1e-9));
        assertThat(run(FREE).efficiency()).isCloseTo(1, within(1e-9));
        assertThat(run(FREE.with("parts", "81")).seconds()).isCloseTo(110, within(1e-9));
    }

    @Test
    void aDriverLaunchesOneTaskAfterTheOther() {
        SweepSetup slow = FREE.with("workers", "100")
                .with("slots", "10")
                .with("part", "0.001")
                .with("driver", "1");
        assertThat(run(slow).seconds()).isCloseTo(80, within(0.01));
        assertThat(run(slow).driver()).isCloseTo(80, within(1e-6));
    }

    @Test
    void theMetadataServerTakesOneRequestAfterTheOther() {
        SweepSetup slow = FREE.with("workers", "100").with("requests", "5").with("metadata", "0.2");
        assertThat(run(slow).seconds()).isCloseTo(90, within(1e-6));
        assertThat(run(slow).metadata()).isCloseTo(80, within(1e-6));
    }

    @Test
    void classPathsShareTheDriversCard() {
        SweepSetup heavy = FREE.with("jars", "5e8").with("card", "1e8");
        assertThat(run(heavy).seconds()).isCloseTo(20 + 100, within(1e-6));
        assertThat(run(heavy).card()).isCloseTo(20, within(1e-6));
    }

    @Test
    void tasksGoOutAndReceiptsComeInOverTheDriversCard() {
        SweepSetup heavy = FREE.with("part", "0.001").with("task", "1e9");
        assertThat(run(heavy).seconds()).isCloseTo(80, within(0.01));
        assertThat(run(heavy).card()).isCloseTo(80, within(1e-6));
        SweepSetup both = heavy.with("receipt", "1e9").with("workers", "80").with("slots", "1");
        assertThat(run(both).seconds()).isBetween(160.0, 160.01);
        assertThat(SweepBounds.of(both).of(SweepBounds.Part.CARD)).isEqualTo(80);
    }

    @Test
    void writersShareTheStorageAndNoneIsFasterThanItself() {
        SweepSetup narrow = FREE.with("written", "1e9").with("storage", "1e8").with("write", "5e7");
        assertThat(run(narrow).storage()).isCloseTo(800, within(1e-3));
        SweepSetup wide = FREE.with("written", "1e8").with("storage", "1e12").with("write", "1e8");
        assertThat(run(wide).seconds()).isCloseTo(110, within(1e-6));
    }

    @Property(tries = 60)
    void noBoundIsBeaten(
            @ForAll @IntRange(min = 1, max = 60) int workers,
            @ForAll @IntRange(min = 1, max = 8) int slots,
            @ForAll @IntRange(min = 1, max = 400) int parts,
            @ForAll @DoubleRange(min = 0.1, max = 30) double part,
            @ForAll @DoubleRange(min = 0, max = 0.5) double driver,
            @ForAll @DoubleRange(min = 0, max = 0.5) double metadata,
            @ForAll @DoubleRange(min = 0, max = 1e9) double task,
            @ForAll @DoubleRange(min = 0, max = 1e9) double receipt) {
        SweepSetup setup = new SweepSetup(
                workers, slots, parts, part, 0, 1e6, 3, 1e7, task, receipt, 200, driver, 2, 1e8, 1e8, 1e9, metadata, 1);
        SweepRun run = run(setup);
        SweepBounds bounds = SweepBounds.of(setup);
        assertThat(run.seconds()).isGreaterThanOrEqualTo(bounds.of(bounds.first()) * (1 - 1e-9) - 1e-6 * parts);
        assertThat(run.useful()).isCloseTo(setup.work(), within(1e-6 * setup.work()));
        assertThat(run.repeated()).isZero();
    }

    @Test
    void moreWorkersHelpUntilSomethingElseBreaks() {
        SweepSetup setup = FREE.with("parts", "20000").with("driver", "0.01");
        double breaks = SweepBounds.breaks(setup);
        assertThat(breaks).isCloseTo(500, within(1e-9));
        double half = run(setup.with("workers", "250")).seconds();
        double twice = run(setup.with("workers", "1000")).seconds();
        assertThat(half).isCloseTo(400, within(15.0));
        assertThat(twice).isBetween(200.0, 215.0);
        assertThat(SweepBounds.of(setup.with("workers", "250")).first()).isEqualTo(SweepBounds.Part.WORKERS);
        assertThat(SweepBounds.of(setup.with("workers", "1000")).first()).isEqualTo(SweepBounds.Part.DRIVER);
    }

    @Test
    void aSweepOutgrowsTheDriversCardWhereClassPathsTakeAsLongAsTheWork() {
        SweepSetup setup = FREE.with("jars", "1e9")
                .with("card", "1e9")
                .with("parts", "20000")
                .with("task", "1e7");
        double breaks = SweepBounds.breaks(setup);
        SweepBounds there = SweepBounds.of(setup.with("workers", Long.toString(Math.round(breaks))));
        assertThat(there.of(SweepBounds.Part.CARD)).isCloseTo(there.of(SweepBounds.Part.WORKERS), within(2.0));
    }

    /// Losing workers costs what they had under way, and no part is missing or made twice without a loss.
    @Test
    void lostWorkersCostTheirUnfinishedPartsOnly() {
        SweepSetup setup = FREE.with("workers", "50").with("parts", "20000").with("spread", "0.5");
        FaultProcess faults = FaultRates.named("faults-opt").scaled(300);
        SweepRun calm = run(setup);
        SweepRun stormy = SweepRun.of(setup, faults, 1, Cancel.NEVER);
        assertThat(stormy.losses()).isPositive();
        assertThat(stormy.repeated()).isBetween(1L, (long) stormy.losses() * setup.slots());
        assertThat(stormy.seconds()).isGreaterThan(calm.seconds());
        assertThat(stormy.useful()).isBetween(calm.useful() * (1 - 1e-9), calm.useful() * 1.05);
        assertThat(calm.losses()).isZero();
        assertThat(calm.useful()).isCloseTo(calm.work(), within(1e-6 * calm.work()));
        assertThat(stormy.work()).isEqualTo(calm.work());
        assertThat(calm.efficiency()).isLessThan(1);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        SweepSetup setup = FREE.with("spread", "1");
        FaultProcess faults = FaultRates.named("faults-opt").scaled(1000);
        assertThat(SweepRun.of(setup, faults, 7, Cancel.NEVER)).isEqualTo(SweepRun.of(setup, faults, 7, Cancel.NEVER));
        assertThat(run(setup).seconds())
                .isNotEqualTo(
                        SweepRun.of(setup, FaultProcess.NONE, 2, Cancel.NEVER).seconds());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> FREE.with("workers", "0"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("workers");
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThatThrownBy(() -> SweepRun.of(FREE, FaultProcess.NONE, 1, cancel))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("cancelled");
    }
}
