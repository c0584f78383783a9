package throughline.fab;

import java.util.List;

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
public record Fab(
        String name,
        List<Station> stations,
        List<Product> products,
        Setups setups,
        Release release,
        Transport transport,
        Crew operators,
        Crew technicians) {
    /// A fab without people, in which lots change places by themselves.
    public Fab(String name, List<Station> stations, List<Product> products, Setups setups, Release release) {
        this(name, stations, products, setups, release, Transport.NONE, Crew.NONE, Crew.NONE);
    }

    public Fab {
        stations = List.copyOf(stations);
        products = List.copyOf(products);
        List<String> names = stations.stream().map(Station::name).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("fab %s has two stations of one name in %s".formatted(name, names));
        }
        for (Product product : products) {
            for (Step step : product.route().steps()) {
                if (!names.contains(step.station())) {
                    throw new IllegalArgumentException("route %s, step %s: unknown station [%s]; there are %s"
                            .formatted(product.route().name(), step.name(), step.station(), names));
                }
            }
        }
    }

    /// Stations in front of which places are limited.
    List<Station> limited() {
        return stations.stream().filter(s -> !s.places().unlimited()).toList();
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
