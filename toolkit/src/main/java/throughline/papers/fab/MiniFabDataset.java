package throughline.papers.fab;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.data.Recipe;
import throughline.data.Schema;
import throughline.fab.MiniFab;
import throughline.fab.Spent;
import throughline.fab.SteadyState;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The Mini-Fab time-series dataset made with a Parallel DEVS model (arXiv 2408.09307). Its text, data and code could
/// not be reached: what is held against numbers here is the public specification of the fab, and an independent
/// simulation of it; of the paper itself there are qualitative statements. What only the paper knows stays UNKNOWN,
/// with our value beside it.
public final class MiniFabDataset implements Paper {
    private static final String SPEC = "Mini-Fab specification, ASU fabspec page";
    private static final String SIMULATION =
            "an independent simulation of the specification, three seeds; not a value of the paper";
    private static final String OVERVIEW = "overview of the paper, its throughput figure";

    /// Cycle time depends on the furnaces' loading and unloading, which nobody could look up.
    private static final Constant FURNACE_HANDLING = Constant.frozen(
            "furnace load and unload, min", 60, "20 to load and 40 to unload, recalled", Provenance.RECALLED);

    private static final String[] CYCLES = {
        "cycle time, undisturbed", "cycle time, set-ups", "cycle time, + maintenance", "cycle time, + breakdowns"
    };

    @Override
    public String id() {
        return "MiniFabDataset";
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        return List.of(
                Reported.of("load of C1", 0.879, "", "static load, " + SPEC, told),
                Reported.of("load of C2", 0.913, "", "static load, " + SPEC, told),
                Reported.of("load of C3", 0.700, "", "static load, " + SPEC, told),
                Reported.of("lots scrapped a week", 4, "lots/week", SPEC + ": about four", told),
                Reported.of("lots out a week", 79.75, "lots/week", SIMULATION, told),
                Reported.of(CYCLES[0], 24.0, "h", SIMULATION, told),
                Reported.of(CYCLES[1], 25.0, "h", SIMULATION, told),
                Reported.of(CYCLES[2], 26.7, "h", SIMULATION, told),
                Reported.of(CYCLES[3], 29.45, "h", SIMULATION, told),
                Reported.rises("set-ups lengthen the cycle", "h", SIMULATION, told),
                Reported.rises("maintenance lengthens the cycle", "h", SIMULATION, told),
                Reported.rises("breakdowns lengthen the cycle", "h", SIMULATION, told),
                Reported.rises("throughput rises in time", "lots", OVERVIEW, told),
                Reported.rises("repair by steps widens the output", "lots", OVERVIEW + ", read by us as wider", told),
                Reported.rises(
                        "the surrogate is far faster, log10 of the ratio over 10", "", "abstract", Provenance.PRINTED),
                Reported.notKnown("multivariate over univariate RMSE", "", "tables of forecast errors"),
                Reported.notKnown("RMSE of the multivariate surrogate", "h", "tables of forecast errors"),
                Reported.notKnown("lots scrapped a week by Mc", "lots/week", "nowhere"),
                Reported.notKnown("lots scrapped a week by Md", "lots/week", "nowhere"),
                Reported.notKnown("cycle time by cause: process", "h", "nowhere"),
                Reported.notKnown("cycle time by cause: setup", "h", "nowhere"),
                Reported.notKnown("cycle time by cause: tool", "h", "nowhere"),
                Reported.notKnown("cycle time by cause: batch", "h", "nowhere"),
                Reported.notKnown("cycle time by cause: down", "h", "nowhere"),
                Reported.notKnown("configurations", "", "description of the dataset"),
                Reported.notKnown("columns of the series", "", "description of the dataset"),
                Reported.notKnown("sampling step", "min", "description of the dataset"));
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        MiniFabYears years = MiniFabYears.simulate(cancel, (done, all) -> progress.report(3 * done / 5, all));
        if (cancel.requested()) {
            return;
        }
        loads(evidence, years.loads());
        flow(evidence, years.breakdowns());
        causes(evidence, years.breakdowns());
        cycles(evidence, years);
        bands(evidence, cancel);
        dataset(evidence);
        if (!cancel.requested()) {
            MiniFabSurrogate.claims(evidence, cancel);
        }
        progress.report(1, 1);
    }

    private static void loads(Evidence evidence, List<SteadyState> years) {
        load(evidence, "load of C1", MiniFabYears.mean(years, y -> MiniFabYears.share(y, "Ma", "Mb")));
        load(evidence, "load of C2", MiniFabYears.mean(years, y -> MiniFabYears.share(y, "Me")));
        load(evidence, "load of C3", MiniFabYears.mean(years, y -> MiniFabYears.share(y, "Mc", "Md")));
    }

    private static void load(Evidence evidence, String row, double share) {
        evidence.claim(Recomputed.of(row, share)
                .within(Tolerance.absolute(0.01, "a lot more or less in a week moves a share by up to a point"))
                .byArithmetic("starts times minutes over minutes not in maintenance: the model can only lose count"));
    }

