package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.hardware.Cluster;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.papers.training.TrainingRunsTable5.Row;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The time and the memory of training steps, held against published runs. Not a paper of the catalogue: a validation
/// of the cost model, which needs no data and some seconds.
///
/// Where constants are fitted, it is on some runs, and what counts are others: one or two of the software, on
/// models of 22 and 175 billion weights, then 530 and 1,008 billion; two of a system's scaling, on two numbers of
/// GPUs, then six others. Beside the first stand the seconds of Calculon, another model of such steps: unfitted it
/// is off by 3.65 % in the mean and 8.9 % at worst; no one factor brings these below 3.3 and 6.4 %.
///
/// What takes none is memory, the ratios of MT-NLG's steps, Llama 3's share of the peak, and exchanges.
public final class TrainingRuns implements Paper {
    /// Its name in the list of validations.
    public static final String ID = "training-runs";

    private final Cluster selene;

    /// On the cluster that most of them ran on.
    public TrainingRuns() {
        this(Cluster.named("selene"));
    }

    /// With Selene's place taken by another cluster of A100s, or by other constants.
    public TrainingRuns(Cluster selene) {
        this.selene = selene;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(TrainingRunsTable5.reported());
        rows.addAll(TrainingRunsMemory.reported());
        rows.addAll(TrainingRunsScaling.reported());
        rows.addAll(TrainingRunsLlama.reported());
        rows.addAll(TrainingRunsExchanges.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        List<Runnable> parts = List.of(
                () -> TrainingRunsTable5.claims(evidence, selene),
                () -> TrainingRunsMemory.claims(evidence),
                () -> TrainingRunsScaling.claims(evidence, selene),
                () -> TrainingRunsLlama.claims(evidence, Cluster.named("dgx-h100")),
                () -> TrainingRunsExchanges.claims(evidence, Cluster.named("a100-nodes")));
        for (int i = 0; i < parts.size() && !cancel.requested(); i++) {
            parts.get(i).run();
            progress.report(i + 1L, parts.size());
        }
    }

    /// A row for each of Korthikanti's nine steps: `run`, `weights [1e9]`, `measured [s]`, `unfitted [s]`,
    /// `one factor [s]` and `fitted [s]`, with one constant and with two from the first four, `Calculon [s]`,
    /// unfitted, which is missing for the last, and `rows` that says which are `fitted` and which `predicted`.
    ///
    /// [throughline.papers.Ledger#figure] draws it.
    private Table table(Published published) {
        List<Row> rows = new ArrayList<>(TrainingRunsTable5.ROWS);
        rows.add(TrainingRunsTable5.replicas());
        TrainingRunsFit fit =
                TrainingRunsFit.of(selene, TrainingRunsTable5.fitted(), TrainingRunsTable5.seconds(published));
        Cluster fitted = fit.on(selene);
        double factor =
                TrainingRunsFit.factor(selene, TrainingRunsTable5.fitted(), TrainingRunsTable5.seconds(published));
        return Table.create(
                "training runs",
                StringColumn.create("run", rows.stream().map(Row::name)),
                column("weights [1e9]", rows, row -> row.model().weights() / 1e9),
                column("measured [s]", rows, TrainingRunsTable5.seconds(published)),
                column("unfitted [s]", rows, row -> row.seconds(selene)),
                column("one factor [s]", rows, row -> factor * row.seconds(selene)),
                column("fitted [s]", rows, row -> row.seconds(fitted)),
                column("Calculon [s]", rows, Row::calculon),
                StringColumn.create(
                        "rows",
                        rows.stream().map(row -> TrainingRunsTable5.fitted().contains(row) ? "fitted" : "predicted")));
    }

    private static DoubleColumn column(String name, List<Row> rows, ToDoubleFunction<Row> value) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(value));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Table table = table(published);
        double[] weights = {15, 1500};
        Plot plot = Plot.of(
                        "Steps of larger models, predicted from smaller ones",
                        Axis.of("weights", "1e9").logarithmic(),
                        Axis.of("predicted over measured seconds", ""))
                .ribbon(
                        "measured, within 3 %",
                        weights, new double[] {1, 1}, new double[] {0.97, 0.97}, new double[] {1.03, 1.03});
        progress.report(1, 1);
        Table chosen = table.where(table.stringColumn("rows").isEqualTo("fitted"));
        Table others = table.where(table.stringColumn("rows").isEqualTo("predicted"));
        return Optional.of(plot.points("nothing fitted", weights(table), ratios(table, "unfitted [s]"))
                .points("predicted, one factor", weights(others), ratios(others, "one factor [s]"))
                .points("fitted here", weights(chosen), ratios(chosen, "fitted [s]"))
                .points("predicted, two constants", weights(others), ratios(others, "fitted [s]"))
                .published(
                        "Calculon, nothing fitted", weights(table.first(8)), ratios(table.first(8), "Calculon [s]")));
    }

    private static double[] weights(Table table) {
        return table.doubleColumn("weights [1e9]").asDoubleArray();
    }

    private static double[] ratios(Table table, String column) {
        return table.doubleColumn(column)
                .divide(table.doubleColumn("measured [s]"))
                .asDoubleArray();
    }

    /// Shares of the peak that others reported for their runs, `model` and `MFU [%]`, to be seen beside a plan's own.
    /// They are recalled, and nothing is held against them.
    public static Table shares() {
        return Table.create(
                "shares of the peak",
                StringColumn.create("model", "GPT-3 175B", "Gopher 280B", "MT-NLG 530B", "PaLM 540B"),
                DoubleColumn.create("MFU [%]", 21.3, 32.5, 30.2, 46.2));
    }
}
