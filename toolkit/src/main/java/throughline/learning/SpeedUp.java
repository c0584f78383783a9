package throughline.learning;

import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import throughline.data.Sample;

/// How much faster a surrogate answers a question than the simulator it has learnt from, with both times.
///
/// ```java
/// SpeedUp.of("WIP in 12 h", () -> MiniFab.run(spec, 1), () -> lstm.forecast(window), 20);
/// ```
///
/// @param question  that both were asked
/// @param simulator seconds for one answer of the simulator: the median
/// @param surrogate seconds for one answer of the surrogate: the median
/// @param repeats   how often each was asked
public record SpeedUp(String question, double simulator, double surrogate, int repeats) {
    /// Asks both in turn, as often unmeasured beforehand as measured, so that both are compiled.
    ///
    /// @param question  what both are asked
    /// @param simulator answers it by simulation
    /// @param surrogate answers it by forecast
    /// @param repeats   at least 1
    public static SpeedUp of(String question, Supplier<?> simulator, Supplier<?> surrogate, int repeats) {
        return of(question, simulator, surrogate, repeats, System::nanoTime);
    }

    static SpeedUp of(
            String question, Supplier<?> simulator, Supplier<?> surrogate, int repeats, LongSupplier nanoseconds) {
        Checks.atLeast(1, "repeats", repeats);
        double[] simulated = new double[repeats];
        double[] forecast = new double[repeats];
        for (int i = -repeats; i < repeats; i++) {
            int at = Math.max(0, i);
            simulated[at] = seconds(simulator, nanoseconds);
            forecast[at] = seconds(surrogate, nanoseconds);
        }
        return new SpeedUp(question, new Sample(simulated).quantile(0.5), new Sample(forecast).quantile(0.5), repeats);
    }

    private static double seconds(Supplier<?> asked, LongSupplier nanoseconds) {
        long start = nanoseconds.getAsLong();
        Object answer = asked.get();
        long end = nanoseconds.getAsLong();
        Objects.requireNonNull(answer, "an answer of null");
        return (end - start) / 1e9;
    }

    /// The simulator's time over the surrogate's: above 1 where the surrogate is faster.
    public double ratio() {
        return simulator / surrogate;
    }

    /// All of it in one line, such as `WIP in 12 h: simulator 13 ms, surrogate 210 µs: 61.9 times (median of 20)`.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: simulator %s, surrogate %s: %.3g times (median of %d)",
                question,
                time(simulator),
                time(surrogate),
                ratio(),
                repeats);
    }

    private static String time(double seconds) {
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.3g s", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.3g ms", 1e3 * seconds)
                : String.format(Locale.ROOT, "%.3g µs", 1e6 * seconds);
    }
}
