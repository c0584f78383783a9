package throughline.learning.detect;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// What a detector learns from.
///
/// @param features   that it looks at
/// @param train      runs that it is fitted to
/// @param validation other runs, by which it stops
/// @param rows       most windows of either that are taken, by lot
/// @param seed       of all that is drawn
public record Lesson(Features features, List<Watched> train, List<Watched> validation, int rows, long seed) {
    private static final int ROWS = 20_000;

    /// @throws BadInput when there are no training runs, or a run is on both sides
    public Lesson {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        if (train.isEmpty() || rows < 1) {
            throw new BadInput("a lesson needs training runs [%d] and at least one row [%d]", train.size(), rows);
        }
        List<String> names = train.stream().map(run -> run.series().run()).toList();
        for (Watched run : validation) {
            if (names.contains(run.series().run())) {
                throw new BadInput("run %s is on both sides", run.series().run());
            }
        }
    }

    /// With 20,000 windows, and seed 1.
    public Lesson(Features features, List<Watched> train, List<Watched> validation) {
        this(features, train, validation, ROWS, 1);
    }

    /// The same by other lots.
    public Lesson seed(long other) {
        return new Lesson(features, train, validation, rows, other);
    }

    /// Windows of the training runs that matter, or as many of them as are asked for.
    ///
    /// @throws BadInput when nothing is wrong in any, or in all
    public Examples examples() {
        Examples examples = examples(train, "train");
        if (examples.share() == 0 || examples.share() == 1) {
            throw new BadInput(
                    "something is wrong in [%s] of the training windows; both kinds are needed", examples.share());
        }
        return examples;
    }

    /// Windows of the validation runs that matter; there may be none.
    public Examples check() {
        return examples(validation, "check");
    }

    private Examples examples(List<Watched> runs, String name) {
        int all = runs.stream().mapToInt(Lesson::judged).sum();
        Stream lots = new Streams(seed).below("lesson").named(name);
        List<double[]> x = new ArrayList<>();
        List<Boolean> wrong = new ArrayList<>();
        int left = all;
        for (Watched run : runs) {
            double[][] windows = features.of(run.series());
            for (int step = 0; step < windows.length; step++) {
                if (run.judgedAt(step)) {
                    if (all <= rows || lots.below(left) < rows - x.size()) {
                        x.add(windows[step]);
                        wrong.add(run.wrongAt(step));
                    }
                    left--;
                }
            }
        }
        boolean[] truth = new boolean[wrong.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = wrong.get(i);
        }
        return new Examples(x.toArray(double[][]::new), truth);
    }

    private static int judged(Watched run) {
        int count = 0;
        for (int step = 0; step < run.series().length(); step++) {
            count += run.judgedAt(step) ? 1 : 0;
        }
        return count;
    }
}
