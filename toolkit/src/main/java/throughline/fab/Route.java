package throughline.fab;

import java.util.List;

/// The steps that a product goes through, in order; a station may come several times.
///
/// @param name  of the route
/// @param steps at least one
public record Route(String name, List<Step> steps) {
    public Route {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("route %s has no steps".formatted(name));
        }
    }
}
