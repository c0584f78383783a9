package throughline.cli;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// A benchmark that `lab bench` can run; found as a service.
public interface Bench {
    /// One figure.
    ///
    /// @param bench  the benchmark's name
    /// @param name   of the case
    /// @param value  the figure
    /// @param unit   of the figure, such as `s` or `events/s`
    /// @param detail how it was taken
    record Figure(String bench, String name, double value, String unit, String detail) {}

    /// As on the command line.
    String name();

    /// Measures, and hands over each figure as soon as it is known.
    void run(Consumer<Figure> figures);

    /// The shortest of some runs, in seconds; what a machine can do when nothing disturbs it.
    ///
    /// @param warmUps runs that do not count
    /// @param counted runs that do, at least 1
    /// @param setUp   made anew for each run and not timed
    static <T> double best(int warmUps, int counted, Supplier<T> setUp, Consumer<T> timed) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < warmUps + counted; i++) {
            T subject = setUp.get();
            long start = System.nanoTime();
            timed.accept(subject);
            double seconds = (System.nanoTime() - start) * 1e-9;
            if (i >= warmUps) {
                best = Math.min(best, seconds);
            }
        }
        return best;
    }
}
