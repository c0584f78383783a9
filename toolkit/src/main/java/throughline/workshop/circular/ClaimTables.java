package throughline.workshop.circular;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Claim;
import throughline.papers.Constant;
import throughline.papers.Tolerance;

/// Claims of the ledger as tables and as a figure.
final class ClaimTables {
    private static final double DIGITS = 1e4;

    private ClaimTables() {}

    static Table all(List<Claim> claims) {
        return Table.create(
                "a study of queues, recomputed",
                texts("claim", claims, Claim::what),
                numbers("reported", claims, claim -> claim.reported().orElseThrow()),
                numbers("recomputed", claims, claim -> round(claim.reproduced())),
                texts("unit", claims, Claim::unit),
                texts("provenance", claims, claim -> claim.provenance()
                        .orElseThrow()
                        .name()),
                texts("where", claims, claim -> claim.reportedRow().where()),
                texts("tolerance", claims, claim -> tolerance(claim).text(claim.unit())),
                numbers("null", claims, claim -> round(claim.nullValue().orElseThrow())),
                numbers("skill", claims, claim -> round(claim.skill().orElse(Double.NaN))),
                texts("grade", claims, claim -> claim.grade().name()),
                texts("verdict", claims, claim -> claim.verdict().name()));
    }

    static Table constants(Claim claim) {
        List<Constant> constants = claim.constants();
        return Table.create(
                "constants of " + claim.what(),
                texts("constant", constants, Constant::name),
                numbers("value", constants, constant -> round(constant.value())),
                texts("fitted on", constants, constant -> String.join(", ", constant.rows())),
                texts("from", constants, Constant::where));
    }

    static Plot plot(List<Claim> claims) {
        double[] places = IntStream.range(0, claims.size()).asDoubleStream().toArray();
        double[] allowed = claims.stream()
                .mapToDouble(claim -> 100 * ((Tolerance.Relative) tolerance(claim)).share())
                .toArray();
        return Plot.of(
                        "What is recomputed, and how far it may be off",
                        Axis.of("off the reported value", "%"),
                        Axis.of("", claims.stream().map(Claim::what).toList()))
                .intervals(
                        "allowed",
                        new double[places.length],
                        places,
                        Arrays.stream(allowed).map(share -> -share).toArray(),
                        allowed)
                .points(
                        "recomputed",
                        claims.stream()
                                .mapToDouble(claim -> off(claim, claim.reproduced()))
                                .toArray(),
                        places);
    }

    static Tolerance tolerance(Claim claim) {
        return claim.recomputed().tolerance().orElseThrow();
    }

    /// In percent of the reported value.
    static double off(Claim claim, double value) {
        return 100 * (value / claim.reported().orElseThrow() - 1);
    }

    static double round(double value) {
        return Double.isNaN(value) ? value : Math.round(value * DIGITS) / DIGITS;
    }

    private static <T> StringColumn texts(String name, List<T> rows, Function<T, String> text) {
        return StringColumn.create(name, rows.stream().map(text));
    }

    private static <T> DoubleColumn numbers(String name, List<T> rows, ToDoubleFunction<T> value) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(value));
    }
}
