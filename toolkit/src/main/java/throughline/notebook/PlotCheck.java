package throughline.notebook;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;

/// What a plot must be to be drawn as it says.
final class PlotCheck {
    private static final List<Kind> WITH_EDGES =
            List.of(Kind.LINE, Kind.STEP, Kind.POINTS, Kind.SPANS, Kind.HATCHES, Kind.STRIPS);

    private PlotCheck() {}

    /// @throws IllegalArgumentException naming the series, what was found and what is allowed
    static void check(Plot plot) {
        plot.series().forEach(series -> check(plot, series));
        if (plot.series().stream().noneMatch(PlotCheck::hasPoints)) {
            throw new IllegalArgumentException("plot [%s] has no points to draw".formatted(plot.title()));
        }
        boolean stacks = plot.series().stream().anyMatch(series -> series.kind() == Kind.STACK);
        boolean bars = plot.series().stream().anyMatch(series -> series.kind() == Kind.BARS);
        if (stacks && bars) {
            throw new IllegalArgumentException(
                    "plot [%s] has bars side by side and in a stack; they would hide each other"
                            .formatted(plot.title()));
        }
    }

    private static boolean hasPoints(Series series) {
        return IntStream.range(0, series.x().length)
                .anyMatch(i -> Double.isFinite(series.x()[i]) && Double.isFinite(series.y()[i]));
    }

    private static void check(Plot plot, Series series) {
        boolean lying = plot.y().named();
        if (series.low() != null && !WITH_EDGES.contains(series.kind())) {
            throw new IllegalArgumentException(
                    "series [%s]: bars and boxes have no edges; add intervals as a series".formatted(series.name()));
        }
        if (series.low() == null && series.kind().pieces()) {
            throw new IllegalArgumentException(
                    "series [%s]: spans need low and high, their ends".formatted(series.name()));
        }
        if (series.low() != null && lying && (series.kind() == Kind.LINE || series.kind() == Kind.STEP)) {
            throw new IllegalArgumentException(
                    "series [%s]: a band cannot run along names; use intervals".formatted(series.name()));
        }
        if (series.kind() == Kind.STACK) {
            checkStack(plot, series, lying ? series.x() : series.y());
        }
        checkAxis(plot.x(), series, series.x());
        checkAxis(plot.y(), series, series.y());
        if (series.low() != null) {
            Plot.Axis along = lying || series.kind().pieces() ? plot.x() : plot.y();
            checkAxis(along, series, series.low());
            checkAxis(along, series, series.high());
        }
    }

    private static void checkStack(Plot plot, Series series, double[] pieces) {
        if (plot.x().log() || plot.y().log()) {
            throw new IllegalArgumentException(
                    "series [%s] is part of a stack, whose lengths mean nothing on a logarithmic axis; use bars"
                            .formatted(series.name()));
        }
        Arrays.stream(pieces).filter(piece -> piece < 0).findFirst().ifPresent(piece -> {
            throw new IllegalArgumentException(
                    "series [%s] is part of a stack and has the piece [%s]; pieces must not be negative"
                            .formatted(series.name(), piece));
        });
    }

    private static void checkAxis(Plot.Axis axis, Series series, double[] values) {
        double least = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(1);
        if (axis.log() && least <= 0) {
            throw new IllegalArgumentException(
                    "series [%s] has the value [%s] on the logarithmic axis [%s]; values there must be positive"
                            .formatted(series.name(), least, axis.label()));
        }
    }
}
