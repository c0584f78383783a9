package throughline.fab;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What a fab does in the long run, measured after a warm-up. A deadlock ends the measurement at its instant; where it
/// comes before the end of the warm-up, the window has no length and all means are NaN.
///
/// @param days            from the start of the run to the end of the window
/// @param weeks           length of the window
/// @param cycleHours      mean turnaround of the lots that finished in the window
/// @param parts           what those hours are spent on, in the mean; they add up to `cycleHours`
/// @param shortestHours   shortest of those turnarounds
/// @param finishedPerWeek lots completed
/// @param scrappedPerWeek lots scrapped
/// @param meanWip         time average of the work in progress
/// @param busyShare       by machine: time in set-up, loading, processing and unloading over the time not in
///                        maintenance
/// @param scrapped        by machine: lots scrapped a week
/// @param deadlock        the circle of holders that ended the measurement, as [FabModel#deadlock()] tells, or empty
public record SteadyState(
        double days,
        double weeks,
        double cycleHours,
        Map<Spent, Double> parts,
        double shortestHours,
        double finishedPerWeek,
        double scrappedPerWeek,
        double meanWip,
        Map<String, Double> busyShare,
        Map<String, Double> scrapped,
        List<String> deadlock) {
    private static final Tick TICK = Tick.MILLISECOND;

    private record Counters(long busy, long maintenance, long scrapped) {
        static Counters of(Machine machine, long time) {
            return new Counters(
                    machine.busyTicks(time), machine.ticksIn(Machine.Phase.MAINTENANCE, time), machine.lotsScrapped());
        }
    }

    /// Simulates a fab from its start and measures it.
    ///
    /// @param model      at its start
    /// @param warmUpDays days that do not count
    /// @param days       when the run ends, after the warm-up, unless a deadlock or the cancel ends it
    public static SteadyState measure(FabModel model, double warmUpDays, double days, Cancel cancel) {
        long from = TICK.days(warmUpDays);
        long to = TICK.days(days);
        if (to <= from) {
            throw new IllegalArgumentException(
                    "days [%s] must be more than the warm-up [%s]".formatted(days, warmUpDays));
        }
        Simulation simulation = new Simulation(model);
        long began = advance(simulation, model, from, cancel);
        Map<Machine, Counters> before = new LinkedHashMap<>();
        model.machines().forEach(machine -> before.put(machine, Counters.of(machine, began)));
        long lotTicks = model.transducer().lotTicks(began);
        int departed = model.transducer().departures().size();
        long ended = model.deadlock().isEmpty() ? advance(simulation, model, to, cancel) : began;
        return summary(model, before, began, ended, departed, model.transducer().lotTicks(ended) - lotTicks);
    }

    /// Runs up to a time.
    ///
    /// @return that time, or the earlier one at which a deadlock or the cancel ended the run
    private static long advance(Simulation simulation, FabModel model, long time, Cancel cancel) {
        return switch (simulation.run(time, () -> !model.deadlock().isEmpty(), cancel, Progress.NONE)) {
            case REACHED, PASSIVE -> time;
            case STOPPED, CANCELLED -> simulation.now();
        };
    }

    private static SteadyState summary(
            FabModel model, Map<Machine, Counters> before, long from, long to, int departed, long lotTicks) {
        double weeks = TICK.toHours(to - from) / 168;
        var departures = model.transducer().departures();
        long sum = 0;
        long shortest = Long.MAX_VALUE;
        int finished = 0;
        long[] spent = new long[Spent.values().length];
        for (var departure : departures.subList(departed, departures.size())) {
            if (departure.fate() == Transducer.Fate.FINISHED) {
                finished++;
                sum += departure.turnaround();
                for (Spent part : Spent.values()) {
                    spent[part.ordinal()] += departure.lot().spent(part);
                }
                shortest = Math.min(shortest, departure.turnaround());
            }
        }
        int scrapped = departures.size() - departed - finished;
        Map<String, Double> busyShare = new LinkedHashMap<>();
        Map<String, Double> scrap = new LinkedHashMap<>();
        before.forEach((machine, then) -> {
            Counters now = Counters.of(machine, to);
            double available = to - from - (now.maintenance() - then.maintenance());
            busyShare.put(machine.name(), (now.busy() - then.busy()) / available);
            scrap.put(machine.name(), (now.scrapped() - then.scrapped()) / weeks);
        });
        Map<Spent, Double> parts = new EnumMap<>(Spent.class);
        for (Spent part : Spent.values()) {
            parts.put(part, finished == 0 ? Double.NaN : TICK.toHours(spent[part.ordinal()]) / finished);
        }
        return new SteadyState(
                TICK.toHours(to) / 24,
                weeks,
                finished == 0 ? Double.NaN : TICK.toHours(sum) / finished,
                parts,
                finished == 0 ? Double.NaN : TICK.toHours(shortest),
                finished / weeks,
                scrapped / weeks,
                (double) lotTicks / (to - from),
                busyShare,
                scrap,
                model.deadlock());
    }
}
