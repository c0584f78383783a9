package throughline.workshop.league;

import java.util.List;
import throughline.data.Plot;
import throughline.data.Plot.Axis;

/// Draws how far everybody is behind the leader.
final class LeagueDrawing {
    private LeagueDrawing() {}

    /// In the order of the places; who drowned has a name that says so, and no mark.
    static Plot of(Standings standings) {
        List<Place> places = standings.places();
        Plot plot = of(standings, places.stream().map(Place::name).toList());
        List<String> names = places.stream()
                .map(place -> place.name() + (place.result().drowned() ? " (drowned)" : ""))
                .toList();
        return plot.on(plot.x(), Axis.of("", names));
    }

    /// @param names in the order of the rows
    static Plot of(Standings standings, List<String> names) {
        List<Place> places = standings.places();
        Plot plot = Plot.of(
                "Behind the leader on " + standings.arena().name() + "; who reaches 0 shares the first place",
                Axis.of("behind the leader", standings.league().objective().unit()),
                Axis.of("", names));
        plot = points(plot, "handed in", names, only(places, names, false));
        return points(plot, "baseline", names, only(places, names, true));
    }

    private static List<Place> only(List<Place> places, List<String> names, boolean baselines) {
        return places.stream()
                .filter(place -> place.result().entry().baseline() == baselines
                        && !place.result().drowned()
                        && names.contains(place.name()))
                .toList();
    }

    private static Plot points(Plot plot, String series, List<String> names, List<Place> places) {
        if (places.isEmpty()) {
            return plot;
        }
        return plot.intervals(
                series,
                places.stream().mapToDouble(Place::behind).toArray(),
                places.stream()
                        .mapToDouble(place -> names.indexOf(place.name()))
                        .toArray(),
                places.stream()
                        .mapToDouble(place -> place.behind() - place.behindWidth())
                        .toArray(),
                places.stream()
                        .mapToDouble(place -> place.behind() + place.behindWidth())
                        .toArray());
    }
}
