package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import throughline.hardware.Cluster;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;
import throughline.training.Utilisation;

/// Table 2 of Megatron-LM: two large models, with tensor and pipeline parallelism and with ZeRO's third stage alone.
final class MegatronPtdTable2 {
    private static final double TOKENS = 300e9;
    private static final double SECONDS_A_DAY = 86_400;
    /// Weights are gathered forward and back, and gradients scattered, 2 bytes each.
    private static final double ZERO_BYTES = 6;

    /// The settings of a row; without model parallelism the plan is one of replicas alone.
    record Row(Transformer model, Plan plan) {
        static Row of(Transformer model, int tensor, int pipeline, int gpus, int batch, int microBatch) {
            return new Row(
                    model,
                    Plan.of(tensor, pipeline, gpus / tensor / pipeline, batch)
                            .with("microBatch", String.valueOf(microBatch))
                            .with("recompute", "full")
                            .with("gradients", "half"));
        }

        boolean zero() {
            return plan.tensor() == 1;
        }

        String key(String what) {
            return "table 2, %s of %s on %d GPUs: %s"
                    .formatted(zero() ? "ZeRO-3" : "PTD-P", model.name(), plan.devices(), what);
        }

        String rate() {
            return key("TFLOP/s of a GPU");
        }

        String days() {
            return key("days for 300e9 tokens");
        }

        double rate(Cluster cluster, double seconds) {
            return Utilisation.of(model, plan, cluster, seconds).perDevice() / 1e12;
        }
    }

    private static final Transformer SMALLER = Transformer.named("gpt-3-175b");
    private static final Transformer LARGER = Transformer.named("megatron-530b");
    static final List<Row> ROWS = List.of(
            Row.of(SMALLER, 1, 1, 384, 1536, 4),
            Row.of(SMALLER, 1, 1, 768, 1536, 2),
            Row.of(SMALLER, 1, 1, 1536, 1536, 1),
            Row.of(LARGER, 1, 1, 640, 2560, 4),
            Row.of(LARGER, 1, 1, 1120, 2240, 2),
            Row.of(LARGER, 1, 1, 2240, 2240, 1),
            Row.of(SMALLER, 8, 12, 384, 1536, 1),
            Row.of(SMALLER, 8, 12, 768, 1536, 1),
            Row.of(SMALLER, 8, 12, 1536, 1536, 1),
            Row.of(LARGER, 8, 35, 560, 2240, 1),
            Row.of(LARGER, 8, 35, 1120, 2240, 1),
            Row.of(LARGER, 8, 35, 2240, 2240, 1));
    private static final double[] RATES = {144, 88, 44, 138, 98, 48, 153, 149, 141, 171, 167, 159};
    private static final double[] DAYS = {90, 74, 74, 169, 137, 140, 84, 43, 23, 156, 80, 42};
    private static final Row FITTED = ROWS.get(2);
    private static final List<Row> MISSED = List.of(ROWS.get(0), ROWS.get(3), ROWS.get(4));
    private static final String SIMPLE =
            "The larger of computing and moving all weights thrice, with one bandwidth and Megatron's kernels. DeepSpeed's"
                    + " were slower and gathered layer by layer, which one bandwidth does not say; the seconds that fit it are"
                    + " the published ones of the row itself.";

