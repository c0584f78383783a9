package throughline.papers.training;

import java.util.List;
import java.util.stream.Stream;
import throughline.hardware.Cluster;
import throughline.hardware.Kernels;
import throughline.hardware.Kernels.Products;
import throughline.hardware.Precision;
import throughline.training.Memory;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;

/// Training on Frontier with kernels of some efficiency: how much of the peak of its dies a plan reaches.
///
/// ```java
/// var runs = FrontierRuns.of(0.5);
/// var model = Transformer.gpt("GPT 175B", 96, 12288, 96);
/// show(runs.shareOfPeak(model, FrontierRuns.recipe(4, 16, 1, 640)));
/// ```
///
/// Everything but the efficiency of matrix products is carried over: other kernels from CUDA, collectives from NCCL.
///
/// @param cluster whose device has kernels
public record FrontierRuns(Cluster cluster) {
    /// Frontier, where a full tile of a matrix product reaches so much of the peak.
    ///
    /// @param efficiency above 0, at most 1
    public static FrontierRuns of(double efficiency) {
        Cluster frontier = Cluster.named("frontier");
        Kernels cuda = Kernels.named("kernels-cuda");
        Products products = cuda.products();
        Kernels rocm = new Kernels(
                "ROCm, of which one number is known",
                new Products(
                        products.launch(), efficiency, products.bandwidth(), products.shrinking(), products.source()),
                cuda.streams(),
                cuda.source());
        return new FrontierRuns(frontier.with(frontier.device().with(rocm)));
    }

    /// A plan with what the paper turned on: activations computed again, one kernel for attention, the optimizer's
    /// state dealt out to replicas.
    ///
    /// @param microBatches of each replica, of one sequence each
    public static Plan recipe(int tensor, int pipeline, int data, int microBatches) {
        return Plan.of(tensor, pipeline, data, microBatches * data)
                .with("recompute", "full")
                .with("fused", "true")
                .with("shards", "1");
    }

    /// Operations of a step over those that all dies could do in its time. What is computed again counts, as in the
    /// formula that the field uses for it.
    public double shareOfPeak(Transformer model, Plan plan) {
        double done = model.operations(plan.batch()) * 4 / 3;
        double seconds = StepTime.of(model, plan, cluster).value();
        return done / (seconds * plan.devices() * cluster.device().peak(Precision.BF16));
    }

    /// Whether a plan fits into the memory of a die.
    public boolean fits(Transformer model, Plan plan) {
        return Memory.of(model, plan).value() <= cluster.device().knownMemory();
    }

    /// Plans of one to four nodes that fit: for the smallest model, whose plan is not known.
    ///
    /// @param microBatches of each replica, as many as make the bubble small
    public List<Plan> plans(Transformer model, int microBatches) {
        return Stream.of(1, 2, 4, 8)
                .flatMap(tensor -> Stream.of(1, 2, 4, 8, 16)
                        .filter(pipeline -> tensor * pipeline <= 32)
                        .map(pipeline -> recipe(tensor, pipeline, 32 / tensor / pipeline, microBatches)))
                .filter(plan -> fits(model, plan))
                .toList();
    }

    /// The most that a model reaches with any of some plans.
    public double best(Transformer model, List<Plan> plans) {
        return plans.stream()
                .mapToDouble(plan -> shareOfPeak(model, plan))
                .max()
                .orElseThrow();
    }
}
