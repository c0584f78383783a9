package throughline.papers.decoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.scaling.Observations;

/// The losses that ParScale's law was fitted to, 24 a corpus: six sizes with 1, 2, 4 and 8 streams, 42 billion tokens
/// each. They are in `datasets/parscale-losses`.
public final class ParScaleLosses {
    private ParScaleLosses() {}

    /// A trained model.
    ///
    /// @param model   name of the size
    /// @param n       parameters that are no embedding
    /// @param streams in parallel
    /// @param loss    nats a token
    record Run(ParScaleCorpus corpus, String model, double n, int streams, double loss) {
        /// Of its reported row.
        String key() {
            return ParScaleLosses.key(corpus, model, streams);
        }
    }

    static String key(ParScaleCorpus corpus, String model, int streams) {
        return "loss, %s, %s, P = %d".formatted(corpus, model, streams);
    }

    static List<Run> runs(ParScaleCorpus corpus) {
        return text("parscale-losses/" + corpus.file())
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .map(c -> new Run(
                        corpus, c[0], Double.parseDouble(c[1]), Integer.parseInt(c[2]), Double.parseDouble(c[3])))
                .toList();
    }

    private static String text(String resource) {
        try (InputStream in = ParScaleLosses.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Reported> reported(ParScaleCorpus corpus) {
        return runs(corpus).stream()
                .map(run -> Reported.of(
                        run.key(),
                        run.loss(),
                        "nats",
                        "parametric_fit.py, to which the law is fitted",
                        Provenance.AUTHORS_DATA))
                .toList();
    }

    /// All runs of a corpus, to fit a law to: `N`, `P`, `loss`.
    public static Observations of(ParScaleCorpus corpus) {
        return observations(runs(corpus), Run::loss);
    }

    /// Some runs, with their losses as published.
    static Observations published(ParScaleCorpus corpus, Predicate<Run> chosen, Published rows) {
        return observations(runs(corpus).stream().filter(chosen).toList(), run -> rows.value(run.key()));
    }

    private static Observations observations(List<Run> runs, ToDoubleFunction<Run> loss) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("N", runs.stream().mapToDouble(Run::n).toArray());
        columns.put("P", runs.stream().mapToDouble(Run::streams).toArray());
        columns.put("loss", runs.stream().mapToDouble(loss).toArray());
        return Observations.of(columns);
    }
}
