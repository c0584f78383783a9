package throughline.papers.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;

/// The table of crashes by cause.
final class C4Crashes {
    static final String LOCAL = "crashes whose cause is in one node";

    private static final String WHERE = "table of crashes";
    private static final String FILE = "c4-crashes.csv";

    private record Cause(String name, double share, double local) {
        String shareRow() {
            return "crashes, " + name;
        }

        String localRow() {
            return "in one node, " + name;
        }
    }

    private C4Crashes() {}

    private static List<Cause> causes() {
        try (InputStream in = C4Crashes.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(","))
                    .map(cells -> new Cause(cells[0], Double.parseDouble(cells[1]), Double.parseDouble(cells[2])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void report(List<Reported> rows) {
        for (Cause cause : causes()) {
            rows.add(Reported.of(cause.shareRow(), cause.share, "%", WHERE, Provenance.RECALLED));
            rows.add(Reported.of(cause.localRow(), cause.local, "%", WHERE, Provenance.RECALLED));
        }
        rows.add(Reported.of(LOCAL, 82.5, "%", WHERE, Provenance.RECALLED));
    }

    private static double local(Published published) {
        double sum = 0;
        for (Cause cause : causes()) {
            sum += published.value(cause.shareRow()) * published.value(cause.localRow()) / 100;
        }
        return sum;
    }

    /// Enters the sum, and gives it to others.
    ///
    /// @return percent of crashes
    static Constant claim(Evidence evidence) {
        Constant local = evidence.fit("share of crashes in one node", C4Crashes::local);
        evidence.claim(Recomputed.of(LOCAL, local.value())
                .within(Tolerance.absolute(0.05, "shares have three digits"))
                .using(local)
                .byArithmetic("the sum of the table's own shares"));
        return local;
    }

    /// The share in percent, for a figure.
    static double of(Published published) {
        return local(published);
    }
}
