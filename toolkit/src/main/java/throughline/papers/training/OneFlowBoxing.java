package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Heatmap;
import throughline.data.Plot;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.training.sbp.Boxing;
import throughline.training.sbp.Layout;
import throughline.training.sbp.Mesh;
import throughline.training.sbp.Pieces;
import throughline.training.sbp.Sbp;
import throughline.training.sbp.Shape;

/// OneFlow's table of what changes of layout cost, counted on ranks that really make them, and its signatures of a
/// matrix product, found by trying every combination.
public final class OneFlowBoxing {
    private static final String COSTS =
            "sbp_infer_util.cpp, ComputCopyCostBetweenTwoSbpParallel, without its penalty for becoming partial and its"
                    + " one byte for B -> S";
    private static final String SIGNATURES = "signatures of a matrix product, beside all broadcast";
    private static final int PRODUCERS = 4;
    private static final int CONSUMERS = 3;
    private static final Shape SHAPE = Shape.of(12, 12);
    private static final List<Cell> CELLS = List.of(
            new Cell("S(0)", "S(0)", 0, 1),
            new Cell("S(0)", "S(1)", 0.75, 1),
            new Cell("S(0)", "B", 3, 3),
            new Cell("S(0)", "P", 0, 1),
            new Cell("B", "S(0)", 0, 1),
            new Cell("B", "B", 0, 3),
            new Cell("B", "P", 0, 1),
            new Cell("P", "S(0)", 3, 4),
            new Cell("P", "B", 6, 6),
            new Cell("P", "P", 0, 4));

    private OneFlowBoxing() {}

    /// What the authors' code gives, for 4 devices that hold the tensor and, where others are to, 3 of these.
    ///
    /// @param same   sent among the same devices, over the size of the tensor
    /// @param others sent to other devices, over the size of the tensor
    private record Cell(String from, String to, double same, double others) {
        String row(boolean otherDevices) {
            return "%s -> %s, %s".formatted(from, to, otherDevices ? "4 devices to 3 others" : "the same 4 devices");
        }
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (boolean others : new boolean[] {false, true}) {
            for (Cell cell : CELLS) {
                double value = others ? cell.others : cell.same;
                rows.add(Reported.of(cell.row(others), value, "sizes", COSTS, Provenance.AUTHORS_DATA));
            }
        }
        rows.add(Reported.of(SIGNATURES, 5, "", "matmul_op.cpp, MatmulOp::GetSbp", Provenance.AUTHORS_DATA));
        return rows;
    }

    static void claims(Evidence evidence) {
        for (boolean others : new boolean[] {false, true}) {
            for (Cell cell : CELLS) {
                Measured<Double> sent = evidence.measure(
                        "a tensor moved between ranks, and its elements counted",
                        () -> sent(Sbp.of(cell.from), Sbp.of(cell.to), others));
                String[] rest = CELLS.stream()
                        .filter(other -> other != cell)
                        .map(other -> other.row(others))
                        .toArray(String[]::new);
                evidence.claim(Recomputed.of(cell.row(others), sent.value())
                        .within(Tolerance.absolute(0, "a count"))
                        .against(Null.mean(rest))
                        .from(sent));
            }
        }
        Measured<Long> valid =
                evidence.measure("pieces of two matrices multiplied on 4 ranks, in all layouts", OneFlowBoxing::valid);
        evidence.claim(Recomputed.of(SIGNATURES, valid.value())
                .within(Tolerance.absolute(0, "a count"))
                .against(Null.of(2, "only rows and columns, without partial tensors"))
                .from(valid));
    }

    private static double[] numbers(String name) {
        Stream random = new Streams(1).named(name);
        return IntStream.range(0, (int) SHAPE.elements())
                .mapToDouble(_ -> random.uniform(-1, 1))
                .toArray();
    }

    private static double sent(Sbp from, Sbp to, boolean others) {
        double[] whole = numbers("boxing");
        Pieces pieces = Pieces.cut(whole, SHAPE, Layout.of(from), Mesh.of(PRODUCERS));
        Pieces.Moved moved = others ? pieces.to(to, CONSUMERS) : pieces.to(Layout.of(to));
        return distance(moved.pieces().join(), whole) < 1e-12
                ? (double) moved.elements() / SHAPE.elements()
                : Double.NaN;
    }

    /// How many combinations of layouts of both matrices and their product are true, beside all broadcast.
    private static long valid() {
        List<Sbp> all = List.of(Sbp.split(0), Sbp.split(1), Sbp.BROADCAST, Sbp.PARTIAL);
        Mesh mesh = Mesh.of(PRODUCERS);
        double[] left = numbers("left");
        double[] right = numbers("right");
        Layout alone = Layout.of("B");
        double[] product = Pieces.cut(left, SHAPE, alone, Mesh.of(1))
                .times(Pieces.cut(right, SHAPE, alone, Mesh.of(1)), alone)
                .orElseThrow()
                .join();
        long valid = 0;
        for (Sbp x : all) {
            for (Sbp w : all) {
                Pieces xs = Pieces.cut(left, SHAPE, Layout.of(x), mesh);
                Pieces ws = Pieces.cut(right, SHAPE, Layout.of(w), mesh);
                valid += all.stream()
                        .filter(y -> xs.times(ws, Layout.of(y))
                                .filter(result -> distance(result.join(), product) < 1e-12)
                                .isPresent())
                        .count();
            }
        }
        return valid - 1;
    }

    private static double distance(double[] one, double[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }

    /// What changes of layout cost, in sizes of the tensor.
    ///
    /// @param producers devices that hold it, at least 1
    /// @param consumers other devices that are to hold it; 0 for the same devices
    public static Heatmap costs(int producers, int consumers) {
        List<String> names = List.of("S(0)", "S(1)", "B", "P");
        double[][] values = new double[names.size()][names.size()];
        for (int from = 0; from < names.size(); from++) {
            for (int to = 0; to < names.size(); to++) {
                Sbp before = Sbp.of(names.get(from));
                Sbp after = Sbp.of(names.get(to));
                values[from][to] = consumers == 0
                        ? Boxing.of(before, after).total(1, producers)
                        : Boxing.across(before, after, 1, producers, consumers);
            }
        }
        return new Heatmap(
                "What a change of layout sends, %s"
                        .formatted(
                                consumers == 0
                                        ? "among %d devices".formatted(producers)
                                        : "from %d devices to %d others".formatted(producers, consumers)),
                Plot.Axis.of("to", names),
                Plot.Axis.of("from", names),
                Plot.Axis.of("sent by all devices", "sizes of the tensor"),
                values);
    }
}
