package throughline.papers.reasoning;

import throughline.hardware.Device;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TokenClock;
import throughline.reasoning.TraceModel;
import throughline.training.Transformer;

/// Fifty problems on four GPUs at once, one by one and with threads that are read again at the join. The GPUs are not
/// told; these are H100.
final class ThreadWeaverClock {
    private static final double BESIDE = 50 / 4.0 - 1;
    private static final double MEDIAN = 6_000;
    private static final double PLENTY = 1e6;

    private ThreadWeaverClock() {}

    /// Seconds of all problems one by one over those with threads.
    static double speedUp(double share) {
        TraceModel traces = TraceModel.usual().with(new TraceModel.Lengths(MEDIAN, 0.4, 0.3, 0.3, 1.2));
        Reasoner reasoner = Reasoner.of(new ProblemPopulation(0.9, 0.5), AnswerModel.open(8))
                .with(traces);
        Exam exam = Exam.stratified(reasoner, 500, 1);
        TokenClock clock = TokenClock.of(Transformer.named("qwen3-8b"), Device.named("h100-sxm"))
                .beside(BESIDE, MEDIAN / 2);
        return exam.run(Policy.single(PLENTY), clock).seconds()
                / exam.run(ThreadWeaverThreads.policy(share), clock).seconds();
    }
}
