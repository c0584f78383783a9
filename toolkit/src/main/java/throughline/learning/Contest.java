package throughline.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One run of a backtest: each forecaster is fitted, asked, timed and scored.
///
/// @param backtest what is asked
/// @param cancel   polled between forecasters and by their fits
record Contest(Backtest backtest, Cancel cancel) {
    /// Progress is counted in this many parts a fit.
    private static final long PARTS = 1_000;

    private static final int ASKED_ALONE = 50;

    /// The rows of these forecasters, after the naive ones that are missing; up to the one that a cancel stopped.
    List<Backtest.Row> rows(List<Forecaster> forecasters, Progress progress) {
        List<Backtest.Row> rows = new ArrayList<>();
        long share = PARTS * fits();
        long total = Math.max(1, forecasters.size()) * share;
        long before = 0;
        for (Forecaster forecaster : withNaive(forecasters)) {
            boolean counts = forecasters.contains(forecaster);
            long from = before;
            Progress part = counts ? (done, of) -> progress.report(from + done, total) : Progress.NONE;
            rows.add(row(forecaster, part));
            if (rows.getLast().stopped()) {
                progress.report(from, total);
                break;
            }
            before += counts ? share : 0;
        }
        if (!cancel.requested()) {
            progress.report(total, total);
        }
        return rows;
    }

    private int fits() {
        return backtest.refit() ? backtest.folds().size() : 1;
    }

    /// @param progress told in parts of this forecaster's share
    private Backtest.Row row(Forecaster forecaster, Progress progress) {
        List<Forecast> forecasts = new ArrayList<>();
        long fitting = 0;
        long asking = 0;
        List<Fold> folds = backtest.folds();
        for (int f = 0; f < folds.size(); f++) {
            Fold fold = folds.get(f);
            long start = System.nanoTime();
            if (f == 0 || backtest.refit() && !cancel.requested()) {
                long from = f * PARTS;
                Progress part = (done, of) -> progress.report(from + PARTS * done / Math.max(1, of), PARTS * fits());
                forecaster.fit(fold.train(), fold.validation(), cancel, part);
            }
            long fitted = System.nanoTime();
            forecasts.addAll(forecaster.forecast(fold.test()));
            fitting += fitted - start;
            asking += System.nanoTime() - fitted;
        }
        boolean stopped = cancel.requested();
        Windows test = backtest.test();
        List<Score> scores = new ArrayList<>();
        for (int target = 0; target < test.task().targets().size(); target++) {
            scores.add(Score.of(forecasts, test, target, backtest.train()));
        }
        double inBatch = asking / 1e9 / test.size();
        return new Backtest.Row(forecaster, scores, secondsAlone(forecaster), inBatch, fitting / 1e9, stopped);
    }

    /// The median over single forecasts of the windows that the last fit was asked, after as many that warm up.
    private double secondsAlone(Forecaster forecaster) {
        Windows test = backtest.folds().getLast().test();
        double[] seconds = new double[ASKED_ALONE];
        for (int i = -ASKED_ALONE; i < ASKED_ALONE; i++) {
            Window window = test.get((i + ASKED_ALONE) % test.size());
            long start = System.nanoTime();
            forecaster.forecast(window);
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        return seconds[ASKED_ALONE / 2];
    }

    private static List<Forecaster> withNaive(List<Forecaster> forecasters) {
        List<Forecaster> all = new ArrayList<>();
        for (Forecaster naive : Naive.always()) {
            if (forecasters.stream()
                    .noneMatch(given -> Naive.is(given) && given.name().equals(naive.name()))) {
                all.add(naive);
            }
        }
        all.addAll(forecasters);
        Set<String> names = new HashSet<>();
        for (Forecaster forecaster : all) {
            if (!names.add(forecaster.name())) {
                throw new BadInput(
                        "two forecasters are called [%s]; give one another name with named(...)", forecaster.name());
            }
        }
        return all;
    }
}
