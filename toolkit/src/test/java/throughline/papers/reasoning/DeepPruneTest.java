package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.reasoning.DeepPruneSimulation.Inputs;
import throughline.papers.reasoning.DeepPruneSimulation.Set;
import throughline.random.Streams;
import throughline.reasoning.Exam;
import throughline.reasoning.Problem;
import throughline.reasoning.pruning.BinormalJudge;
import throughline.reasoning.pruning.GreedyClustering;
import throughline.reasoning.pruning.JudgePruning;
import throughline.reasoning.pruning.Sampled;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DeepPrune's claims and what they are made of.
class DeepPruneTest {
    private static List<Claim> claims;

    /// The closed form of the tokens, against the clustering itself, where samples are equally long.
    @Test
    void tokensInClosedFormAreThoseOfTheRun() {
        Exam exam = DeepPruneSimulation.exam(Set.AIME24, 0.5, 20);
        JudgePruning pruning = new JudgePruning(new GreedyClustering(0.5, 32, 10), DeepPruneTokens.PREFIX, 51);
        double[] lengths = new double[DeepPruneTokens.SAMPLES];
        Arrays.fill(lengths, 12_000);
        for (int p = 0; p < exam.size(); p++) {
            Problem problem = exam.problem(p);
            Sampled drawn = Sampled.of(problem, DeepPruneTokens.SAMPLES, 0);
            Sampled samples = new Sampled(drawn.answers(), lengths, drawn.confidence());
            double tokens = pruning.voting(samples, new BinormalJudge(0.87, 0.8, 0), new Streams(p))
                    .tokens();
            assertThat(tokens).isCloseTo(DeepPruneTokens.ofProblem(51, 12_000), within(1e-6));
        }
    }

    @Test
    void runsOfEqualInputsAreEqual() {
        Inputs inputs = new Inputs(Set.AIME25, 0.5, 0.8, 0.8, 20);
        Exam exam = DeepPruneSimulation.exam(Set.AIME25, 0.5, 10);
        DeepPruneRun one =
                inputs.pruned(exam, List.of(0.6), Cancel.NEVER, Progress.NONE).getFirst();
        DeepPruneRun other =
                inputs.pruned(exam, List.of(0.6), Cancel.NEVER, Progress.NONE).getFirst();
        assertThat(one.tokens()).isEqualTo(other.tokens());
        assertThat(one.groups()).isEqualTo(other.groups());
    }
}
