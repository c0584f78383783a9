package throughline.workshop.league;

import java.util.function.ToDoubleFunction;

/// What a league is decided by.
public enum Objective {
    /// Hours of a lot in the fab; less is better. See [Trial#cycleHours()].
    CYCLE("cycle time", "h", Trial::cycleHours),
    /// Hours that lots are late; less is better. See [Trial#tardinessHours()].
    TARDINESS("tardiness", "h", Trial::tardinessHours),
    /// Lots finished in a week; more is better.
    THROUGHPUT("throughput", "lots/week", Trial::finishedPerWeek);

    private final String title;
    private final String unit;
    private final ToDoubleFunction<Trial> value;

    Objective(String title, String unit, ToDoubleFunction<Trial> value) {
        this.title = title;
        this.unit = unit;
        this.value = value;
    }

    /// The quantity, such as `cycle time`.
    public String title() {
        return title;
    }

    /// Its unit.
    public String unit() {
        return unit;
    }

    /// The quantity with its unit in brackets, as a column is called.
    public String text() {
        return title + " [" + unit + "]";
    }

    /// Its value in one run, in its unit.
    public double of(Trial trial) {
        return value.applyAsDouble(trial);
    }

    /// What to multiply a value by so that less is better.
    double sign() {
        return this == THROUGHPUT ? -1 : 1;
    }
}
