package throughline.papers.reasoning;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Estimate;
import throughline.learning.detect.Roc;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DeepPrune's judges trained and tested for real on traces of [DeepPruneSearch], on puzzles they have not seen,
/// several times over with other puzzles.
///
/// @param words     of each trace that are read
/// @param agreement share of pairs that end alike
/// @param shared    AUROC of the words that a pair shares, without any training, `[draw]`; of how few it shares where
///                  that tells more, as the draw itself has it: at least 0.5
/// @param auroc     of each kind of training, `[draw]`
/// @param negatives TNR at 20 % missed, `[draw]`
record DeepPruneAblation(
        int words, double agreement, double[] shared, Map<Kind, double[]> auroc, Map<Kind, double[]> negatives) {
    private static final DeepPruneSearch SEARCH = new DeepPruneSearch(0.2, 400);
    private static final double MISSED = 0.2;

    /// How a judge is trained.
    enum Kind {
        NEITHER(false, false),
        FOCAL(true, false),
        OVERSAMPLED(false, true),
        BOTH(true, true);

        private final DeepPruneTraining training;

        Kind(boolean focal, boolean oversample) {
            training = new DeepPruneTraining(focal, oversample);
        }
    }

    /// How large it is.
    ///
    /// @param draws   at least 2
    /// @param puzzles to train on; half as many to test on
    /// @param steps   of the optimizer
    record Size(int draws, int puzzles, int steps) {
        /// Some seconds.
        static final Size USUAL = new Size(6, 100, 250);
    }

    /// Runs it; shorter after a cancel, and then of no use.
    static DeepPruneAblation run(int words, Size size, Cancel cancel, Progress progress) {
        double[] shared = new double[size.draws];
        Map<Kind, double[]> auroc = new EnumMap<>(Kind.class);
        Map<Kind, double[]> negatives = new EnumMap<>(Kind.class);
        double agreement = 0;
        for (Kind kind : Kind.values()) {
            auroc.put(kind, new double[size.draws]);
            negatives.put(kind, new double[size.draws]);
        }
        for (int draw = 0; draw < size.draws && !cancel.requested(); draw++) {
            Streams streams = new Streams(draw);
            DeepPrunePairs train = DeepPrunePairs.draw(SEARCH, size.puzzles, words, streams.below("train"));
            DeepPrunePairs test = DeepPrunePairs.draw(SEARCH, size.puzzles / 2, words, streams.below("test"));
            agreement += test.agreement() / size.draws;
            shared[draw] = eitherWay(Roc.of(test.shared(), test.same()).area());
            for (Kind kind : Kind.values()) {
                Roc roc = kind.training.judge(train, test, size.steps, draw, cancel);
                auroc.get(kind)[draw] = roc.area();
                negatives.get(kind)[draw] = roc.trueNegatives(MISSED);
            }
            progress.report(draw + 1, size.draws);
        }
        return new DeepPruneAblation(words, agreement, shared, auroc, negatives);
    }

    /// A judge that is wrong more often than right is as good as one that says the opposite.
    private static double eitherWay(double area) {
        return Math.max(area, 1 - area);
    }

    /// What one kind of training has over another, draw by draw.
    static Estimate gain(Map<Kind, double[]> of, Kind kind, Kind over) {
        return Estimate.paired(of.get(kind), of.get(over));
    }

    /// One row a training: `words`, `training`, `auroc`, `tnr`, means of the draws, and their standard errors.
    static Table table(List<DeepPruneAblation> runs) {
        IntColumn words = IntColumn.create("words");
        StringColumn training = StringColumn.create("training");
        List<DoubleColumn> values = Stream.of("auroc", "auroc_se", "tnr", "tnr_se")
                .map(DoubleColumn::create)
                .toList();
        for (DeepPruneAblation run : runs) {
            for (Kind kind : Kind.values()) {
                Estimate area = Estimate.of(run.auroc.get(kind));
                Estimate told = Estimate.of(run.negatives.get(kind));
                words.append(run.words);
                training.append(kind.training.text());
                values.get(0).append(area.mean());
                values.get(1).append(area.standardError());
                values.get(2).append(told.mean());
                values.get(3).append(told.standardError());
            }
        }
        return Table.create("judges of pairs", words, training).addColumns(values.toArray(DoubleColumn[]::new));
    }

    /// What lengths of prefixes are tried: as many words as the paper's shorter one, and longer.
    static List<Integer> lengths() {
        return List.of(25, 60);
    }
}
