package throughline.papers.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import throughline.learning.replicas.ReplicaCurve;
import throughline.spec.BadInput;

/// Curves of trainings as a table has them: what [ReplicaGrid] writes and the ledger reads.
///
/// @param curves by configuration, then by seed
public record ReplicaTable(Map<String, Map<Long, ReplicaCurve>> curves) {
    static final String HEADINGS = "configuration,seed,step,loss,exchanged,within";
    private static final int COLUMNS = 6;

    /// Reads a table from beside this class.
    static ReplicaTable resource(String name) {
        try (InputStream in = ReplicaTable.class.getResourceAsStream(name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param where for errors
    /// @throws BadInput naming the line that is no heading, or no row
    static ReplicaTable parse(String text, String where) {
        Map<String, Map<Long, List<ReplicaCurve.Point>>> points = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        if (!first.equals(HEADINGS)) {
            throw new BadInput("%s, line 1 [%s] must be %s", where, first, HEADINGS);
        }
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",");
            try {
                require(cells.length == COLUMNS);
                points.computeIfAbsent(cells[0], _ -> new LinkedHashMap<>())
                        .computeIfAbsent(Long.parseLong(cells[1]), _ -> new ArrayList<>())
                        .add(new ReplicaCurve.Point(
                                Integer.parseInt(cells[2]),
                                Double.parseDouble(cells[3]),
                                Long.parseLong(cells[4]),
                                Long.parseLong(cells[5])));
            } catch (NumberFormatException e) {
                throw new BadInput("%s, line %d [%s] must be %s", where, i + 1, lines.get(i), HEADINGS);
            }
        }
        Map<String, Map<Long, ReplicaCurve>> curves = new LinkedHashMap<>();
        points.forEach(
                (name, seeds) -> seeds.forEach((seed, curve) -> curves.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                        .put(seed, new ReplicaCurve(curve, new double[0]))));
        return new ReplicaTable(curves);
    }

    private static void require(boolean right) {
        if (!right) {
            throw new NumberFormatException();
        }
    }

    /// The curves of a configuration, by seed.
    ///
    /// @throws BadInput when there is none of that name
    Map<Long, ReplicaCurve> of(String configuration) {
        Map<Long, ReplicaCurve> seeds = curves.get(configuration);
        if (seeds == null) {
            throw new BadInput("configuration [%s] is not one of %s", configuration, curves.keySet());
        }
        return seeds;
    }

    /// The last losses of a configuration, in the order of seeds.
    public double[] lastLosses(String configuration) {
        Map<Long, ReplicaCurve> seeds = of(configuration);
        return new TreeSet<>(seeds.keySet())
                .stream().mapToDouble(seed -> seeds.get(seed).last().loss()).toArray();
    }

    /// The last loss of each configuration, a mean over its seeds, in the order of the table.
    public SequencedMap<String, Double> meanLosses() {
        SequencedMap<String, Double> means = new LinkedHashMap<>();
        curves.keySet()
                .forEach(name -> means.put(
                        name, Arrays.stream(lastLosses(name)).average().orElseThrow()));
        return means;
    }

    /// The mean curve over the seeds, where all have the same steps.
    ReplicaCurve mean(String configuration) {
        List<ReplicaCurve> all = List.copyOf(of(configuration).values());
        List<ReplicaCurve.Point> points = new ArrayList<>();
        int least = all.stream().mapToInt(curve -> curve.points().size()).min().orElseThrow();
        for (int i = 0; i < least; i++) {
            int at = i;
            ReplicaCurve.Point first = all.getFirst().points().get(i);
            double loss = all.stream()
                    .mapToDouble(curve -> curve.points().get(at).loss())
                    .average()
                    .orElseThrow();
            points.add(new ReplicaCurve.Point(first.step(), loss, first.exchanged(), first.within()));
        }
        return new ReplicaCurve(points, new double[0]);
    }
}
