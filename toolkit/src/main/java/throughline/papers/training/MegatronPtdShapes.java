package throughline.papers.training;

import static throughline.papers.training.MegatronPtdFigures.figure11;
import static throughline.papers.training.MegatronPtdFigures.figure12;
import static throughline.papers.training.MegatronPtdFigures.figure13;
import static throughline.papers.training.MegatronPtdFigures.figure14;
import static throughline.papers.training.MegatronPtdFigures.figure15;
import static throughline.papers.training.MegatronPtdFigures.figure16;
import static throughline.papers.training.MegatronPtdFigures.figure17;
import static throughline.papers.training.MegatronPtdFigures.figure7;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.training.MegatronPtdFigures.Run;
import throughline.training.Pipeline;

/// What Megatron-LM's figures show: which setting is best, what gains, what falls. Values were not read off; those
/// reported here are recalled, or follow from the shape of a curve.
final class MegatronPtdShapes {
    private static final Provenance RECALLED = Provenance.RECALLED;
    private static final String RATIO_8 = "figure 11: 8 stages over 1, batch 8";
    private static final String RATIO_128 = "figure 11: 8 stages over 1, batch 128";
    private static final String BEYOND = "figure 12: gain of interleaving at batch 12, beyond 10 %";
    private static final String SHRINKS = "figure 12: change of that gain from batch to batch, the largest";
    private static final String OPTIMUM = "figure 13: 8 ways and 8 stages over the best other setting, batch %d";
    private static final String COLLAPSE = "figure 13: change of throughput from 8 ways to 16, across nodes, batch %d";
    private static final String STAGES = "figure 14: change from stages to twice as many, the largest, batch %d";
    private static final String WAYS = "figure 15: change from ways to twice as many, the largest, batch %d";
    private static final String BEST_16 = "figure 16: best micro-batch, batch %d";
    private static final String GAIN_7 = "figure 7: throughput of micro-batch 16 over 1";
    private static final String BEST_8 = "figure 8: best micro-batch, batch %d";
    private static final String KEPT = "figure 17: most that is gained without recomputation";
    private static final String FULL = "figure 17: GiB above the memory of a GPU without recomputation, batch 256";
    private static final String PEAK = "figure 17: best throughput with recomputation over that without";
    private static final String SCATTER = "figure 18: most that scatter/gather gains";
    private static final String PLAIN = "bubble over work, 4 stages, 8 micro-batches, 1F1B";
    private static final String PIECES = "bubble over work, 4 stages, 8 micro-batches, 2 pieces";
    private static final String HELD = "micro-batches that the first of 4 stages holds of 8";
    /// How far the ratio of two plans' times is from the measured one, root mean square of Korthikanti's four pairs.
    private static final double BETWEEN_PLANS = 0.017;

    private static final int[] BATCHES = {12, 24, 36, 48, 60};
    private static final int[] SIZES = {1, 2, 4, 8};
    private static final int[] UP_TO_32 = {2, 4, 8, 16, 32};

    private static final String NEAR_TIE =
            "A micro-batch of 1 is 1 % faster than one of 2: of 16 or 8 to a pipeline of 8 stages, the longer bubble weighs"
                    + " a little more than gradients that are added up half as often.";
    private static final String FLAT_KERNELS =
            "Micro-batches of 1 and 2 are equally fast to 0.1 %, and 4 is 6 % slower: here a product gains little by more"
                    + " rows than 2048, and does not pay for the bubble.";
    private static final String ROOM =
            "Korthikanti's count with the 20 B for each weight of half precision comes to 66 GiB of the 80 GB: what buffers,"
                    + " fragments and the library take is not counted. With memory left, recomputation never wins.";

    private final MegatronPtdFigures figures;
    private final Evidence evidence;

    MegatronPtdShapes(MegatronPtdFigures figures, Evidence evidence) {
        this.figures = figures;
        this.evidence = evidence;
    }

