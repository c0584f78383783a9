package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

/// Llama 3 405B on up to 16,384 H100s (Grattafiori et al. 2024, table 4): the share of the peak that the model needs,
/// with attention counted as its mask has it. Nothing is fitted; kernels and collectives were measured on A100s.
///
/// Stages have eight layers each, in eight pieces of one; the first stage has the table of tokens in the place of a
/// layer, and the last one the output.
final class TrainingRunsLlama {
    private static final Transformer MODEL = Transformer.named("llama-3-405b");
    /// As long as all stages take: each as long as eight layers.
    private static final Transformer STAGES = MODEL.with("layers", "128").with("vocabulary", "8");

    private static final String TABLE = "Grattafiori et al. 2024, table 4";
    private static final Constant PIECES = Constant.frozen(
            "pieces of layers in a stage",
            8,
            "section 3.3.2, the first piece has only the embedding",
            Provenance.RECALLED);
    private static final String FASTER =
            "Sums of a layer's gradients are counted as often as a program has them, and no more; then a step is 6 % too"
                    + " fast. Constants are those of A100s' kernels, and nobody has published times of this run's.";
    private static final String EXCHANGE =
            "With gradients of 4 bytes and weights of 2 exchanged at the rate that was fitted on other cards, more is left"
                    + " over beside a backward pass than the bubble of 16 micro-batches alone would cost.";

    /// @param replicas   of the model
    /// @param context    ways in which a sequence is split
    /// @param sequences  of a step in each replica
    private record Row(String name, int replicas, int context, int sequence, int sequences) {
        String share() {
            return name + ": MFU";
        }

        Plan plan() {
            return Plan.of(8, 16, replicas, replicas * sequences)
                    .with("context", String.valueOf(context))
                    .with("exchange", "gather")
                    .with("interleave", String.valueOf((int) PIECES.value()))
                    .with("sequenceParallel", "true")
                    .with("fused", "true")
                    .with("shards", "1")
                    .with("overlap", "true");
        }

        double share(Cluster cluster) {
            String tokens = String.valueOf(sequence);
            double seconds = StepTime.of(STAGES.with("sequence", tokens), plan(), cluster)
                    .value();
            Transformer model = MODEL.with("sequence", tokens);
            Utilisation whole = Utilisation.of(model, plan(), cluster, seconds);
            double weights = 6.0 * plan().batch() * sequence * model.activeWeights();
            return 100 * whole.model() * (1 + weights / whole.operations()) / 2;
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("Llama 3 405B, 8192 GPUs", 64, 1, 8_192, 32),
            new Row("Llama 3 405B, 16384 GPUs", 128, 1, 8_192, 16),
            new Row("Llama 3 405B, 16384 GPUs, 131072 tokens", 8, 16, 131_072, 16));
    private static final double[] SHARES = {43, 41, 38};
    private static final String BUBBLE = "Llama 3 405B: bubble on 16384 GPUs over that on 8192";

    private TrainingRunsLlama() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            rows.add(Reported.of(ROWS.get(i).share(), SHARES[i], "%", TABLE, Provenance.RECALLED));
        }
        for (int i = 1; i < SHARES.length; i++) {
            rows.add(Reported.of(ratio(i), SHARES[i] / SHARES[0], "", TABLE, Provenance.RECALLED));
        }
        rows.add(Reported.of(BUBBLE, 2, "", "(p - 1) / (v m), half as many micro-batches", Provenance.RECALLED));
        return rows;
    }

    private static String ratio(int i) {
        return "%s over that on 8192".formatted(ROWS.get(i).share());
    }

    static void claims(Evidence evidence, Cluster cluster) {
        double[] shares = ROWS.stream().mapToDouble(row -> row.share(cluster)).toArray();
        Tolerance five = Tolerance.relative(0.05, "the printed shares have two digits");
        for (int i = 0; i < shares.length; i++) {
            String[] others = ROWS.stream().filter(notAt(i)).map(Row::share).toArray(String[]::new);
            evidence.claim(Recomputed.of(ROWS.get(i).share(), shares[i])
                    .within(five)
                    .against(Null.mean(others))
                    .using(PIECES)
                    .tried(i == 0 ? FASTER : ""));
        }
        for (int i = 1; i < shares.length; i++) {
            evidence.claim(Recomputed.of(ratio(i), shares[i] / shares[0])
                    .within(five)
                    .against(Null.of(1, "the same share"))
                    .using(PIECES)
                    .tried(EXCHANGE));
        }
        evidence.claim(Recomputed.of(BUBBLE, bubble(ROWS.get(1)) / bubble(ROWS.get(0)))
                .within(Tolerance.absolute(1e-9, "a formula"))
                .byArithmetic("half as many micro-batches"));
    }

    private static Predicate<Row> notAt(int i) {
        return row -> row != ROWS.get(i);
    }

    private static double bubble(Row row) {
        Plan plan = row.plan();
        return (plan.pipeline() - 1.0) / plan.interleave() / plan.microBatches();
    }
}
