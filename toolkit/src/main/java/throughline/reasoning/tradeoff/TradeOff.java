package throughline.reasoning.tradeoff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.reasoning.Exam;
import throughline.reasoning.TokenClock;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// All candidates on the same problems and traces: how often each is right, how long it takes and what it costs.
///
/// @param setting in which they were tried; empty where they were tried on somebody's own problems or clock
/// @param points  in the order of the candidates, the one that others are compared with first
/// @param refused candidates that devices have no room for, each with why
public record TradeOff(Optional<Setting> setting, List<Point> points, List<String> refused) {
    private static final int PROBLEMS = 1_500;
    private static final long SEED = 1;

    public TradeOff {
        points = List.copyOf(points);
        refused = List.copyOf(refused);
    }

    /// The usual candidates on 1,500 problems of a setting.
    ///
    /// @throws BadInput when its model does not fit on its devices
    /// @throws CancellationException when it was interrupted
    public static TradeOff of(Setting setting) {
        return of(setting, Candidate.usual(setting.budget()), PROBLEMS, Cancel.onInterrupt());
    }

    /// Candidates on problems of a setting.
    ///
    /// @param problems at evenly spaced ranks, at least 1
    /// @throws BadInput when its model does not fit on its devices
    /// @throws CancellationException when it was cancelled
    public static TradeOff of(Setting setting, List<Candidate> candidates, int problems, Cancel cancel) {
        Exam exam = Exam.stratified(setting.reasoner(), problems, SEED);
        TradeOff plain = of(exam, setting.clock(), candidates, cancel);
        return new TradeOff(Optional.of(setting), plain.points, plain.refused);
    }

    /// Candidates on an exam's problems.
    ///
    /// @param candidates at least one; the first is what others are compared with
    /// @throws CancellationException when it was cancelled
    public static TradeOff of(Exam exam, TokenClock clock, List<Candidate> candidates, Cancel cancel) {
        List<Point> points = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        Point.Tried first = null;
        for (Candidate candidate : candidates) {
            try {
                Point.Tried tried = Point.Tried.of(candidate, exam, clock, cancel);
                first = first == null ? tried : first;
                points.add(tried.against(candidate, first));
            } catch (BadInput e) {
                refused.add(candidate.name() + ": " + e.getMessage());
            }
            if (cancel.requested()) {
                throw new CancellationException("the trade-off was stopped before all candidates were tried");
            }
        }
        if (points.isEmpty()) {
            throw new BadInput(
                    "[0] of %d candidates could be tried%s",
                    candidates.size(), refused.isEmpty() ? "" : "; " + refused.getFirst());
        }
        return new TradeOff(Optional.empty(), points, refused);
    }

    /// The same under each value of one knob of a setting, in order.
    ///
    /// ```java
    /// TradeOff.frames(Setting.usual(), "tensor", "1", "2", "4", "8");
    /// ```
    public static Map<String, TradeOff> frames(Setting setting, String knob, String... values) {
        Map<String, TradeOff> frames = new LinkedHashMap<>();
        for (String value : values) {
            frames.put(value, of(setting.with(knob, value)));
        }
        return frames;
    }

    /// The points that no other beats in both accuracy and what is traded for it, by rising accuracy.
    public List<Point> front(Axis axis) {
        List<Point> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        List<Point> byAxis = points.stream()
                .sorted(Comparator.comparingDouble(axis::of)
                        .thenComparing(
                                Comparator.comparingDouble(Point::accuracy).reversed()))
                .toList();
        for (Point point : byAxis) {
            if (point.accuracy() > best) {
                front.add(point);
                best = point.accuracy();
            }
        }
        return front;
    }

    /// The most accurate point; of equal ones the quickest.
    public Point best() {
        return front(Axis.LATENCY).getLast();
    }

    /// The point of the front that gets an accuracy for least.
    ///
    /// @param accuracy between 0 and 1
    public Optional<Point> least(Axis axis, double accuracy) {
        return front(axis).stream()
                .filter(point -> point.accuracy() >= accuracy)
                .findFirst();
    }

    /// The most accurate point that takes no more than so much.
    public Optional<Point> within(Axis axis, double most) {
        return front(axis).reversed().stream()
                .filter(point -> axis.of(point) <= most)
                .findFirst();
    }

    /// A row a candidate.
    public Table table() {
        return Table.create(
                "trade-off",
                StringColumn.create("strategy", points.stream().map(point -> point.candidate()
                        .strategy())),
                StringColumn.create(
                        "knob", points.stream().map(point -> point.candidate().knob())),
                column("accuracy [%]", 100, Point::accuracy),
                column("± [%]", 100, Point::error),
                column("gain [%]", 100, Point::gain),
                column("gain ± [%]", 100, Point::gainError),
                column("tokens", 1, Point::tokens),
                column("latency [s]", 1, Point::seconds),
                column("cost [device-s]", 1, Point::deviceSeconds),
                onFront(Axis.LATENCY),
                onFront(Axis.COST));
    }

    private DoubleColumn column(String name, double factor, ToDoubleFunction<Point> value) {
        return DoubleColumn.create(name, points.stream().mapToDouble(value).map(x -> factor * x));
    }

    private BooleanColumn onFront(Axis axis) {
        List<Point> front = front(axis);
        return BooleanColumn.create(
                "on front of " + axis.word(),
                points.stream().map(front::contains).toArray(Boolean[]::new));
    }

    /// Accuracy against latency or cost: a colour for each strategy, steps for the front.
    public Plot plot(Axis axis) {
        return TradeOffPlot.of(this, axis, Plot.Axis.of(axis.word(), axis.unit()))
                .titled("Accuracy against " + axis.word());
    }

    /// Accuracy against latency and against cost, side by side, on one scale of seconds: of a clock, and of devices.
    public Multiples picture() {
        return new Multiples(
                "What each strategy gets for time and for money",
                Arrays.stream(Axis.values())
                        .map(axis -> TradeOffPlot.of(this, axis, Plot.Axis.of("time", "s"))
                                .titled("%s [%s]".formatted(axis.word(), axis.unit())))
                        .toList());
    }

    /// Who wins where, in sentences with numbers.
    public List<String> words() {
        return new TradeOffWords(this).alone();
    }

    /// What is other than before, in sentences with numbers.
    public List<String> words(TradeOff before) {
        return new TradeOffWords(this).since(before);
    }
}
