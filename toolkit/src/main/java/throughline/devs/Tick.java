package throughline.devs;

/// What one tick of a model's clock is. Durations are rounded to ticks once, when they are drawn or read.
///
/// @param name      for messages, such as `1 ms`
/// @param perSecond ticks in a second, positive
public record Tick(String name, long perSecond) {
    /// The clock of the fab models: 292 million years fit.
    public static final Tick MILLISECOND = new Tick("1 ms", 1_000);
    /// The clock of the cluster models: 292 years fit.
    public static final Tick NANOSECOND = new Tick("1 ns", 1_000_000_000);

    /// Seconds in ticks, rounded to the nearest, ties to even.
    ///
    /// @throws IllegalArgumentException when negative, not a number, or too long for the clock
    public long seconds(double seconds) {
        double ticks = Math.rint(seconds * perSecond);
        if (!(ticks >= 0 && ticks < Long.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "a duration of [%s] s cannot be counted in ticks of %s".formatted(seconds, name));
        }
        return (long) ticks;
    }

    /// Minutes in ticks; as [#seconds(double)].
    public long minutes(double minutes) {
        return seconds(minutes * 60);
    }

    /// Hours in ticks; as [#seconds(double)].
    public long hours(double hours) {
        return seconds(hours * 3600);
    }

    /// Days in ticks; as [#seconds(double)].
    public long days(double days) {
        return seconds(days * 86_400);
    }

    /// Ticks in seconds.
    public double toSeconds(long ticks) {
        return (double) ticks / perSecond;
    }

    /// Ticks in minutes.
    public double toMinutes(long ticks) {
        return toSeconds(ticks) / 60;
    }

    /// Ticks in hours.
    public double toHours(long ticks) {
        return toSeconds(ticks) / 3600;
    }
}