    private static void flow(Evidence evidence, List<SteadyState> years) {
        double staticLoad = 84 * (60 + 80) / (2 * (10_080.0 - 14 * 120));
        double failures = 2 * 168 / (50 + 7.0);
        evidence.claim(Recomputed.of("lots scrapped a week", MiniFabYears.mean(years, SteadyState::scrappedPerWeek))
                .within(Tolerance.absolute(0.5, "the specification says about four"))
                .against(Null.of(failures * staticLoad, "failures a week times the static load of C3"))
                .tried("A breakdown due during maintenance is repaired after it and scraps nothing here; an independent"
                        + " simulation of the specification has 4.2 to 4.5."));
        evidence.claim(Recomputed.of("lots out a week", MiniFabYears.mean(years, SteadyState::finishedPerWeek))
                .within(Tolerance.absolute(1, "seeds differ by half a lot"))
                .byArithmetic("conservation: 84 starts less scrap"));
        for (String machine : List.of("Mc", "Md")) {
            evidence.claim(
                    Recomputed.of("lots scrapped a week by " + machine, MiniFabYears.mean(years, year -> year.scrapped()
                            .get(machine))));
        }
    }

    private static void causes(Evidence evidence, List<SteadyState> years) {
        for (Spent cause : List.of(Spent.PROCESS, Spent.SETUP, Spent.TOOL, Spent.BATCH, Spent.DOWN)) {
            evidence.claim(Recomputed.of(
                    "cycle time by cause: " + cause.name().toLowerCase(Locale.ROOT),
                    MiniFabYears.mean(years, year -> year.parts().get(cause))));
        }
    }

    private static void cycles(Evidence evidence, MiniFabYears years) {
        List<List<SteadyState>> settings =
                List.of(years.undisturbed(), years.setups(), years.maintenance(), years.breakdowns());
        for (int i = 0; i < CYCLES.length; i++) {
            int left = i;
            evidence.claim(Recomputed.of(CYCLES[i], MiniFabYears.mean(settings.get(i), SteadyState::cycleHours))
                    .within(Tolerance.relative(
                            0.1, "set before any run was made, for what the specification leaves open"))
                    .against(Null.of(
                            "straight line through the other three settings", published -> line(published, left)))
                    .using(FURNACE_HANDLING));
        }
        longer(evidence, "set-ups lengthen the cycle", years.undisturbed(), years.setups());
        longer(evidence, "maintenance lengthens the cycle", years.setups(), years.maintenance());
        longer(evidence, "breakdowns lengthen the cycle", years.maintenance(), years.breakdowns());
    }

    private static void longer(Evidence evidence, String row, List<SteadyState> less, List<SteadyState> more) {
        Estimate effect = MiniFabYears.longer(less, more);
        evidence.claim(Recomputed.of(row, effect.mean())
                .within(Tolerance.direction(effect.standardError(), "20 seeds, paired"))
                .using(FURNACE_HANDLING));
    }

    /// Least squares through the other settings, numbered 0 to 3, at the setting left out.
    private static double line(Published published, int left) {
        double n = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < CYCLES.length; i++) {
            if (i != left) {
                double y = published.value(CYCLES[i]);
                n++;
                sx += i;
                sy += y;
                sxx += i * i;
                sxy += i * y;
            }
        }
        double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        return (sy - slope * sx) / n + slope * left;
    }

    private static void bands(Evidence evidence, Cancel cancel) {
        ThroughputBands none = ThroughputBands.simulate("none", cancel, Progress.NONE);
        ThroughputBands steps = ThroughputBands.simulate("steps", cancel, Progress.NONE);
        ThroughputBands time = ThroughputBands.simulate("time", cancel, Progress.NONE);
        if (cancel.requested()) {
            return;
        }
        double[] mean = ThroughputBands.meanAndSpread(steps.finished())[0];
        evidence.claim(Recomputed.of("throughput rises in time", mean[mean.length - 1] - mean[0])
                .within(Tolerance.direction(0, "exact"))
                .byArithmetic("a count of lots finished so far cannot fall"));
        Estimate wider = ThroughputBands.wider(steps, none);
        Estimate withBreakdowns = ThroughputBands.wider(time, none);
        evidence.claim(Recomputed.of("repair by steps widens the output", wider.mean())
                .within(Tolerance.direction(wider.standardError(), "jackknife over 20 seeds"))
                .tried(String.format(
                        Locale.ROOT,
                        "The law of the repairs is not known; ours are short and break up the lockstep of the batches."
                                + " Breakdowns in time, which scrap lots, change the spread by %+.2f ± %.2f lots.",
                        withBreakdowns.mean(),
                        withBreakdowns.standardError())));
    }

    private static void dataset(Evidence evidence) {
        Recipe<?> recipe = MiniFab.recipe();
        Schema series = recipe.tables().getFirst();
        evidence.claim(Recomputed.of("configurations", recipe.grid().size()));
        evidence.claim(Recomputed.of("columns of the series", series.columns().size()));
        evidence.claim(Recomputed.of("sampling step", 15));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Plot plot = Plot.of(
                "Maintenance and breakdowns lower throughput (bands: 80 % of seeds)",
                Axis.of("time", "d"), Axis.of("throughput", "lots/week"));
        String[] states = {"none", "steps", "time+pm"};
        String[] names = {"no repair", "repair after processing steps", "maintenance and breakdowns"};
        for (int i = 0; i < states.length; i++) {
            int before = i;
            ThroughputBands bands = ThroughputBands.simulate(
                    states[i], cancel, (done, all) -> progress.report(before * all + done, states.length * all));
            plot = ribbon(plot, names[i], bands);
        }
        return Optional.of(plot);
    }

    private static Plot ribbon(Plot plot, String name, ThroughputBands bands) {
        double[] mean = ThroughputBands.meanAndSpread(bands.throughput())[0];
        double[] low = ThroughputBands.quantile(bands.throughput(), 0.1);
        double[] high = ThroughputBands.quantile(bands.throughput(), 0.9);
        return plot.ribbon(name, bands.days(), mean, low, high);
    }
}
