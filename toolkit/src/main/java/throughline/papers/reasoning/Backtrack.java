package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.papers.reasoning.BacktrackTable.Curve;
import throughline.scaling.BetaPopulation;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// To backtrack or not to backtrack (arXiv 2504.07052): at the same compute, models that write their search lose to the
/// best of some direct answers on CountDown, and win on Sudoku.
///
/// What the paper's own points say is in [BacktrackCompute], what its searches cost in [BacktrackSearch], what more
/// direct answers bring in [BacktrackCoverage], and what small models do that are trained here in [BacktrackTraining].
public final class Backtrack implements Paper {
    private static final String DRAWN = "17M";
    private static final List<String> MODELS = List.of("3M", "17M", "38M", "144M");

    private final BacktrackTraining training;

    /// The paper with the trainings that the ledger has time for.
    public Backtrack() {
        this(new BacktrackTraining(BacktrackTask.ledger()));
    }

    Backtrack(BacktrackTraining training) {
        this.training = training;
    }

    @Override
    public String id() {
        return "Backtrack";
    }

    @Override
    public List<Reported> reported() {
        return Stream.of(
                        BacktrackTable.reported(),
                        BacktrackCompute.reported(),
                        BacktrackSearch.reported(),
                        BacktrackCoverage.reported(),
                        BacktrackTraining.reported())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        BacktrackCompute.claims(evidence);
        BacktrackCoverage.claims(evidence);
        BacktrackSearch.claims(evidence, cancel);
        if (!cancel.requested()) {
            training.claims(evidence, cancel, progress);
        }
    }

    /// Solved puzzles over compute by the models of 17M: as published, and direct answers as the Beta distribution has
    /// them that was fitted to at most eight tries.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Plot plot = Plot.of(
                "Search against direct answers at the same compute, 17M",
                Axis.of("multiply-adds", "").logarithmic(),
                Axis.of("solved", "%"));
        for (String puzzle : List.of(BacktrackTable.COUNTDOWN, BacktrackTable.SUDOKU)) {
            Curve direct = BacktrackTable.curve(puzzle, BacktrackTable.DIRECT, DRAWN);
            Curve search = BacktrackTable.curve(puzzle, BacktrackTable.SEARCH, DRAWN);
            Curve fitted = direct.upTo(BacktrackCoverage.FITTED);
            BetaPopulation problems = BetaLeastSquares.fit(fitted.at(), fitted.solved(published));
            plot = plot.line(
                            puzzle + ", direct, fitted",
                            BacktrackCompute.costs(direct),
                            Arrays.stream(direct.at())
                                    .mapToDouble(k -> 100 * problems.passAtK(k))
                                    .toArray())
                    .published(puzzle + ", direct", BacktrackCompute.costs(direct), direct.solved(published))
                    .published(puzzle + ", search", BacktrackCompute.costs(search), search.solved(published));
        }
        return Optional.of(plot);
    }

    /// The sizes of the paper's models, smallest first.
    static List<String> models() {
        return MODELS;
    }

    static double last(double[] values) {
        return values[values.length - 1];
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
