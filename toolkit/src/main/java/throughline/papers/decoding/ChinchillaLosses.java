package throughline.papers.decoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import throughline.papers.Constant;
import throughline.papers.Provenance;
import throughline.scaling.Fit;
import throughline.scaling.IsoFlop;
import throughline.scaling.Observations;

/// Final losses of 114 models at nine budgets, read off figure 4 of Hoffmann and others (2022). They are in
/// `datasets/chinchilla-isoflop`.
final class ChinchillaLosses {
    private static final String RESOURCE = "chinchilla-isoflop/losses.csv";
    private static final double NEAR_THE_BOTTOM = 0.12;

    private ChinchillaLosses() {}

    static Observations all() {
        try (InputStream in = ChinchillaLosses.class.getResourceAsStream(RESOURCE)) {
            return Observations.parse(RESOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IsoFlop valleys() {
        return IsoFlop.of(all(), NEAR_THE_BOTTOM);
    }

    /// A fit's coefficients, for the ledger's count.
    static Constant[] constants(Fit fit) {
        String where = "fitted on %d points, none of them a reported row"
                .formatted(fit.rows().size());
        return fit.coefficients().entrySet().stream()
                .map(c -> Constant.frozen(c.getKey(), c.getValue(), where, Provenance.READ_OFF_FIGURE))
                .toArray(Constant[]::new);
    }
}
