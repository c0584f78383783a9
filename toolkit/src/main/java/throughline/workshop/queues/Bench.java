package throughline.workshop.queues;

import java.util.List;
import throughline.fab.Dispatch;
import throughline.fab.Fab;
import throughline.fab.FabModel;
import throughline.fab.Order;
import throughline.fab.Product;
import throughline.fab.Release;
import throughline.fab.Route;
import throughline.fab.Setups;
import throughline.fab.Station;
import throughline.fab.SteadyState;
import throughline.fab.Step;
import throughline.fab.Tool;
import throughline.random.Distribution;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// Fabs of one tool that does one step, to which lots come at random times (Poisson).
final class Bench {
    private static final double WARM_UP = 0.1;

    private Bench() {}

    /// @param tool named as the station
    static Fab fab(Tool tool, Step step, double lotsPerHour) {
        Product product = new Product("lot", 1, new Route("route", List.of(step)));
        Order order = new Order("lot", product, 0, Double.POSITIVE_INFINITY);
        Distribution between = new Distribution.Exponential(60 / lotsPerHour);
        return new Fab(
                tool.name(),
                List.of(new Station(tool.name(), List.of(tool), 0, 0, Dispatch.FIFO)),
                List.of(product),
                Setups.NONE,
                new Release.Paced(List.of(new Release.Repeated(order, 0, between, 1, Long.MAX_VALUE))));
    }

    /// @param days that count, after a tenth as many that do not
    static SteadyState run(Fab fab, long seed, double days) {
        FabModel model = new FabModel(fab, new Streams(seed));
        return SteadyState.measure(model, WARM_UP * days, (1 + WARM_UP) * days, Cancel.onInterrupt());
    }
}
