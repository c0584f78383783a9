package throughline.workshop.league;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.fab.Batching;
import throughline.fab.Calendar;
import throughline.fab.Dispatch;
import throughline.fab.Fab;
import throughline.fab.Machine;
import throughline.fab.Order;
import throughline.fab.Product;
import throughline.fab.Release;
import throughline.fab.Route;
import throughline.fab.Setups;
import throughline.fab.Station;
import throughline.fab.Step;
import throughline.fab.Tool;
import throughline.random.Distribution.Exponential;
import throughline.random.Distribution.Uniform;
import throughline.random.Stream;
import throughline.random.Streams;

/// A fab that a seed draws, for rules to be tried on which nobody could tune them to: five to seven stations of one to
/// three tools, two or three products on routes of 8 to 16 steps that come back to the same stations, set-ups at one of
/// them, breakdowns, Poisson releases, hot lots and due dates. The numbers are ours and of no real fab.
///
/// The station with the highest load is busy 86 to 92 % of the time that it is up, were each of its lots to meet
/// a random set-up: first come, first served can just hold it. What a rule saves in set-ups there, and whom it
/// lets wait, decides how it fares.
public final class DrawnFab {
    private static final int LEAST_STATIONS = 5;
    private static final int LEAST_PRODUCTS = 2;
    private static final int LEAST_STEPS = 8;
    private static final int MORE_STEPS = 9;
    private static final int MOST_TOOLS = 3;
    /// Half-width of a processing time over its mean.
    private static final double SPREAD = 0.2;

    private static final double LOW_LOAD = 0.86;
    private static final double HIGH_LOAD = 0.92;
    private static final double HOUR = 60;
    private static final double HOT_SHARE = 0.08;
    private static final int HOT_PRIORITY = 10;

    private final Stream stream;
    private final int stations;
    private final int products;
    /// The station with set-ups.
    private final int setUpAt;

    private final double setUpMinutes;

    private DrawnFab(long seed) {
        stream = new Streams(seed).named("league/drawn fab");
        stations = LEAST_STATIONS + stream.below(3);
        products = LEAST_PRODUCTS + stream.below(2);
        setUpAt = stream.below(stations);
        setUpMinutes = Math.rint(stream.uniform(10, 30));
    }

    /// The fab of a seed.
    public static Fab of(long seed) {
        return new DrawnFab(seed).fab(seed);
    }

    private Fab fab(long seed) {
        List<Product> made =
                IntStream.range(0, products).mapToObj(this::product).toList();
        double[] shares = shares();
        List<Station> all = new ArrayList<>();
        double slowest = 0;
        for (int station = 0; station < stations; station++) {
            int tools = 1 + stream.below(MOST_TOOLS);
            double meanTimeBetween = stream.uniform(100, 300) * HOUR;
            double meanTimeToRepair = stream.uniform(1, 5) * HOUR;
            double up = meanTimeBetween / (meanTimeBetween + meanTimeToRepair);
            slowest = Math.max(slowest, minutesALot(made, shares, station) / (tools * up));
            all.add(station(station, tools, meanTimeBetween, meanTimeToRepair));
        }
        double interval = slowest / stream.uniform(LOW_LOAD, HIGH_LOAD);
        return new Fab("drawn fab " + seed, all, made, setups(), release(made, shares, interval));
    }

    private Product product(int number) {
        String name = "P" + (number + 1);
        int length = LEAST_STEPS + stream.below(MORE_STEPS);
        List<Step> steps = new ArrayList<>();
        int before = -1;
        for (int i = 0; i < length; i++) {
            // Each product sees the station with set-ups; no step follows another at the same station.
            int station = i == 1 ? setUpAt : otherThan(before, i == 0 ? setUpAt : -1);
            steps.add(step(name, i + 1, station));
            before = station;
        }
        return new Product(name, 1, new Route(name, steps));
    }

    private int otherThan(int one, int another) {
        int station;
        do {
            station = stream.below(stations);
        } while (station == one || station == another);
        return station;
    }

    private Step step(String product, int number, int station) {
        double mean = Math.rint(stream.uniform(15, 75));
        String setup = station == setUpAt ? product : "";
        return new Step(
                "%02d".formatted(number),
                name(station),
                Uniform.around(mean, SPREAD * mean),
                Step.Per.BATCH,
                Batching.SINGLE,
                setup);
    }

    private double[] shares() {
        double[] shares = new double[products];
        double sum = 0;
        for (int i = 0; i < products; i++) {
            shares[i] = stream.uniform(1, 3);
            sum += shares[i];
        }
        for (int i = 0; i < products; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /// Minutes that a mean lot takes of a station's tools on its whole way, with the set-ups it meets when the lots
    /// before it are random.
    private double minutesALot(List<Product> made, double[] shares, int station) {
        double[] visits = new double[products];
        double minutes = 0;
        for (int i = 0; i < products; i++) {
            for (Step step : made.get(i).route().steps()) {
                if (step.station().equals(name(station))) {
                    minutes += shares[i] * step.process().mean();
                    visits[i] += shares[i];
                }
            }
        }
        double all = IntStream.range(0, products).mapToDouble(i -> visits[i]).sum();
        if (station != setUpAt) {
            return minutes;
        }
        double same = IntStream.range(0, products)
                .mapToDouble(i -> visits[i] * visits[i] / all)
                .sum();
        return minutes + setUpMinutes * (all - same);
    }

    private Station station(int number, int tools, double meanTimeBetween, double meanTimeToRepair) {
        Calendar breakdown = new Calendar(
                "breakdown",
                new Calendar.Trigger.Recurring(new Exponential(meanTimeBetween), new Exponential(meanTimeBetween)),
                new Exponential(meanTimeToRepair),
                Calendar.Effect.SUSPENDS,
                Machine.Phase.DOWN);
        return new Station(
                name(number),
                IntStream.range(0, tools)
                        .mapToObj(i -> new Tool(name(number) + (char) ('a' + i), List.of(breakdown)))
                        .toList(),
                0,
                0,
                Dispatch.FIFO);
    }

    private Setups setups() {
        Setups setups = Setups.table();
        for (int i = 1; i <= products; i++) {
            setups.change("P" + i, setUpMinutes);
        }
        return setups;
    }

    private Release release(List<Product> made, double[] shares, double interval) {
        List<Release.Repeated> orders = new ArrayList<>();
        for (int i = 0; i < products; i++) {
            Product product = made.get(i);
            double raw = product.route().steps().stream()
                    .mapToDouble(step -> step.process().mean())
                    .sum();
            double mean = interval / shares[i];
            orders.add(repeated(new Order(product.name(), product, 0, 3 * raw), mean / (1 - HOT_SHARE)));
            orders.add(
                    repeated(new Order("hot " + product.name(), product, HOT_PRIORITY, 1.5 * raw), mean / HOT_SHARE));
        }
        return new Release.Paced(orders);
    }

    private Release.Repeated repeated(Order order, double interval) {
        return new Release.Repeated(
                order, Math.rint(stream.uniform(0, interval)), new Exponential(interval), 1, Long.MAX_VALUE);
    }

    private static String name(int station) {
        return String.valueOf((char) ('A' + station));
    }
}