    private MegatronPtdTable2() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (int i = 0; i < ROWS.size(); i++) {
            rows.add(Reported.of(ROWS.get(i).rate(), RATES[i], "TFLOP/s", "table 2", Provenance.RECALLED));
            rows.add(Reported.of(ROWS.get(i).days(), DAYS[i], "d", "table 2", Provenance.RECALLED));
        }
        rows.add(gain(SMALLER, 149.0 / 88));
        rows.add(gain(LARGER, 167.0 / 98));
        return rows;
    }

    private static Reported gain(Transformer model, double ratio) {
        return Reported.of(gain(model), ratio, "", "table 2, and about 70 % in the text", Provenance.RECALLED);
    }

    private static String gain(Transformer model) {
        return "table 2, %s: PTD-P over ZeRO-3 on twice the GPUs".formatted(model.name());
    }

    /// @param factor of the software on time, as table 1 has it
    static void claims(Evidence evidence, Cluster cluster, Constant factor) {
        days(evidence);
        Constant bandwidth = evidence.fit(
                "bytes a second of a GPU that ZeRO-3 moves",
                rows -> ZERO_BYTES * FITTED.model.parameters() / seconds(FITTED, cluster, rows.value(FITTED.rate())));
        for (Row row : ROWS) {
            Recomputed claim = Recomputed.of(row.rate(), rate(row, cluster, factor, bandwidth))
                    .within(Tolerance.relative(0.1, "one bandwidth left as much in a prototype"))
                    .against(nullOf(row))
                    .using(factor);
            boolean told = MISSED.contains(row);
            evidence.claim((row.zero() ? claim.using(bandwidth) : claim).tried(told ? SIMPLE : ""));
        }
        gain(evidence, cluster, factor, bandwidth, ROWS.get(1), ROWS.get(7));
        gain(evidence, cluster, factor, bandwidth, ROWS.get(4), ROWS.get(10));
    }

    private static void gain(
            Evidence evidence, Cluster cluster, Constant factor, Constant bandwidth, Row zero, Row parallel) {
        double ratio = rate(parallel, cluster, factor, bandwidth) / rate(zero, cluster, factor, bandwidth);
        Row half = ROWS.get(ROWS.indexOf(zero) - 1);
        Row alone = ROWS.get(ROWS.indexOf(parallel) - 1);
        evidence.claim(Recomputed.of(gain(zero.model), ratio)
                .within(Tolerance.relative(0.1, "as its rows"))
                .against(Null.of("as on half the GPUs", rows -> rows.value(alone.rate()) / rows.value(half.rate())))
                .using(factor, bandwidth)
                .tried(MISSED.contains(zero) ? SIMPLE : ""));
    }

    private static void days(Evidence evidence) {
        for (Row row : ROWS) {
            Constant rate = evidence.fit("TFLOP/s of a GPU", rows -> rows.value(row.rate()));
            double seconds = 8 * TOKENS * row.model.parameters() / (row.plan.devices() * rate.value() * 1e12);
            evidence.claim(Recomputed.of(row.days(), seconds / SECONDS_A_DAY)
                    .within(Tolerance.relative(0.04, "attention and the output are left out, days are rounded"))
                    .byArithmetic("8 operations for each weight and token over the row's own throughput")
                    .using(rate));
        }
    }

    private static double rate(Row row, Cluster cluster, Constant factor, Constant bandwidth) {
        double step = StepTime.of(row.model, row.plan, cluster).value();
        if (!row.zero()) {
            return row.rate(cluster, factor.value() * step);
        }
        double computing =
                StepTime.of(row.model, row.plan, cluster).terms().getFirst().value();
        double moving = ZERO_BYTES * row.model.parameters() / bandwidth.value();
        return row.rate(cluster, Math.max(factor.value() * computing, moving));
    }

    private static double seconds(Row row, Cluster cluster, double rate) {
        return row.rate(cluster, 1) / rate;
    }

    /// PTD-P as in table 1; ZeRO-3 as the other model with micro-batches of this size.
    private static Null nullOf(Row row) {
        if (!row.zero()) {
            return Null.mean(MegatronPtdTable1.ROWS.stream()
                    .map(MegatronPtdTable1.Row::rate)
                    .toArray(String[]::new));
        }
        String other = ROWS.stream()
                .filter(one -> one.zero() && one.plan.microBatch() == row.plan.microBatch() && one != row)
                .findFirst()
                .orElseThrow()
                .rate();
        return Null.mean(other);
    }
}
