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

/// Strong scaling: MT-NLG (Smith et al. 2022) over replicas, and 175 billion weights over up to 12,288 GPUs (Jiang et
/// al. 2024, MegaScale), as Megatron-LM and MegaScale do it.
final class TrainingRunsScaling {
    private static final String BESIDE_WORK =
            "More of the gap to the work alone would be what every step takes beside it, which one row cannot tell from"
                    + " the rest.";
    private static final String LONGER_STEPS =
            "A factor and a constant from batches of 768 sequences are too short for batches of 6,144; nothing that is"
                    + " recalled says what else had changed.";
    private static final List<String> LONGER = List.of(
            "Megatron-LM on 3072 GPUs: s",
            "MegaScale on 3072 GPUs: s",
            "MegaScale on 6144 GPUs: s",
            "MegaScale on 8192 GPUs: s");
    private static final Provenance RECALLED = Provenance.RECALLED;
    private static final int[] MT_NLG = {2240, 2800, 3360};
    private static final double[] MT_NLG_SECONDS = {60.1, 50.2, 44.4};
    private static final double WAYS = 64;
    private static final double BUBBLE = 7.0 / 6;

    /// A number of GPUs, and sequences of a step.
    private record Size(int gpus, int batch) {
        String key(String system) {
            return "%s on %d GPUs: s".formatted(system, gpus);
        }

        double load() {
            return (double) batch / gpus;
        }

        /// Micro-batches that a stage has the time of, with the bubble of eight stages of six pieces.
        double turns() {
            return batch * WAYS / gpus + BUBBLE;
        }

        /// With sequence parallelism, attention in one kernel, and nothing recomputed beside it.
        double seconds(Cluster cluster) {
            Plan plan = Plan.of(8, 8, gpus / 64, batch)
                    .with("interleave", "6")
                    .with("sequenceParallel", "true")
                    .with("tensorOverlap", "true")
                    .with("fused", "true");
            return StepTime.of(MEGASCALE, plan, cluster).value();
        }
    }

    private static final Transformer MEGASCALE =
            Transformer.gpt("175B, 128 heads", 96, 12_288, 128).with("vocabulary", "64000");
    private static final List<Size> SIZES = List.of(
            new Size(256, 768),
            new Size(512, 768),
            new Size(768, 768),
            new Size(1024, 768),
            new Size(3072, 6144),
            new Size(6144, 6144),
            new Size(8192, 6144),
            new Size(12288, 6144));
    private static final Size FROM = SIZES.get(0);
    private static final Size TO = SIZES.get(3);
    private static final List<String> SYSTEMS = List.of("Megatron-LM", "MegaScale");
    private static final double[][] SECONDS = {
        {40.0, 21.2, 15.2, 11.9, 29.02, 14.78, 12.24, 8.57}, {32.0, 16.5, 11.5, 8.9, 23.66, 12.21, 9.56, 6.34}
    };

    private TrainingRunsScaling() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (int i = 1; i < MT_NLG.length; i++) {
            rows.add(Reported.of(
                    nlg(i), MT_NLG_SECONDS[i] / MT_NLG_SECONDS[0], "", "Smith et al. 2022, section 3", RECALLED));
        }
        for (int system = 0; system < SYSTEMS.size(); system++) {
            for (int i = 0; i < SIZES.size(); i++) {
                String key = SIZES.get(i).key(SYSTEMS.get(system));
                rows.add(Reported.of(key, SECONDS[system][i], "s", "Jiang et al. 2024, tables 2 and 3", RECALLED));
            }
        }
        return rows;
    }

    private static String nlg(int i) {
        return "MT-NLG: seconds on %d GPUs over those on %d".formatted(MT_NLG[i], MT_NLG[0]);
    }

    static void claims(Evidence evidence, Cluster cluster) {
        double first = nlg(cluster, 0);
        for (int i = 1; i < MT_NLG.length; i++) {
            evidence.claim(Recomputed.of(nlg(i), nlg(cluster, i) / first)
                    .within(Tolerance.relative(0.03, "as the steps of table 5"))
                    .against(Null.of((double) MT_NLG[0] / MT_NLG[i], "no more than the work"))
                    .tried(i == 2 ? BESIDE_WORK : ""));
        }
        for (String system : SYSTEMS) {
            scaling(evidence, system, "a time for each micro-batch", Size::turns);
            scaling(evidence, system, "the whole step", size -> size.seconds(cluster));
        }
    }

    private static double nlg(Cluster cluster, int i) {
        Plan plan = Plan.of(8, 35, MT_NLG[i] / 280, 1920).with("recompute", "full");
        return StepTime.of(TrainingRunsTable5.LARGE, plan, cluster).value();
    }

    /// A factor, and seconds that every step takes, from two sizes.
    private static void scaling(Evidence evidence, String system, String what, ToDoubleFunction<Size> time) {
        double from = time.applyAsDouble(FROM);
        double to = time.applyAsDouble(TO);
        List<Constant> constants = evidence.fit(List.of("factor of " + what, "seconds of every step"), rows -> {
            double slope = (rows.value(FROM.key(system)) - rows.value(TO.key(system))) / (from - to);
            return new double[] {slope, rows.value(FROM.key(system)) - slope * from};
        });
        for (Size size : SIZES) {
            if (size == FROM || size == TO) {
                continue;
            }
            double seconds = constants.get(0).value() * time.applyAsDouble(size)
                    + constants.get(1).value();
            evidence.claim(Recomputed.of(size.key(system), seconds)
                    .as("%s, %s and a constant".formatted(size.key(system), what))
                    .within(Tolerance.relative(0.05, "what stragglers differ by from run to run"))
                    .against(Null.of(
                            "a power law of sequences for each GPU, through the same two rows",
                            rows -> power(rows, system, size)))
                    .using(constants.toArray(Constant[]::new))
                    .tried(LONGER.contains(size.key(system)) ? LONGER_STEPS : ""));
        }
    }

    private static double power(Published rows, String system, Size size) {
        double from = rows.value(FROM.key(system));
        double power = Math.log(from / rows.value(TO.key(system))) / Math.log(FROM.load() / TO.load());
        return from * Math.pow(size.load() / FROM.load(), power);
    }
}
