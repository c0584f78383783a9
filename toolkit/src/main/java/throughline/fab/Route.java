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
            check(name, steps, i);
        }
    }

    private static void check(String name, List<Step> steps, int i) {
        Step step = steps.get(i);
        String earlier = step.tools().step();
        if (!earlier.isEmpty()
                && steps.subList(0, i).stream()
                        .noneMatch(s -> s.name().equals(earlier) && s.station().equals(step.station()))) {
            throw new IllegalArgumentException("route %s, step %s: tool rule names [%s], which is no earlier step at %s"
                    .formatted(name, step.name(), earlier, step.station()));
        }
        step.rework().ifPresent(rework -> {
            if (last(steps, rework.to(), i + 1) < 0) {
                throw new IllegalArgumentException("route %s, step %s: rework leads to [%s], which does not come before"
                        .formatted(name, step.name(), rework.to()));
            }
        });
        step.limit().ifPresent(limit -> {
            if (next(steps, limit.to(), i + 1) < 0) {
                throw new IllegalArgumentException(
                        "route %s, step %s: queue-time limit names [%s], which does not come after"
                                .formatted(name, step.name(), limit.to()));
            }
        });
    }

    /// Position of the last step of that name before a position; -1 when there is none.
    int last(String step, int before) {
        return last(steps, step, before);
    }

    /// Position of the first step of that name from a position on; -1 when there is none.
    int next(String step, int from) {
        return next(steps, step, from);
    }

    private static int last(List<Step> steps, String step, int before) {
        int i = before - 1;
        while (i >= 0 && !steps.get(i).name().equals(step)) {
            i--;
        }
        return i;
    }

    private static int next(List<Step> steps, String step, int from) {
        for (int i = from; i < steps.size(); i++) {
            if (steps.get(i).name().equals(step)) {
                return i;
            }
        }
        return -1;
    }
}
