package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import throughline.hardware.Cluster;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;
import throughline.training.Utilisation;

/// Table 1 of Megatron-LM: ten models, each on more GPUs than the last.
final class MegatronPtdTable1 {
    private static final String TABLE = "table 1, as in the authors' images/cases_april2021.png";
    private static final String FACTOR = "the software's factor on time";
    private static final double PEAK = 312;

    /// The settings of a row.
    ///
    /// @param name of the model, as the table has it
    record Row(String name, Transformer model, Plan plan) {
        /// @param gpus       that it is trained on
        /// @param batch      sequences of a step
        /// @param microBatch sequences
        /// @param pieces     of layers in a stage, from the authors' examples/sc21/run_table_1.sh
        static Row of(String name, int tensor, int pipeline, int gpus, int batch, int microBatch, int pieces) {
            return new Row(
                    name,
                    Transformer.named("megatron-" + name),
                    Plan.of(tensor, pipeline, gpus / tensor / pipeline, batch)
                            .with("microBatch", String.valueOf(microBatch))
                            .with("interleave", String.valueOf(pieces))
                            .with("recompute", "full")
                            .with("gradients", "half")
                            .with("overlap", String.valueOf(pipeline == 1)));
        }

        String key(String what) {
            return "table 1, %s: %s".formatted(name, what);
        }

        String rate() {
            return key("TFLOP/s of a GPU");
        }

        int gpus() {
            return plan.devices();
        }

        /// TFLOP/s of a GPU, without any constant of the software.
        double unscaled(Cluster cluster) {
            double seconds = StepTime.of(model, plan, cluster).value();
            return Utilisation.of(model, plan, cluster, seconds).perDevice() / 1e12;
        }
    }

    static final List<Row> ROWS = List.of(
            Row.of("1.7b", 1, 1, 32, 512, 16, 1),
            Row.of("3.6b", 2, 1, 64, 512, 16, 1),
            Row.of("7.5b", 4, 1, 128, 512, 16, 1),
            Row.of("18b", 8, 1, 256, 1024, 8, 1),
            Row.of("39b", 8, 2, 512, 1536, 4, 1),
            Row.of("76b", 8, 4, 1024, 1792, 2, 3),
            Row.of("145b", 8, 8, 1536, 2304, 2, 2),
            Row.of("310b", 8, 16, 1920, 2160, 1, 2),
            Row.of("530b", 8, 35, 2520, 2520, 1, 3),
            Row.of("1t", 8, 64, 3072, 3072, 1, 1));
    private static final double[] PARAMETERS = {1.7, 3.6, 7.5, 18.4, 39.1, 76.1, 145.6, 310.1, 529.6, 1008};
    private static final double[] RATES = {137, 138, 142, 135, 138, 140, 148, 155, 163, 163};
    private static final double[] SHARES = {44, 44, 46, 43, 44, 45, 47, 50, 52, 52};
    private static final double[] AGGREGATES = {4.4, 8.8, 18.2, 34.6, 70.8, 143.8, 227.1, 297.4, 410.2, 502};
    static final String ABSTRACT = "abstract: PFLOP/s of 3072 GPUs on 1T";

