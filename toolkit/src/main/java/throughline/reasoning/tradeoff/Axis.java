package throughline.reasoning.tradeoff;

/// What accuracy is traded for.
public enum Axis {
    /// Seconds until the answer.
    LATENCY("latency", "s", "soonest"),
    /// Seconds that devices are busy, all together.
    COST("cost", "device-s", "cheapest");

    private final String word;
    private final String unit;
    private final String least;

    Axis(String word, String unit, String least) {
        this.word = word;
        this.unit = unit;
        this.least = least;
    }

    /// In a word.
    public String word() {
        return word;
    }

    /// Its unit.
    public String unit() {
        return unit;
    }

    /// How a thing comes that takes the least of it.
    String least() {
        return least;
    }

    /// What a point takes of it.
    public double of(Point point) {
        return this == LATENCY ? point.seconds() : point.deviceSeconds();
    }
}
