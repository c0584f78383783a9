package throughline.learning.surface;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// Which setting to run next, given what a surface knows: active learning, or the search for a best setting.
@FunctionalInterface
public interface NextRun {
    /// How much a run at a setting is worth, given a surface; the run that is worth most is made.
    ///
    /// @return from a setting, one number a knob
    ToDoubleFunction<double[]> worth(ResponseSurface surface);

    /// Worth most is where the surface knows least: the largest variance of the predicted mean, in units of the
    /// variance of that answer over the runs seen, added over the answers (MacKay 1992).
    static NextRun mostUncertain() {
        return surface -> {
            double[] variances = IntStream.range(0, surface.seen().answers().size())
                    .mapToDouble(answer -> variance(surface.seen().values(answer)))
                    .toArray();
            return setting -> {
                List<Prediction> there = surface.at(setting);
                double worth = 0;
                for (int answer = 0; answer < variances.length; answer++) {
                    double sd = there.get(answer).sd();
                    worth += variances[answer] == 0 ? 0 : sd * sd / variances[answer];
                }
                return worth;
            };
        };
    }

    private static double variance(double[] values) {
        double mean = DoubleStream.of(values).average().orElse(0);
        return DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
    }

    /// Worth most is where one answer is expected to come out lowest below the best mean so far: expected improvement
    /// (Jones, Schonlau & Welch 1998). With noise, the best is the lowest predicted mean at a setting that was run.
    ///
    /// @param answer name; asking of a surface without it throws [BadInput]
    static NextRun lowest(String answer) {
        return improving(answer, 1);
    }

    /// Likewise, where one answer is expected to come out highest.
    ///
    /// @param answer name; asking of a surface without it throws [BadInput]
    static NextRun highest(String answer) {
        return improving(answer, -1);
    }

    /// @param sign 1 where less is better, -1 where more is
    private static NextRun improving(String answer, int sign) {
        return surface -> {
            int place = surface.seen().answer(answer);
            double best = surface.seen().settings().stream()
                    .mapToDouble(
                            setting -> sign * surface.at(setting).get(place).mean())
                    .min()
                    .orElseThrow();
            return setting -> {
                Prediction there = surface.at(setting).get(place);
                return new Prediction(sign * there.mean(), there.sd(), there.noise()).improvementBelow(best);
            };
        };
    }

    /// The candidate that is worth most; the first of several.
    ///
    /// @param candidates at least one, such as a large Latin hypercube
    /// @throws BadInput if there is no candidate, or one is out of the space
    default double[] choose(ResponseSurface surface, List<double[]> candidates) {
        return choose(surface, candidates, 1).getFirst();
    }

    /// Several runs that can be made at once. After each choice the surface is told that its own mean came out there
    /// (Ginsbourger, Le Riche & Carraro 2010, "Kriging believer"), so that the next is not its neighbour.
    ///
    /// @param count at most as many as there are candidates
    /// @throws BadInput as [#choose(ResponseSurface, List)], and if there are too few candidates
    default List<double[]> choose(ResponseSurface surface, List<double[]> candidates, int count) {
        if (count < 1 || count > candidates.size()) {
            throw new BadInput(
                    "[%d] runs to choose from %d candidates; at least 1, and as many", count, candidates.size());
        }
        List<double[]> left = new ArrayList<>(candidates);
        List<double[]> chosen = new ArrayList<>();
        ResponseSurface believing = surface;
        while (chosen.size() < count) {
            ResponseSurface now = believing;
            double[] worth = left.stream().mapToDouble(worth(now)).toArray();
            int best = IntStream.range(0, worth.length)
                    .reduce((a, b) -> worth[b] > worth[a] ? b : a)
                    .orElseThrow();
            double[] next = left.remove(best);
            chosen.add(next);
            if (chosen.size() < count) {
                double[] means =
                        now.at(next).stream().mapToDouble(Prediction::mean).toArray();
                believing = now.given(now.seen().and(next, means));
            }
        }
        return List.copyOf(chosen);
    }
}
