package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import throughline.cluster.rollout.Balance;
import throughline.cluster.rollout.Mode;
import throughline.cluster.rollout.Rollout;
import throughline.cluster.rollout.RolloutSpec;
import throughline.cluster.rollout.Speeds;
import throughline.hardware.Device;
import throughline.hardware.Link;
import throughline.hardware.Precision;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Transformer;

/// Asynchronous against colocated post-training of two models on clusters of 32 to 1,024 devices, from counts of
/// operations and bytes: nothing is fitted. The models are the nearest of the toolkit's to Qwen2.5 7B and 32B,
/// the device is assumed, and the same 2,048 samples are an iteration on every cluster.
final class AsyncFlowClusters {
    static final List<String> MODELS = List.of("qwen3-8b", "qwen3-32b");
    static final int[] DEVICES = {32, 64, 128, 256, 512, 1024};

    private static final double COMPUTE = 0.4;
    private static final double MEMORY = 0.6;
    private static final double[] SHARES = {0.25, 0.375, 0.5, 0.625};
    private static final int FROM = 64;
    private static final int TO = 1024;
    private static final long SEED = 1;

    /// One model on one cluster.
    ///
    /// @param split     of the devices that makes the asynchronous job fastest
    /// @param colocated samples/s
    record Cell(String model, int devices, Balance.Split split, double colocated) {
        double rate() {
            return split.samplesPerSecond();
        }

        double gain() {
            return rate() / colocated;
        }
    }

    private AsyncFlowClusters() {}

    /// An iteration of so many samples, of prompts with so many each.
    static RolloutSpec spec(String model, int batch, int samples) {
        Transformer transformer = Transformer.named(model);
        Link network = Link.named("roce-200g");
        Speeds speeds = new Speeds(transformer, Device.named("ascend-npu"), COMPUTE, MEMORY);
        return speeds.in(RolloutSpec.TYPICAL
                        .with("iterations", "5")
                        .with("prompts", "" + batch / samples)
                        .with("samples", "" + samples)
                        .with("reshard", 2 * transformer.parameters() / network.bandwidth() + " s"))
                .withWeights(transformer.parameters(), network, Link.named("pcie-4"));
    }

    /// A second or less: a cancel is looked for between cells.
    static Cell cell(String model, int devices, int batch, int samples) {
        RolloutSpec spec = spec(model, batch, samples);
        Balance balance = Balance.search(spec, devices, SHARES, SEED, Cancel.NEVER, Progress.NONE);
        double colocated = Rollout.run(
                        Balance.split(spec, devices, SHARES[0]).in(Mode.COLOCATED), SEED, Cancel.NEVER, Progress.NONE)
                .steadySamplesPerSecond();
        return new Cell(model, devices, balance.best(), colocated);
    }

    /// All cells, model by model; empty after a cancel.
    static List<Cell> cells(int samples, Cancel cancel, Progress progress) {
        List<Cell> cells = new ArrayList<>();
        int batch = RolloutSpec.TYPICAL.batch();
        for (String model : MODELS) {
            for (int devices : DEVICES) {
                if (cancel.requested()) {
                    return List.of();
                }
                cells.add(cell(model, devices, batch, samples));
                progress.report(cells.size(), (long) MODELS.size() * DEVICES.length);
            }
        }
        return cells;
    }

    static void claims(Evidence evidence, Cancel cancel, Progress progress) {
        List<Cell> cells = cells(1, cancel, progress);
        if (cells.isEmpty()) {
            return;
        }
        Tolerance allowed =
                Tolerance.relative(0.15, "set beforehand for ratios of throughput, as all inputs are assumed");
        String waiting = "where the trainer waits for all 16 samples of a prompt: 1.68 on average, 1.96 at most";
        evidence.claim(Recomputed.of(
                        AsyncFlow.AVERAGE,
                        cells.stream().mapToDouble(Cell::gain).average().orElseThrow())
                .within(allowed)
                .against(Null.of("half way from no gain to the largest", rows -> (1 + rows.value(AsyncFlow.PEAK)) / 2))
                .using(inputs())
                .tried(waiting));
        evidence.claim(Recomputed.of(
                        AsyncFlow.PEAK,
                        cells.stream().mapToDouble(Cell::gain).max().orElseThrow())
                .within(allowed)
                .against(Null.of(2, "one iteration ahead: two at a time at most"))
                .using(inputs())
                .tried(waiting));
        double[] linearity =
                MODELS.stream().mapToDouble(model -> linearity(cells, model)).toArray();
        String tried =
                "the same 2,048 samples on 16 times the devices: the longest response sets the pace; with samples"
                        + " in proportion to the devices, 4 to 16 each, linearity is 1.00 to 1.18 for both models";
        evidence.claim(Recomputed.of(AsyncFlow.LINEARITY_7B, linearity[0])
                .within(allowed)
                .against(Null.of("the other model's", rows -> rows.value(AsyncFlow.LINEARITY_32B)))
                .using(inputs())
                .tried(tried));
        evidence.claim(Recomputed.of(AsyncFlow.LINEARITY_32B, linearity[1])
                .within(allowed)
                .against(Null.of("the other model's", rows -> rows.value(AsyncFlow.LINEARITY_7B)))
                .using(inputs())
                .tried(tried));
        evidence.claim(Recomputed.of(AsyncFlow.LARGER_SCALES_BETTER, linearity[1] - linearity[0])
                .within(Tolerance.direction(0, "the same lengths of responses in all four runs"))
                .using(inputs()));
    }

    /// Throughput on 16 times the devices, over 16 times the throughput.
    static double linearity(List<Cell> cells, String model) {
        return rate(cells, model, TO) / rate(cells, model, FROM) * FROM / TO;
    }

    private static double rate(List<Cell> cells, String model, int devices) {
        return cells.stream()
                .filter(cell -> cell.model.equals(model) && cell.devices == devices)
                .findFirst()
                .orElseThrow()
                .rate();
    }

    private static Constant[] inputs() {
        RolloutSpec spec = RolloutSpec.TYPICAL;
        String assumed = "assumed";
        Provenance recalled = Provenance.RECALLED;
        return new Constant[] {
            Constant.frozen("share of peak, compute", COMPUTE, assumed, recalled),
            Constant.frozen("share of peak, memory", MEMORY, assumed, recalled),
            Constant.frozen(
                    "peak, TFLOP/s",
                    1e-12 * Device.named("ascend-npu").peak(Precision.FP16),
                    "assumed device",
                    recalled),
            Constant.frozen("memory, TB/s", 1e-12 * Device.named("ascend-npu").bandwidth(), "assumed device", recalled),
            Constant.frozen("samples", spec.batch(), assumed, recalled),
            Constant.frozen("mean tokens", spec.meanTokens(), assumed, recalled),
            Constant.frozen("sigma of lengths", spec.sigma(), "assumed: middle of 0.5 to 1", recalled),
            Constant.frozen("cap", spec.cap(), assumed, recalled),
            Constant.frozen("slots", spec.slots(), assumed, recalled),
        };
    }
}
