package throughline.fab;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What a fab does in the long run, measured after a warm-up.
///
/// @param weeks           length of the measured window
/// @param cycleHours      mean turnaround of the lots that finished in the window
/// @param parts           what those hours are spent on, in the mean; they add up to `cycleHours`
/// @param shortestHours   shortest of those turnarounds
/// @param finishedPerWeek lots completed
/// @param scrappedPerWeek lots scrapped
/// @param meanWip         time average of the work in progress
/// @param busyShare       by machine: time in set-up, loading, processing and unloading over the time not in
///                        maintenance
/// @param scrapped        by machine: lots scrapped a week
/// @param deadlock        the circle of holders at the end, as [FabModel#deadlock()] tells; what else is here then
///                        means little
public record SteadyState(
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
    /// @param days       when the run ends, after the warm-up
    public static SteadyState measure(FabModel model, double warmUpDays, double days, Cancel cancel) {
        long from = TICK.days(warmUpDays);
        long to = TICK.days(days);
        if (to <= from) {
            throw new IllegalArgumentException(
                    "days [%s] must be more than the warm-up [%s]".formatted(days, warmUpDays));
        }
        Simulation simulation = new Simulation(model);
        simulation.runUntil(from, cancel, Progress.NONE);
        Map<Machine, Counters> before = new LinkedHashMap<>();
        model.machines().forEach(machine -> before.put(machine, Counters.of(machine, from)));
        long lotTicks = model.transducer().lotTicks(from);
        int departed = model.transducer().departures().size();
        simulation.runUntil(to, cancel, Progress.NONE);
        return summary(model, before, from, to, departed, model.transducer().lotTicks(to) - lotTicks);
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
