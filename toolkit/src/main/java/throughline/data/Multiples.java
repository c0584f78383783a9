package throughline.data;

import java.util.List;
import java.util.stream.Collectors;

/// The same plot again and again, on the same axes, so that differences can be seen.
///
/// @param title what to see, as a sentence
/// @param plots at least one, all with the same axes; their titles tell them apart
public record Multiples(String title, List<Plot> plots) implements Drawing {
    public Multiples {
        plots = List.copyOf(plots);
        if (plots.isEmpty()) {
            throw new IllegalArgumentException("multiples [%s] need at least one plot".formatted(title));
        }
        Plot first = plots.getFirst();
        for (Plot plot : plots) {
            if (!plot.sharesAxes(first)) {
                throw new IllegalArgumentException(
                        "multiples [%s]: plot [%s] has other axes than [%s]; all must share theirs"
                                .formatted(title, plot.title(), first.title()));
            }
        }
    }

    @Override
    public Multiples titled(String other) {
        return new Multiples(other, plots);
    }

    @Override
    public String text() {
        return "%s (%s over %s, for %s)"
                .formatted(
                        title,
                        plots.getFirst().y().text(),
                        plots.getFirst().x().text(),
                        plots.stream().map(Plot::title).collect(Collectors.joining(", ")));
    }
}
