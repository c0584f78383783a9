package throughline.fab;

import java.util.Set;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The knobs of [MiniFab]. [#KEMPF] has the values of the published specification.
public record MiniFabSpec(
        @Param(value = "lots released; those that never leave are counted as stranded", min = 1, max = 1_000_000)
        int lots,

        @Param(
                value = "the run ends here, or earlier: when only calendars are pending, or in a deadlock",
                unit = "d",
                min = 0.01,
                max = 36_500)
        double horizon,

        @Param(value = "lots released in a week, evenly spaced", min = 1, max = 1_000)
        double startsPerWeek,

        @Param(value = "lots of product Pa in a round of releases", min = 0, max = 1_000)
        int pa,

        @Param(value = "lots of product Pb in a round of releases", min = 0, max = 1_000)
        int pb,

        @Param(value = "test wafer lots in a round of releases", min = 0, max = 1_000)
        int tw,

        @Param("what takes machines out of work: repair after so many steps, breakdowns in time, maintenance")
        Set<Repair> repair,

        @Param("whether lithography needs set-ups") boolean setups,
        @Param("which lot lithography takes first") Rule dispatch,
        @Param("how many lots a furnace needs to start") Furnace batch,

        @Param(value = "mean time from a repair of Mc or Md to the next breakdown", unit = "h", min = 1, max = 10_000)
        double mtbf,

        @Param(value = "half-width (or, under a normal law, standard deviation) of that time", unit = "h", min = 0)
        double mtbfSpread,

        @Param(value = "mean duration of such a repair", unit = "min", min = 0, max = 10_000)
        double mttr,

        @Param(value = "half-width (or standard deviation) of that duration", unit = "min", min = 0)
        double mttrSpread,

        @Param("law of both times") Law law,

        @Param(value = "loads of any machine after which it is repaired, under repair=steps", min = 1, max = 1_000_000)
        int repairSteps,

        @Param(value = "shortest such repair", unit = "min", min = 0)
        double stepRepairLow,

        @Param(value = "longest such repair", unit = "min", min = 0)
        double stepRepairHigh,

        @Param("whether a test wafer lot must change the furnace between S1 and S5, the implanter between S2 and S4")
        boolean testWaferRule,

        @Param("whether a transporter carries the lots, one at a time")
        boolean transporter,

        @Param("whether machines wait for the two operators to set up, load and unload")
        boolean operators,

        @Param(
                value = "after each shift of 12 hours no operator begins anything for so long",
                unit = "min",
                min = 0,
                max = 700)
        double shiftChange,

        @Param("whether maintenance and repairs wait for the one technician")
        boolean technician,

        @Param("whether only so many lots can wait in front of each station")
        boolean finiteBuffers,

        @Param(value = "lots that can wait for S1 and S5, under finiteBuffers", unit = "lots", min = 1, max = 10_000)
        int diffusionPlaces,

        @Param(value = "of these, how many only lots for S5 may take", unit = "lots", min = 0, max = 10_000)
        int keptPlaces,

        @Param(value = "lots that can wait for S2 and S4, under finiteBuffers", unit = "lots", min = 1, max = 10_000)
        int implantationPlaces,

        @Param(value = "lots that can wait for S3 and S6, under finiteBuffers", unit = "lots", min = 1, max = 10_000)
        int lithographyPlaces,

        @Param(value = "time between two rows of the series", unit = "min", min = 0.001, max = 100_000)
        double sampling) {

    /// What takes machines out of work; any combination.
    public enum Repair {
        /// Every machine is repaired after a number of loads; nothing is scrapped. The paper names a
        /// "processing-steps-based" repair without saying more; counting loads is the literal reading.
        STEPS,
        /// Emergency breakdowns of the implanters, which scrap the lot in process.
        TIME,
        /// Planned maintenance of every machine, which waits for the running lot.
        PM
    }

    /// Dispatching at lithography.
    public enum Rule {
        /// First come, first served.
        FIFO,
        /// The lot with the shortest set-up first.
        SETUP_AVOIDING
    }

    /// When a furnace starts.
    public enum Furnace {
        /// Only with three lots.
        EXACT,
        /// With three when there are three, else with two.
        TWO_OR_THREE
    }

    /// The law behind a mean and a spread.
    public enum Law {
        /// Mean ± half-width.
        UNIFORM,
        /// Mean and standard deviation.
        NORMAL
    }

    /// The published specification for four weeks: 84 lots a week, set-ups, maintenance and breakdowns. Loads between
    /// repairs under `steps`, and their duration, are not known; ours are 40 loads and 30 to 90 minutes.
    public static final MiniFabSpec KEMPF = new MiniFabSpec(
            336,
            35,
            84,
            51,
            30,
            3,
            Set.of(Repair.TIME, Repair.PM),
            true,
            Rule.FIFO,
            Furnace.EXACT,
            50,
            26,
            420,
            60,
            Law.UNIFORM,
            40,
            30,
            90,
            false,
            false,
            false,
            0,
            false,
            false,
            18,
            6,
            12,
            12,
            15);

    /// The whole specification: [#KEMPF] with every switch on but shift changes, whose length nobody states. Under
    /// FIFO lithography cannot serve 84 lots a week when it waits for its operator, so set-ups are avoided.
    public static final MiniFabSpec WHOLE = KEMPF.with("testWaferRule", "true")
            .with("transporter", "true")
            .with("operators", "true")
            .with("technician", "true")
            .with("finiteBuffers", "true")
            .with("dispatch", "setup-avoiding");

    public MiniFabSpec {
        repair = Set.copyOf(repair);
        Spec.check(
                MiniFabSpec.class,
                lots,
                horizon,
                startsPerWeek,
                pa,
                pb,
                tw,
                repair,
                setups,
                dispatch,
                batch,
                mtbf,
                mtbfSpread,
                mttr,
                mttrSpread,
                law,
                repairSteps,
                stepRepairLow,
                stepRepairHigh,
                testWaferRule,
                transporter,
                operators,
                shiftChange,
                technician,
                finiteBuffers,
                diffusionPlaces,
                keptPlaces,
                implantationPlaces,
                lithographyPlaces,
                sampling);
        check(pa + pb + tw > 0, "pa, pb and tw [0, 0, 0] must not all be 0");
        check(
                keptPlaces <= diffusionPlaces,
                "keptPlaces [%s lots] must be at most diffusionPlaces [%s lots]",
                keptPlaces,
                diffusionPlaces);
        checkSpread("mtbfSpread", mtbfSpread, mtbf, "h", law);
        checkSpread("mttrSpread", mttrSpread, mttr, "min", law);
        check(
                stepRepairLow <= stepRepairHigh,
                "stepRepairLow [%s min] must be at most stepRepairHigh [%s min]",
                stepRepairLow,
                stepRepairHigh);
    }

    private static void checkSpread(String key, double spread, double mean, String unit, Law law) {
        double most = law == Law.UNIFORM ? mean : mean / 3;
        check(
                spread <= most || (mean == 0 && spread == 0),
                "%s [%s %s] must be at most %s %s",
                key,
                spread,
                unit,
                most,
                unit);
    }

    private static void check(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new BadInput(message, arguments);
        }
    }

    /// A copy with one knob set from text, as on the command line: `with("horizon", "52 week")`.
    ///
    /// @throws BadInput naming the knobs there are, or the values allowed
    public MiniFabSpec with(String key, String text) {
        return Spec.with(this, key, text);
    }
}
