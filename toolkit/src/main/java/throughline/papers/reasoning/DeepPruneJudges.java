package throughline.papers.reasoning;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import throughline.data.Estimate;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.DeepPruneAblation.Kind;
import throughline.papers.reasoning.DeepPruneAblation.Size;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DeepPrune's table of judges, each trained for real on searches of a puzzle instead of a language model's
/// texts. Sizes cannot be compared; which training is better can.
final class DeepPruneJudges {
    private static final String LEARNT = "AUROC, a trained judge over the words that a pair shares";
    private static final String NO_MATTER =
            "Focal loss and oversampling change little here, and signs change with the size of the run: both over neither"
                    + " on longer prefixes -.009 of AUROC (SE .008) with 4 draws of 200 puzzles and 500 steps, +.017 (.003)"
                    + " with 4 of 120 and 300, +.007 (.008) with 6 of 150 and 400. All pairs are learnt from either way,"
                    + " and a curve does not care which share of pairs is which.";
    private static final Size SIZE = Size.USUAL;

    private DeepPruneJudges() {}

    /// A row of the table: what one training has over none, on one length of prefixes.
    private record Row(String measure, String prefix, Kind kind, boolean rises) {
        String key() {
            return "%s, %s over neither, %s"
                    .formatted(
                            measure,
                            switch (kind) {
                                case NEITHER -> "neither";
                                case FOCAL -> "focal loss";
                                case OVERSAMPLED -> "oversampling";
                                case BOTH -> "both";
                            },
                            prefix);
        }

        int words() {
            return DeepPruneAblation.lengths().get(prefix.equals(SHORT) ? 0 : 1);
        }
    }

    private static final String SHORT = "25 words";
    private static final String LONG = "longer prefixes";

    private static final List<Row> ROWS = List.of(
            new Row("AUROC", SHORT, Kind.FOCAL, true),
            new Row("AUROC", SHORT, Kind.OVERSAMPLED, false),
            new Row("AUROC", SHORT, Kind.BOTH, true),
            new Row("TNR@0.2", SHORT, Kind.BOTH, true),
            new Row("AUROC", LONG, Kind.FOCAL, false),
            new Row("AUROC", LONG, Kind.OVERSAMPLED, false),
            new Row("AUROC", LONG, Kind.BOTH, true),
            new Row("TNR@0.2", LONG, Kind.BOTH, false));

    static List<Reported> reported() {
        String where = "judges on the project page";
        return Stream.concat(
                        Stream.of(Reported.rises(LEARNT, "", where, Provenance.AUTHORS_DATA)),
                        ROWS.stream()
                                .map(row -> row.rises
                                        ? Reported.rises(row.key(), "", where, Provenance.AUTHORS_DATA)
                                        : Reported.falls(row.key(), "", where, Provenance.AUTHORS_DATA)))
                .toList();
    }

    /// @param known what was run before, to which this is added: no reported number goes into it
    static void claims(Evidence evidence, DeepPruneKnown known, Cancel cancel, Progress progress) {
        Measured<List<DeepPruneAblation>> runs = evidence.measure("judges of pairs, trained", () -> known.judges()
                .computeIfAbsent(DeepPruneAblation.lengths(), lengths -> lengths.stream()
                        .map(words -> DeepPruneAblation.run(words, SIZE, cancel, progress))
                        .toList()));
        if (cancel.requested()) {
            return;
        }
        Map<Integer, DeepPruneAblation> byWords =
                runs.value().stream().collect(Collectors.toMap(DeepPruneAblation::words, Function.identity()));
        DeepPruneAblation first = runs.value().getFirst();
        claim(evidence, runs, LEARNT, Estimate.paired(first.auroc().get(Kind.BOTH), first.shared()), "");
        for (Row row : ROWS) {
            DeepPruneAblation run = byWords.get(row.words());
            Map<Kind, double[]> values = row.measure.equals("AUROC") ? run.auroc() : run.negatives();
            claim(evidence, runs, row.key(), DeepPruneAblation.gain(values, row.kind, Kind.NEITHER), NO_MATTER);
        }
    }

    private static void claim(Evidence evidence, Measured<?> runs, String row, Estimate gain, String tried) {
        evidence.claim(Recomputed.of(row, gain.mean())
                .within(Tolerance.direction(gain.standardError(), SIZE.draws() + " draws of the puzzles, paired"))
                .from(runs)
                .tried(tried));
    }
}