    static List<Reported> reported() {
        List<Reported> some = List.of(
                Reported.of(RATIO_8, 8.0 / 15, "", "by the bubble's formula; not read off", RECALLED),
                Reported.of(RATIO_128, 128.0 / 135, "", "by the bubble's formula; not read off", RECALLED),
                Reported.rises(BEYOND, "", "abstract: 10+ %", Provenance.PRINTED),
                Reported.falls(SHRINKS, "", "figure 12", RECALLED),
                Reported.of(GAIN_7, 1.3, "", "figure 7", RECALLED),
                Reported.of(KEPT, 0.33, "", "figure 17", RECALLED),
                Reported.rises(FULL, "GiB", "figure 17", RECALLED),
                Reported.of(PEAK, 2, "", "figure 17", RECALLED),
                Reported.of(SCATTER, 0.11, "", "figure 18", RECALLED),
                Reported.of(PLAIN, 0.375, "", "section 2.2, (p - 1) / m", RECALLED),
                Reported.of(PIECES, 0.1875, "", "section 2.2, (p - 1) / (v m)", RECALLED),
                Reported.of(HELD, 4, "", "section 2.2: at most as many as there are stages", RECALLED));
        List<Reported> all = new ArrayList<>(some);
        for (int batch : new int[] {32, 128}) {
            all.add(Reported.rises(OPTIMUM.formatted(batch), "", "figure 13", RECALLED));
            all.add(Reported.falls(COLLAPSE.formatted(batch), "", "figure 13", RECALLED));
        }
        for (int batch : new int[] {32, 512}) {
            all.add(Reported.falls(STAGES.formatted(batch), "", "figure 14", RECALLED));
        }
        for (int batch : new int[] {32, 128, 512}) {
            all.add(Reported.falls(WAYS.formatted(batch), "", "figure 15", RECALLED));
        }
        for (int batch : new int[] {128, 512}) {
            all.add(Reported.of(BEST_16.formatted(batch), 2, "", "figure 16", RECALLED));
            all.add(Reported.of(BEST_8.formatted(batch), 4, "", "figure 8", RECALLED));
        }
        return all;
    }

    void claims() {
        weakScaling();
        interleaving();
        threeDimensions();
        microBatches();
        recomputation();
        schedules();
    }

    private double[] rates(List<Run> runs) {
        return runs.stream().mapToDouble(figures::rate).toArray();
    }

    private void weakScaling() {
        for (int batch : new int[] {8, 128}) {
            double[] rates = rates(figure11(batch, 1, 8));
            evidence.claim(Recomputed.of(batch == 8 ? RATIO_8 : RATIO_128, rates[1] / rates[0])
                    .within(Tolerance.relative(
                            0.1, "sending, the output and the products' sizes are beside the formula"))
                    .byArithmetic("what is reported is the bubble's formula, until the figure is read off"));
        }
    }

    private void interleaving() {
        double[] plain = rates(figure12(1, true, BATCHES));
        double[] pieces = rates(figure12(4, true, BATCHES));
        double[] whole = rates(figure12(4, false, BATCHES));
        double[] gain = ratios(pieces, plain);
        direction(BEYOND, gain[0] - 1 - 0.1, BETWEEN_PLANS);
        direction(SHRINKS, largestChange(gain), 0);
        evidence.claim(
                Recomputed.of(SCATTER, max(ratios(pieces, whole)) - 1)
                        .within(Tolerance.absolute(0.02, "a fifth of what is reported"))
                        .against(Null.of(0, "no gain"))
                        .tried(
                                "Stages that send whole tensors all at once share no card here; with what they would wait for each"
                                        + " other it would be more. Without recomputation, for which there is no memory, it is 9 %."));
    }

    private void threeDimensions() {
        for (int batch : new int[] {32, 128}) {
            double[] rates = rates(figure13(batch, UP_TO_32));
            double others = max(new double[] {rates[0], rates[1], rates[3], rates[4]});
            direction(OPTIMUM.formatted(batch), rates[2] / others - 1, BETWEEN_PLANS);
            direction(COLLAPSE.formatted(batch), rates[3] / rates[2] - 1, BETWEEN_PLANS);
        }
        for (int batch : new int[] {32, 512}) {
            direction(STAGES.formatted(batch), largestChange(rates(figure14(batch, UP_TO_32))), BETWEEN_PLANS);
        }
        for (int batch : new int[] {32, 128, 512}) {
            direction(WAYS.formatted(batch), largestChange(rates(figure15(batch, UP_TO_32))), BETWEEN_PLANS);
        }
    }

