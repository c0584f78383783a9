package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import throughline.fab.jobshop.JobShop;
import throughline.fab.jobshop.Shop;
import throughline.learning.rl.Policy;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Stream;
import throughline.random.Streams;

class GraphNetworkTest {
    /// Graphs at decisions of random runs, of all sizes.
    private static List<ShopGraph> graphs(int count) {
        Stream random = new Streams(5).named("graphs");
        ShopEnvironment environment = new ShopEnvironment(stream -> Scenario.random(0.1, stream), Reward.MAKESPAN);
        List<ShopGraph> graphs = new ArrayList<>();
        while (graphs.size() < count) {
            var seen = environment.reset(random);
            boolean over = false;
            while (!over) {
                graphs.add(seen);
                var step = environment.step(random.below(seen.options().length));
                seen = step.observation();
                over = step.last();
            }
        }
        return graphs;
    }

    @Test
    void aGraphIsJudgedAloneAsInABatch() {
        List<ShopGraph> graphs = graphs(100);
        try (DispatchPolicy trained = DispatchPolicy.trained(Reward.MAKESPAN)) {
            Policy<ShopGraph> policy = trained.network();
            double[][] together = policy.probabilities(graphs);
            double[] values = policy.values(graphs);
            for (int i = 0; i < graphs.size(); i++) {
                ShopGraph graph = graphs.get(i);
                double[] alone = policy.probabilities(List.of(graph))[0];
                assertThat(alone).hasSize(graph.options().length);
                for (int a = 0; a < together[i].length; a++) {
                    assertThat(together[i][a]).isCloseTo(a < alone.length ? alone[a] : 0, within(1e-5));
                }
                assertThat(values[i]).isCloseTo(policy.values(List.of(graph))[0], within(1e-5));
            }
        }
    }

    /// Numbers of jobs mean nothing to it: the jobs in reverse have their probabilities in reverse.
    @Test
    void theNumbersOfJobsMeanNothing() {
        JobShop reversed = new JobShop("reversed", 5, JobShop.LA01.jobs().reversed());
        Shop shop = new Scenario(JobShop.LA01, 0, 1).shop();
        Shop other = new Scenario(reversed, 0, 1).shop();
        int[] rivals = Scenario.rivals(shop);
        int[] others = Scenario.rivals(other);
        assertThat(others)
                .containsExactly(IntStream.range(0, rivals.length)
                        .map(i -> 9 - rivals[rivals.length - 1 - i])
                        .toArray());
        try (DispatchPolicy trained = DispatchPolicy.trained(Reward.MAKESPAN)) {
            Policy<ShopGraph> policy = trained.network();
            double[] one = policy.probabilities(List.of(ShopGraph.of(shop.floor(), rivals)))[0];
            double[] two = policy.probabilities(List.of(ShopGraph.of(other.floor(), others)))[0];
            for (int i = 0; i < one.length; i++) {
                assertThat(two[one.length - 1 - i]).isCloseTo(one[i], within(1e-5));
            }
        }
    }

    @Test
    void whatHasLearntNothingChoosesAllEquallyOften() {
        List<ShopGraph> graphs = graphs(20);
        try (DispatchPolicy untrained = DispatchTraining.STANDARD.untrained()) {
            Policy<ShopGraph> policy = untrained.network();
            double[][] probabilities = policy.probabilities(graphs);
            for (int i = 0; i < graphs.size(); i++) {
                int options = graphs.get(i).options().length;
                for (int a = 0; a < options; a++) {
                    assertThat(probabilities[i][a]).isCloseTo(1.0 / options, within(1e-6));
                }
            }
        }
    }
}
