package throughline.workshop.queues;

import java.util.List;
import throughline.fab.Batching;
import throughline.fab.Fab;
import throughline.fab.SteadyState;
import throughline.fab.Step;
import throughline.fab.Tool;
import throughline.random.Distribution;

/// A furnace that takes the same time for one lot as for a full load. Lots come at random times (Poisson).
///
/// @param lotsPerHour that come
/// @param hours       of a load
/// @param room        lots in a full load
/// @param least       lots with which it starts, 1 to `room`; it takes as many as are there and have room
public record Furnace(double lotsPerHour, double hours, int room, int least) {
    public Furnace {
        if (least < 1 || least > room) {
            throw new IllegalArgumentException("least [%d] must be 1 to %d, the room".formatted(least, room));
        }
    }

    /// This furnace when it starts with so many lots.
    public Furnace from(int lots) {
        return new Furnace(lotsPerHour, hours, room, lots);
    }

    /// The furnace on paper, as a fab of one station.
    public Fab fab() {
        Batching load = new Batching.Wafers("load", least, room, false);
        Step step = new Step("step", "furnace", new Distribution.Constant(60 * hours), Step.Per.BATCH, load, "");
        return Bench.fab(new Tool("furnace", List.of()), step, lotsPerHour);
    }

    /// Hours that a lot waits for the others of a full load, in the mean: the last of them does not wait at all.
    public double waitForFull() {
        return (room - 1) / 2.0 / lotsPerHour;
    }

    /// Simulates it.
    ///
    /// @param days that count, after a tenth as many that do not
    public SteadyState run(long seed, double days) {
        return Bench.run(fab(), seed, days);
    }
}
