package throughline.fab;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import throughline.data.SwimLanes;
import throughline.spec.BadInput;

/// A fab as it stands on paper; [FabModel] makes it run.
///
/// @param name        of the fab
/// @param stations    unique by name
/// @param products    whose routes name those stations
/// @param setups      how long set-up changes take
/// @param release     what is started when
/// @param transport   what carries lots between stations
/// @param operators   who set up, load and unload
/// @param technicians who maintain and repair
/// @param inProgress  lots in the fab when a run starts
public record Fab(
        String name,
        List<Station> stations,
        List<Product> products,
        Setups setups,
        Release release,
        Transport transport,
        Crew operators,
        Crew technicians,
        List<InProgress> inProgress) {
    /// A fab that is empty at the start.
    public Fab(
            String name,
            List<Station> stations,
            List<Product> products,
            Setups setups,
            Release release,
            Transport transport,
            Crew operators,
            Crew technicians) {
        this(name, stations, products, setups, release, transport, operators, technicians, List.of());
    }

    /// A fab without people, in which lots change places by themselves.
    public Fab(String name, List<Station> stations, List<Product> products, Setups setups, Release release) {
        this(name, stations, products, setups, release, Transport.NONE, Crew.NONE, Crew.NONE);
    }

    public Fab {
        stations = List.copyOf(stations);
        products = List.copyOf(products);
        inProgress = List.copyOf(inProgress);
        List<String> names = stations.stream().map(Station::name).toList();
        Set<String> known = new HashSet<>(names);
        if (known.size() != names.size()) {
            throw new IllegalArgumentException("fab %s has two stations of one name in %s".formatted(name, names));
        }
        for (Product product : products) {
            for (Step step : product.route().steps()) {
                if (!known.contains(step.station())) {
                    throw new IllegalArgumentException("route %s, step %s: unknown station [%s]; there are %s"
                            .formatted(product.route().name(), step.name(), step.station(), names));
                }
            }
        }
        for (Station station : stations) {
            checkAttended(station, products, operators, technicians);
        }
    }

    /// People, and places that are limited, go with tools that do one load at a time and never interrupt it.
    private static void checkAttended(Station station, List<Product> products, Crew operators, Crew technicians) {
        if (!operators.serves(station.name())
                && !technicians.serves(station.name())
                && station.places().unlimited()) {
            return;
        }
        for (Tool tool : station.tools()) {
            for (Calendar calendar : tool.calendars()) {
                if (calendar.effect().suspends() || calendar.trigger() instanceof Calendar.Trigger.Wafers) {
                    throw new IllegalArgumentException(
                            "station %s waits for people or places: calendar [%s] must neither suspend work nor count wafers"
                                    .formatted(station.name(), calendar.name()));
                }
            }
        }
        for (Product product : products) {
            for (Step step : product.route().steps()) {
                if (step.station().equals(station.name()) && step.cascade().isPresent()) {
                    throw new IllegalArgumentException(
                            "station %s waits for people or places: step %s of route %s cannot cascade there"
                                    .formatted(
                                            station.name(),
                                            step.name(),
                                            product.route().name()));
                }
            }
        }
    }

    /// This fab with one dispatching rule at all stations.
    public Fab with(Dispatch dispatch) {
        return new Fab(
                name,
                stations.stream().map(station -> station.with(dispatch)).toList(),
                products,
                setups,
                release,
                transport,
                operators,
                technicians,
                inProgress);
    }

    /// This fab with other releases.
    public Fab with(Release other) {
        return new Fab(name, stations, products, setups, other, transport, operators, technicians, inProgress);
    }

    /// This fab with other lots in it at the start.
    public Fab startingWith(List<InProgress> lots) {
        return new Fab(name, stations, products, setups, release, transport, operators, technicians, lots);
    }

    /// Whether lots need time between stations.
    boolean delays() {
        return transport.vehicles() == 0 && transport.delay() != Transport.Delay.NONE;
    }

    /// Stations in front of which places are limited.
    List<Station> limited() {
        return stations.stream().filter(s -> !s.places().unlimited()).toList();
    }

    /// The route of a product through the stations.
    ///
    /// @throws BadInput when no product has this name, naming those there are
    public SwimLanes lanes(String product) {
        Route route = products.stream()
                .filter(p -> p.name().equals(product))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "fab %s has no product [%s]; it has %s",
                        name, product, products.stream().map(Product::name).toList()))
                .route();
        List<String> names = stations.stream().map(Station::name).toList();
        return new SwimLanes(
                "The route of %s through %s".formatted(product, name),
                stations.stream().map(this::lane).toList(),
                route.steps().stream()
                        .map(step -> new SwimLanes.Stop(names.indexOf(step.station()), step.name(), notes(step)))
                        .toList());
    }

    private SwimLanes.Lane lane(Station station) {
        List<String> notes = new ArrayList<>();
        notes.add("tools " + station.tools().stream().map(Tool::name).collect(Collectors.joining(", ")));
        notes.add("load %s, unload %s min".formatted(number(station.loadMinutes()), number(station.unloadMinutes())));
        String out = station.tools().stream()
                .flatMap(tool -> tool.calendars().stream())
                .map(Calendar::name)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!out.isEmpty()) {
            notes.add("stopped by " + out);
        }
        String people = operators.people().stream()
                .filter(person -> person.stations().contains(station.name()))
                .map(Crew.Person::name)
                .collect(Collectors.joining(", "));
        if (!people.isEmpty()) {
            notes.add("operators " + people);
        }
        if (!station.places().unlimited()) {
            notes.add("%d places to wait".formatted(station.places().capacity()));
        }
        return new SwimLanes.Lane(station.name(), notes);
    }

    private static List<String> notes(Step step) {
        List<String> notes = new ArrayList<>();
        notes.add(number(step.process().mean()) + (step.per() == Step.Per.WAFER ? " min a wafer" : " min"));
        String batch = step.batching().about();
        if (!batch.isEmpty()) {
            notes.add(batch);
        }
        return notes;
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    /// Hours of processing on the whole route of a product, in the mean, without loading and unloading; steps that only
    /// a share of the lots do count in full.
    public double processHours(Product product) {
        return product.route().steps().stream()
                        .mapToDouble(step -> step.minutes(step.process().mean(), product.wafers()))
                        .sum()
                / 60;
    }

    /// Hours a lot of the product spends at its steps when it never waits: load, process and unload, in the mean.
    public double rawHours(Product product) {
        double minutes = 0;
        for (Step step : product.route().steps()) {
            Station station = stations.stream()
                    .filter(s -> s.name().equals(step.station()))
                    .findFirst()
                    .orElseThrow();
            minutes += station.loadMinutes()
                    + step.minutes(step.process().mean(), product.wafers())
                    + station.unloadMinutes();
        }
        return minutes / 60;
    }
}
