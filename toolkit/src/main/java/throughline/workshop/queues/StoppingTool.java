package throughline.workshop.queues;

import java.util.List;
import throughline.fab.Batching;
import throughline.fab.Calendar;
import throughline.fab.Fab;
import throughline.fab.SteadyState;
import throughline.fab.Step;
import throughline.fab.Tool;
import throughline.random.Distribution;

/// A machine that breaks down, whether or not it works, and goes on afterwards where it was. Lots come at random times
/// (Poisson); process times are constant, times up and repairs are exponential.
///
/// @param lotsPerHour  that come
/// @param processHours of a lot while the machine is up
/// @param availability share of the time it is up, in (0, 1]
/// @param repairHours  mean, positive
public record StoppingTool(double lotsPerHour, double processHours, double availability, double repairHours) {
    public StoppingTool {
        if (!(availability > 0 && availability <= 1 && repairHours > 0)
                || !(lotsPerHour * processHours < availability)) {
            throw new IllegalArgumentException(
                    "[%s] lots an hour of [%s] h each on a machine that is up for [%s] of the time: they must be fewer than it can do"
                            .formatted(lotsPerHour, processHours, availability));
        }
    }

    /// This machine with stops of another length, as often as gives the same availability.
    public StoppingTool stopping(double hours) {
        return new StoppingTool(lotsPerHour, processHours, availability, hours);
    }

    /// Hours from the start of a lot to its end, the repairs in it included, in the mean.
    public double effectiveHours() {
        return processHours / availability;
    }

    /// The share of the time it is taken, by lots or by the repairs in them.
    public double load() {
        return lotsPerHour * effectiveHours();
    }

    /// Squared coefficient of variation of that time: 2 A (1 - A) m / t (Hopp and Spearman, Factory Physics, 8.4).
    public double effectiveCs2() {
        return 2 * availability * (1 - availability) * repairHours / processHours;
    }

    /// Hours from coming to leaving, by Kingman's formula with those two.
    public double cycleHours() {
        return effectiveHours() * (1 + Queueing.kingman(load(), 1, effectiveCs2()));
    }

    /// The machine on paper, as a fab of one station.
    public Fab fab() {
        double up = repairHours * availability / (1 - availability);
        List<Calendar> stops = availability == 1
                ? List.of()
                : List.of(new Calendar(
                        "breakdown",
                        new Calendar.Trigger.Recurring(minutes(up), minutes(up)),
                        minutes(repairHours),
                        Calendar.Effect.SUSPENDS));
        Step step = new Step(
                "step", "machine", new Distribution.Constant(60 * processHours), Step.Per.BATCH, Batching.SINGLE, "");
        return Bench.fab(new Tool("machine", stops), step, lotsPerHour);
    }

    private static Distribution minutes(double meanHours) {
        return new Distribution.Exponential(60 * meanHours);
    }

    /// Simulates it.
    ///
    /// @param days that count, after a tenth as many that do not
    public SteadyState run(long seed, double days) {
        return Bench.run(fab(), seed, days);
    }
}