    private MegatronPtdTable1() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (int i = 0; i < ROWS.size(); i++) {
            Row row = ROWS.get(i);
            Provenance data = Provenance.AUTHORS_DATA;
            rows.add(Reported.of(row.key("parameters"), PARAMETERS[i], "1e9", TABLE, data));
            rows.add(Reported.of(row.rate(), RATES[i], "TFLOP/s", TABLE, data));
            rows.add(Reported.of(row.key("share of the peak"), SHARES[i], "%", TABLE, data));
            rows.add(Reported.of(row.key("PFLOP/s of all GPUs"), AGGREGATES[i], "PFLOP/s", TABLE, data));
        }
        rows.add(Reported.printed(ABSTRACT, 502, "PFLOP/s", "abstract"));
        return rows;
    }

    /// Gives the factor on time that the rows have in the mean.
    static Constant claims(Evidence evidence, Cluster cluster) {
        arithmetic(evidence);
        double[] unscaled =
                ROWS.stream().mapToDouble(row -> row.unscaled(cluster)).toArray();
        Constant first = evidence.fit(
                FACTOR, rows -> unscaled[0] / rows.value(ROWS.getFirst().rate()));
        int last = ROWS.size() - 1;
        for (int i = 1; i <= last; i++) {
            evidence.claim(scored(i, unscaled[i] / first.value())
                    .as(ROWS.get(i).rate() + ", factor from row 1")
                    .using(first));
        }
        for (int i = 0; i <= last; i++) {
            Constant others = evidence.fit(FACTOR, meanOfOthers(unscaled, i));
            evidence.claim(scored(i, unscaled[i] / others.value())
                    .as(ROWS.get(i).rate() + ", factor from the other rows")
                    .using(others));
        }
        Constant others = evidence.fit(FACTOR, meanOfOthers(unscaled, last));
        evidence.claim(Recomputed.of(
                        ABSTRACT,
                        unscaled[last] / others.value() * ROWS.get(last).gpus() / 1e3)
                .within(Tolerance.relative(0.07, "as the rows of table 1"))
                .against(Null.of(
                        "the straight line of table 1",
                        rows -> line(rows, last) * ROWS.get(last).gpus() / 1e3))
                .using(others));
        return evidence.fit(FACTOR, meanOfOthers(unscaled, -1));
    }

    private static void arithmetic(Evidence evidence) {
        for (Row row : ROWS) {
            evidence.claim(Recomputed.of(row.key("parameters"), row.model().parameters() / 1e9)
                    .within(Tolerance.absolute(0.051, "to the printed digit, 18.45 cut off to 18.4"))
                    .byArithmetic("a count of the weights of a shape that the row itself gives"));
            Constant rate = evidence.fit("TFLOP/s of a GPU", rows -> rows.value(row.rate()));
            evidence.claim(Recomputed.of(row.key("share of the peak"), 100 * rate.value() / PEAK)
                    .within(Tolerance.absolute(0.6, "both are rounded"))
                    .byArithmetic("the row's own throughput over the peak")
                    .using(rate));
            evidence.claim(Recomputed.of(row.key("PFLOP/s of all GPUs"), rate.value() * row.gpus() / 1e3)
                    .within(Tolerance.relative(0.005, "the throughput of a GPU is rounded"))
                    .byArithmetic("the row's own throughput times its GPUs")
                    .using(rate));
        }
    }

    private static Recomputed scored(int i, double value) {
        return Recomputed.of(ROWS.get(i).rate(), value)
                .within(Tolerance.relative(0.07, "what one constant left in a prototype"))
                .against(Null.of(
                        "a straight line in the hidden size through the first and the last of the others",
                        rows -> line(rows, i)));
    }

    /// Rows 1 and 10, or the next where one of these is to be predicted.
    private static double line(Published rows, int i) {
        Row from = ROWS.get(i == 0 ? 1 : 0);
        Row to = ROWS.get(ROWS.size() - (i == ROWS.size() - 1 ? 2 : 1));
        double slope = (rows.value(to.rate()) - rows.value(from.rate()))
                / (to.model().width() - from.model().width());
        return rows.value(from.rate())
                + slope * (ROWS.get(i).model().width() - from.model().width());
    }

    /// The factor that rows have in the mean.
    ///
    /// @param i of a row that is left out; negative for none
    private static ToDoubleFunction<Published> meanOfOthers(double[] unscaled, int i) {
        return rows -> {
            double sum = 0;
            for (int j = 0; j < unscaled.length; j++) {
                sum += j == i ? 0 : unscaled[j] / rows.value(ROWS.get(j).rate());
            }
            return sum / (unscaled.length - (i < 0 ? 0 : 1));
        };
    }
}
