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
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String earlier = step.tools().step();
            if (!earlier.isEmpty()
                    && steps.subList(0, i).stream()
                            .noneMatch(
                                    s -> s.name().equals(earlier) && s.station().equals(step.station()))) {
                throw new IllegalArgumentException(
                        "route %s, step %s: tool rule names [%s], which is no earlier step at %s"
                                .formatted(name, step.name(), earlier, step.station()));
            }
        }
    }
}
