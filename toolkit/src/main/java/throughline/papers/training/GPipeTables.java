package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import throughline.papers.Provenance;
import throughline.papers.Reported;

/// What GPipe reports, and what others report of it.
final class GPipeTables {
    private static final String TABLE_1 = "table 1";
    private static final String TABLE_2 = "table 2, over two cells with one micro-batch";
    private static final String TABLE_3 = "table 3, P100 over PCI Express, 32 micro-batches, over two cells";
    private static final String TORCHGPIPE = "benchmarks of torchgpipe, on P40";
    static final String GRADIENTS = "gradients of micro-batches, difference from those of the mini-batch";
    static final String ALMOST_LINEAR = "speed with cells, transformer, 32 micro-batches";
    static final String SUBLINEAR = "AmoebaNet's speed-up from 2 to 8 cells, less 4";
    static final String RATIO = "AmoebaNet, 8 cells over 2, 32 micro-batches";
    static final int[] CELLS = {2, 4, 8};
    static final int[] MICRO_BATCHES = {1, 4, 32};

    /// A transformer of table 1.
    record Size(String name, int layers, double billions, double gibibytes) {}

    static final List<Size> SIZES = List.of(
            new Size("Naive-1", 3, 0.2822, 3.15),
            new Size("Pipeline-1", 13, 0.7858, 8.8),
            new Size("Pipeline-8", 103, 5.3, 59.5),
            new Size("Pipeline-32", 415, 21.0, 235.1),
            new Size("Pipeline-128", 1663, 83.9, 937.9));

    /// What table 1 has of AmoebaNet: weights in billions, gigabytes.
    private static final Map<String, double[]> ROWS_OF_AMOEBANET = new TreeMap<>(Map.of(
            "(18, 208)", new double[] {0.082, 1.05},
            "(18, 416)", new double[] {0.318, 3.8},
            "(18, 544)", new double[] {0.542, 6.45},
            "(36, 544)", new double[] {1.05, 12.53},
            "(72, 512)", new double[] {1.8, 24.62}));

    private static final Map<String, double[][]> SPEEDS = new TreeMap<>(Map.of(
            "AmoebaNet", new double[][] {{1, 1.07, 1.21}, {1.13, 1.26, 1.84}, {1.38, 1.72, 3.48}},
            "transformer", new double[][] {{1, 1.7, 1.8}, {1.07, 3.2, 3.4}, {1.3, 4.8, 6.3}},
            "torchgpipe", new double[][] {{1, 1.546, 1.780}, {1.006, 1.680, 2.711}, {0.932, 2.625, 4.966}}));

    /// The sizes of AmoebaNet.
    static final Set<String> AMOEBANETS = ROWS_OF_AMOEBANET.keySet();

    private GPipeTables() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        Provenance recalled = Provenance.RECALLED;
        Provenance told = Provenance.SECONDHAND;
        for (Size size : SIZES) {
            rows.add(Reported.of(weights(size), size.billions, "billions", TABLE_1, recalled));
            rows.add(Reported.of(memory(size), size.gibibytes, "GiB", TABLE_1, recalled));
        }
        double[] activations = {6.4, 50.9, 199.9, 796.1};
        for (int i = 0; i < activations.length; i++) {
            rows.add(Reported.of(activations(SIZES.get(i + 1)), activations[i], "GiB", TABLE_1, recalled));
        }
        ROWS_OF_AMOEBANET.forEach((name, row) -> {
            rows.add(Reported.of(weights(name), row[0], "billions", TABLE_1, told));
            rows.add(Reported.of(memory(name), row[1], "GB", TABLE_1, told));
        });
        SPEEDS.forEach((model, table) -> {
            for (int k = 0; k < CELLS.length; k++) {
                for (int m = k == 0 ? 1 : 0; m < MICRO_BATCHES.length; m++) {
                    rows.add(Reported.of(
                            speed(model, CELLS[k], MICRO_BATCHES[m]),
                            table[k][m],
                            "",
                            model.equals("torchgpipe") ? TORCHGPIPE : TABLE_2,
                            switch (model) {
                                case "torchgpipe" -> Provenance.AUTHORS_DATA;
                                case "AmoebaNet" -> told;
                                default -> recalled;
                            }));
                }
            }
        });
        for (int cells : CELLS) {
            rows.add(Reported.rises(rises(cells), "", TABLE_2, told));
        }
        rows.add(Reported.of(pcie("transformer", 4), 1.8, "", TABLE_3, recalled));
        rows.add(Reported.of(pcie("transformer", 8), 3.3, "", TABLE_3, recalled));
        rows.add(Reported.of(pcie("AmoebaNet", 4), 1.7, "", TABLE_3, recalled));
        rows.add(Reported.of(pcie("AmoebaNet", 8), 2.7, "", TABLE_3, recalled));
        rows.add(Reported.of(RATIO, 2.88, "", TABLE_2, told));
        rows.add(Reported.falls(SUBLINEAR, "", TABLE_2, told));
        rows.add(Reported.rises(ALMOST_LINEAR, "", "abstract: almost linear speedup", Provenance.PRINTED));
        rows.add(Reported.of(GRADIENTS, 0, "", "section 2: updates do not depend on the partition", recalled));
        return rows;
    }

    static String weights(Size size) {
        return "weights, transformer of %d layers".formatted(size.layers);
    }

    static String memory(Size size) {
        return "memory of weights, transformer of %d layers".formatted(size.layers);
    }

    static String activations(Size size) {
        return "memory of activations, transformer of %d layers".formatted(size.layers);
    }

    static String weights(String amoebanet) {
        return "weights, AmoebaNet-D " + amoebanet;
    }

    static String memory(String amoebanet) {
        return "memory of weights, AmoebaNet-D " + amoebanet;
    }

    static String speed(String model, int cells, int microBatches) {
        return "speed, %s, %d cells, %d micro-batches".formatted(model, cells, microBatches);
    }

    static String rises(int cells) {
        return "speed with micro-batches, %d cells".formatted(cells);
    }

    static String pcie(String model, int cells) {
        return "speed over PCI Express, %s, %d cells".formatted(model, cells);
    }
}
