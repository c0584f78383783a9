package throughline.workshop.circular;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import throughline.papers.Published;

/// What the claims are about: a number of the study, the model that recomputes it, and the ruler that it must beat.
enum Topic {
    CYCLE_60("cycle time at 60 %", in -> cycle(in, 0.6), line("cycle time at 70 %", 70, "cycle time at 80 %", 80, 60)),
    CYCLE_70("cycle time at 70 %", in -> cycle(in, 0.7), line("cycle time at 60 %", 60, "cycle time at 80 %", 80, 70)),
    CYCLE_80("cycle time at 80 %", in -> cycle(in, 0.8), line("cycle time at 70 %", 70, "cycle time at 90 %", 90, 80)),
    CYCLE_90("cycle time at 90 %", in -> cycle(in, 0.9), line("cycle time at 80 %", 80, "cycle time at 95 %", 95, 90)),
    CYCLE_95("cycle time at 95 %", in -> cycle(in, 0.95), line("cycle time at 80 %", 80, "cycle time at 90 %", 90, 95)),
    BURSTY_80(
            "wait under bursty arrivals at 80 %",
            in -> Queues.burstyWait(in.loads() * 0.8, in.arrivals()),
            times("wait under bursty arrivals at 90 %", "cycle time at 80 %", "cycle time at 90 %")),
    BURSTY_90(
            "wait under bursty arrivals at 90 %",
            in -> Queues.burstyWait(in.loads() * 0.9, in.arrivals()),
            times("wait under bursty arrivals at 80 %", "cycle time at 90 %", "cycle time at 80 %")),
    TWO_MACHINES(
            "two machines behind one queue at 90 %",
            in -> Queues.twoMachines(in.loads() * 0.9),
            new Ruler(
                    "mean of the cycle times at 80 % and 90 %",
                    rows -> (rows.value("cycle time at 80 %") + rows.value("cycle time at 90 %")) / 2)),
    LINE(
            "a line of three machines at 80 %",
            in -> Queues.line(in.loads() * 0.8, 3),
            new Ruler("three times the cycle time at 80 %", rows -> 3 * rows.value("cycle time at 80 %"))),
    /// Always honest: a constant is fitted, on another row, and that is said.
    CALIBRATED(
            "cycle time at 85 %", in -> cycle(in, 0.85), line("cycle time at 80 %", 80, "cycle time at 90 %", 90, 85)),
    /// Always honest: it does not come out, and that stays.
    MISSED(
            "wait under even arrivals at 70 %",
            in -> Queues.kingmanWait(in.loads() * 0.7, 0, 1),
            new Ruler("wait at the same load under random arrivals", rows -> rows.value("cycle time at 70 %") - 1)),
    /// Always honest: the number is recalled, and marked so.
    REMEMBERED(
            "cycle time of a steady machine at 90 %",
            in -> Queues.cycle(in.loads() * 0.9, in.service() / 5),
            new Ruler("cycle time at 90 % again", rows -> rows.value("cycle time at 90 %"))),
    /// Always honest: it holds by arithmetic, and that is said.
    DECLARED(
            "lots in the line at 80 %",
            in -> in.loads() * 0.8 * Queues.line(in.loads() * 0.8, 3),
            new Ruler("lots at one machine, three times", rows -> 3 * 0.8 * rows.value("cycle time at 80 %")));

    /// A prediction that knows other rows of the study and nothing of queues.
    record Ruler(String text, ToDoubleFunction<Published> rule) {}

    private final String key;
    private final ToDoubleFunction<Inputs> model;
    private final Ruler ruler;

    Topic(String key, ToDoubleFunction<Inputs> model, Ruler ruler) {
        this.key = key;
        this.model = model;
        this.ruler = ruler;
    }

    /// As the claim, and its row, are called.
    String key() {
        return key;
    }

    /// In hours, or lots.
    double recomputed(Inputs inputs) {
        return model.applyAsDouble(inputs);
    }

    /// What is true of the study's machines. One model is wrong about them.
    double truth() {
        return this == MISSED ? Queues.evenWait(0.7) : recomputed(Inputs.STATED);
    }

    Ruler ruler() {
        return ruler;
    }

    String unit() {
        return this == DECLARED ? "lots" : "h";
    }

    /// Those that may be given a fault.
    static List<Topic> candidates() {
        return Arrays.stream(values())
                .filter(topic -> topic.compareTo(CALIBRATED) < 0)
                .toList();
    }

    static Optional<Topic> named(String key) {
        return Arrays.stream(values()).filter(topic -> topic.key.equals(key)).findFirst();
    }

    private static double cycle(Inputs inputs, double load) {
        return Queues.cycle(inputs.loads() * load, inputs.service());
    }

    private static Ruler line(String one, double atOne, String another, double atAnother, double at) {
        return new Ruler(
                "straight line through %s and %s".formatted(one, another),
                rows -> rows.value(one) + (rows.value(another) - rows.value(one)) * (at - atOne) / (atAnother - atOne));
    }

    private static Ruler times(String row, String over, String under) {
        return new Ruler(
                "%s, times %s over %s".formatted(row, over, under),
                rows -> rows.value(row) * rows.value(over) / rows.value(under));
    }
}
