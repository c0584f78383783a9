package throughline.learning.surface;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Settings to run a simulator at, chosen before anything is known of it.
public final class Design {
    /// Of so many hypercubes the one is taken whose nearest two settings are farthest apart.
    private static final int DRAWS = 20;

    private Design() {}

    /// A Latin hypercube (McKay, Beckman & Conover 1979): each knob's range is cut into as many slices as there are
    /// settings, and each slice holds one. Of 20 drawn, the one that leaves its settings farthest apart.
    ///
    /// @param count at least 1
    /// @param seed  another seed, another hypercube
    /// @throws BadInput if there is to be none
    public static List<double[]> latinHypercube(Space space, int count, long seed) {
        if (count < 1) {
            throw new BadInput("a design of [%d] settings; at least 1", count);
        }
        Streams streams = new Streams(seed).below("latin hypercube");
        double[][] best = null;
        double farthest = -1;
        // A candidate set is large and need not be spread better than by its slices.
        for (int draw = 0; draw < (count > 200 ? 1 : DRAWS); draw++) {
            double[][] drawn = hypercube(space.size(), count, streams.named("draw " + draw));
            double apart = count > 200 ? 0 : nearest(drawn);
            if (apart > farthest) {
                farthest = apart;
                best = drawn;
            }
        }
        return Arrays.stream(best).map(space::setting).toList();
    }

    private static double[][] hypercube(int knobs, int count, Stream random) {
        double[][] settings = new double[count][knobs];
        for (int k = 0; k < knobs; k++) {
            List<Integer> slices =
                    new ArrayList<>(IntStream.range(0, count).boxed().toList());
            random.shuffle(slices);
            for (int s = 0; s < count; s++) {
                settings[s][k] = (slices.get(s) + random.uniform()) / count;
            }
        }
        return settings;
    }

    private static double nearest(double[][] settings) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < settings.length; i++) {
            for (int j = 0; j < i; j++) {
                double square = 0;
                for (int k = 0; k < settings[i].length; k++) {
                    square += (settings[i][k] - settings[j][k]) * (settings[i][k] - settings[j][k]);
                }
                least = Math.min(least, square);
            }
        }
        return least;
    }

    /// A plain grid: all combinations of equally many values of each knob, the ends among them; the last knob changes
    /// first.
    ///
    /// @param each values of each knob, at least 2
    /// @throws BadInput if there are fewer, or more than a million settings
    public static List<double[]> grid(Space space, int each) {
        if (each < 2 || Math.pow(each, space.size()) > 1e6) {
            throw new BadInput(
                    "a grid of [%d] values of each of %d knobs; at least 2, and at most a million in all",
                    each, space.size());
        }
        List<double[]> settings = new ArrayList<>();
        int count = (int) Math.pow(each, space.size());
        for (int s = 0; s < count; s++) {
            double[] scaled = new double[space.size()];
            int rest = s;
            for (int k = scaled.length - 1; k >= 0; k--) {
                scaled[k] = rest % each / (each - 1.0);
                rest /= each;
            }
            settings.add(space.setting(scaled));
        }
        return List.copyOf(settings);
    }
}
