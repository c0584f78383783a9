package throughline.reasoning.tradeoff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.data.Plot;

/// Draws a trade-off as points by strategy, and its front as steps.
final class TradeOffPlot {
    private TradeOffPlot() {}

    /// @param x axis that the points stand over
    static Plot of(TradeOff tradeOff, Axis axis, Plot.Axis x) {
        List<Point> front = tradeOff.front(axis);
        Plot plot = Plot.of("", x.logarithmic(), Plot.Axis.of("accuracy", "%"))
                .line("front", stairs(front, axis, true), stairs(front, axis, false));
        Map<String, List<Point>> strategies = new LinkedHashMap<>();
        for (Point point : tradeOff.points()) {
            strategies
                    .computeIfAbsent(point.candidate().strategy(), ignored -> new ArrayList<>())
                    .add(point);
        }
        for (Map.Entry<String, List<Point>> strategy : strategies.entrySet()) {
            List<Point> points = strategy.getValue();
            points.sort(Comparator.comparingDouble(axis::of));
            plot = plot.points(
                    strategy.getKey(),
                    points.stream().mapToDouble(axis::of).toArray(),
                    points.stream().mapToDouble(point -> 100 * point.accuracy()).toArray());
        }
        return plot;
    }

    /// Between two points of a front lies what both beat: the corner is at the later time and the lower accuracy.
    private static double[] stairs(List<Point> front, Axis axis, boolean times) {
        double[] values = new double[2 * front.size() - 1];
        for (int i = 0; i < values.length; i++) {
            Point point = front.get(times ? (i + 1) / 2 : i / 2);
            values[i] = times ? axis.of(point) : 100 * point.accuracy();
        }
        return values;
    }
}