    private void microBatches() {
        double[] alone =
                figures.table(figure7(128, 1, 16)).doubleColumn("TFLOP/s").asDoubleArray();
        evidence.claim(Recomputed.of(GAIN_7, alone[1] / alone[0])
                .within(Tolerance.relative(0.1, "reported as about 1.3"))
                .against(Null.of(1, "no gain")));
        for (int batch : new int[] {128, 512}) {
            best(
                    BEST_16.formatted(batch),
                    SIZES[best(rates(figure16(batch, SIZES)))],
                    BEST_8.formatted(batch),
                    batch == 128 ? NEAR_TIE : "");
            Table split = figures.figure8(batch, 8, 8, 1, 2, 4, 8, 16);
            int at = best(split.doubleColumn("sequences/s").asDoubleArray());
            best(
                    BEST_8.formatted(batch),
                    split.intColumn("micro-batch").get(at),
                    BEST_16.formatted(batch),
                    batch == 128 ? FLAT_KERNELS : "");
        }
    }

    private void best(String row, int size, String other, String tried) {
        evidence.claim(Recomputed.of(row, size)
                .within(Tolerance.absolute(0, "one of a few"))
                .against(Null.mean(other))
                .tried(tried));
    }

    private void recomputation() {
        int[] batches = IntStream.rangeClosed(0, 8).map(power -> 1 << power).toArray();
        double[] kept = figure17("none", batches).stream()
                .mapToDouble(figures::sequences)
                .toArray();
        double[] again = figure17("full", batches).stream()
                .mapToDouble(figures::sequences)
                .toArray();
        double memory = figures.cluster().device().knownMemory() / 0x1p30;
        List<Run> runs = figure17("none", batches);
        double[] fits = IntStream.range(0, kept.length)
                .filter(i -> figures.memory(runs.get(i)) <= memory)
                .mapToDouble(i -> kept[i])
                .toArray();
        evidence.claim(Recomputed.of(KEPT, max(ratios(kept, again)) - 1)
                .within(Tolerance.absolute(0.05, "one forward pass of three is a third, less what is not recomputed"))
                .against(Null.of(0, "no gain")));
        evidence.claim(Recomputed.of(FULL, figures.memory(runs.getLast()) - memory)
                .within(Tolerance.direction(0, "counted"))
                .tried(ROOM));
        evidence.claim(Recomputed.of(PEAK, max(again) / max(fits))
                .within(Tolerance.relative(0.1, "reported as up to twice"))
                .against(Null.of(1, "no difference"))
                .tried(ROOM));
    }

    private void schedules() {
        Pipeline.Run plain = MegatronPtdFigures.schedule(4, 8, 1).run();
        Pipeline.Run pieces = MegatronPtdFigures.schedule(4, 8, 2).run();
        evidence.claim(Recomputed.of(PLAIN, overWork(plain))
                .within(Tolerance.absolute(1e-9, "simulated in whole nanoseconds"))
                .against(Null.of(0, "no bubble")));
        evidence.claim(Recomputed.of(PIECES, overWork(pieces))
                .within(Tolerance.absolute(1e-9, "simulated in whole nanoseconds"))
                .against(Null.mean(PLAIN)));
        evidence.claim(Recomputed.of(HELD, plain.held(0))
                .within(Tolerance.absolute(0, "counted"))
                .against(Null.of(8, "all, as GPipe does")));
    }

    private static double overWork(Pipeline.Run run) {
        return run.bubble() / (1 - run.bubble());
    }

    private void direction(String row, double effect, double error) {
        evidence.claim(Recomputed.of(row, effect)
                .within(Tolerance.direction(
                        error, "what errors of two plans of a model differ by, see training-runs")));
    }

    private static double[] ratios(double[] above, double[] below) {
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        return ratios;
    }

    /// Of each value over the one before, less 1; negative when all fall.
    private static double largestChange(double[] values) {
        return IntStream.range(1, values.length)
                .mapToDouble(i -> values[i] / values[i - 1] - 1)
                .max()
                .orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static int best(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }
}
