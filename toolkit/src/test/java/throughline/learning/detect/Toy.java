package throughline.learning.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import throughline.learning.Series;
import throughline.random.Stream;
import throughline.random.Streams;

/// Runs of noise in two columns; where something is wrong, the first is higher and the second more restless.
final class Toy {
    static final List<String> COLUMNS = List.of("level", "noise");
    static final int STEPS = 400;

    private Toy() {}

    /// @param effect how much higher, in standard deviations
    static Watched run(long seed, double effect) {
        Stream random = new Streams(seed).named("toy");
        double from = 60 + random.below(200);
        Episode wrong = new Episode(from, from + 50, seed % 2 == 0 ? "even" : "odd");
        double[][] values = new double[2][STEPS];
        for (int step = 0; step < STEPS; step++) {
            boolean now = wrong.holds(step);
            values[0][step] = 5 + random.normal() + (now ? effect : 0);
            values[1][step] = random.normal() * (now ? 1 + effect : 1);
        }
        return new Watched(series("toy-" + seed, values), List.of(wrong), List.of(new Episode(300, 310, "stopped")));
    }

    static Series series(String name, double[][] values) {
        return new Series(name, 0, 1, COLUMNS, values, new LinkedHashMap<>());
    }

    static List<Watched> runs(long first, int count, double effect) {
        List<Watched> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(run(first + i, effect));
        }
        return runs;
    }

    static Lesson lesson(double effect) {
        return new Lesson(new Features(COLUMNS, 8), runs(1, 6, effect), runs(101, 3, effect), 2000, 1);
    }
}
