package throughline.papers.fab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import throughline.data.Estimate;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.fab.SteadyState;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Years of Mini-Fab under one disturbance after the other, with common random numbers: 52 weeks of which 8 warm up, 84
/// lots a week one every two hours, first come first served, no people, no transport, unlimited buffers.
///
/// @param undisturbed without set-ups, maintenance and breakdowns; one entry a seed, as in the other lists
/// @param loads       with maintenance alone, the setting of the static load
/// @param setups      with set-ups
/// @param maintenance with set-ups and maintenance
/// @param breakdowns  with set-ups, maintenance and breakdowns
record MiniFabYears(
        List<SteadyState> undisturbed,
        List<SteadyState> loads,
        List<SteadyState> setups,
        List<SteadyState> maintenance,
        List<SteadyState> breakdowns) {
    static final int SEEDS = 20;

    private static final double WARM_UP_DAYS = 8 * 7;
    private static final double DAYS = 52 * 7;
    private static final int SETTINGS = 5;

    static MiniFabYears simulate(Cancel cancel, Progress progress) {
        return new MiniFabYears(
                years(0, "none", false, cancel, progress),
                years(1, "pm", false, cancel, progress),
                years(2, "none", true, cancel, progress),
                years(3, "pm", true, cancel, progress),
                years(4, "time+pm", true, cancel, progress));
    }

    private static List<SteadyState> years(
            int setting, String repair, boolean setups, Cancel cancel, Progress progress) {
        MiniFabSpec spec = MiniFabSpec.KEMPF
                .with("lots", "4368")
                .with("horizon", "52 week")
                .with("repair", repair)
                .with("setups", String.valueOf(setups));
        List<SteadyState> years = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS && !cancel.requested(); seed++) {
            years.add(SteadyState.measure(MiniFab.model(spec, seed), WARM_UP_DAYS, DAYS, cancel));
            progress.report(setting * SEEDS + seed, SETTINGS * SEEDS);
        }
        return years;
    }

    static double mean(List<SteadyState> years, ToDoubleFunction<SteadyState> value) {
        return years.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /// Mean busy share of machines that share a station.
    static double share(SteadyState year, String... machines) {
        double sum = 0;
        for (String machine : machines) {
            sum += year.busyShare().get(machine);
        }
        return sum / machines.length;
    }

    /// How much longer a lot takes under `more` than under `less`, seed by seed, in hours.
    static Estimate longer(List<SteadyState> less, List<SteadyState> more) {
        int seeds = Math.min(less.size(), more.size());
        return Estimate.paired(cycles(more, seeds), cycles(less, seeds));
    }

    private static double[] cycles(List<SteadyState> years, int seeds) {
        return years.stream().limit(seeds).mapToDouble(SteadyState::cycleHours).toArray();
    }
}
