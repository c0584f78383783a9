package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.spec.BadInput;

/// What must hold of plans, whatever the constants.
class PlanTest {
    private static final Transformer MODEL = Transformer.gpt("175B", 96, 12288, 96);
    private static final Cluster SELENE = Cluster.named("selene");

    private static double seconds(Plan plan) {
        return StepTime.of(MODEL, plan, SELENE).value();
    }

    /// A tree's value is the sum, or the longest, of its terms, or a multiple of the only one.
    private static void addsUp(Cost cost) {
        double expected =
                switch (cost.formula()) {
                    case "sum" -> cost.terms().stream().mapToDouble(Cost::value).sum();
                    case "longest" ->
                        cost.terms().stream().mapToDouble(Cost::value).max().orElseThrow();
                    default -> multiple(cost);
                };
        assertThat(cost.value()).as(cost.name()).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
        cost.terms().forEach(PlanTest::addsUp);
    }

    /// What a formula such as `2.5 x layer` says; it is rounded to four digits.
    private static double multiple(Cost cost) {
        String[] words = cost.formula().split(" x ", 2);
        if (cost.terms().size() != 1 || words.length < 2 || !words[0].matches("[0-9.e+]+")) {
            return cost.value();
        }
        double product = Double.parseDouble(words[0]) * cost.terms().getFirst().value();
        assertThat(cost.value()).as(cost.name()).isCloseTo(product, within(1e-3 * product));
        return cost.value();
    }

    @Test
    void everyTermAddsUp() {
        Plan plan = Plan.of(8, 8, 2, 128).with("interleave", "3").with("recompute", "full");
        addsUp(StepTime.of(MODEL, plan, SELENE));
        addsUp(Memory.of(MODEL, plan));
    }

    @Test
    void countsOfWeightsAreThoseOfTheNames() {
        assertThat(MODEL.weights()).isCloseTo(175e9, within(0.02 * 175e9));
        assertThat(Transformer.named("llama-2-7b").weights()).isCloseTo(6.74e9, within(0.01e9));
    }

    /// Totals as they are published, in billions of parameters, and what a token goes through.
    @ParameterizedTest
    @CsvSource({
        "llama-3-8b, 8.03, 7.5",
        "llama-3-70b, 70.55, 69.5",
        "llama-3-405b, 405.9, 403.8",
        "mixtral-8x7b, 46.7, 12.7",
        "qwen3-32b, 32.8, 32.0",
        "qwen3-235b-a22b, 235.1, 21.6",
        "deepseek-v2, 235.7, 20.9",
        "deepseek-v3, 671.0, 36.6",
    })
    void publishedShapesHaveTheWeightsOfTheirNames(String name, double all, double active) {
        Transformer model = Transformer.named(name);
        assertThat(model.parameters() / 1e9).isCloseTo(all, within(0.003 * all));
        assertThat(model.activeWeights() / 1e9).isCloseTo(active, within(0.01 * active));
    }

    @Test
    void everyNamedModelCanBePlanned() {
        for (String name : Transformer.names()) {
            Plan plan = Plan.of(1, 1, 8, 64).with("fused", "true");
            assertThat(StepTime.of(Transformer.named(name), plan, SELENE).value())
                    .as(name)
                    .isPositive();
        }
    }

    @Test
    void recomputationCostsTimeAndSavesMemory() {
        Plan kept = Plan.of(8, 8, 1, 64);
        double time = 0;
        double memory = Double.POSITIVE_INFINITY;
        for (Recompute recompute : Recompute.values()) {
            Plan plan = kept.with("recompute", recompute.name().toLowerCase());
            assertThat(seconds(plan)).isGreaterThan(time);
            assertThat(Memory.of(MODEL, plan).value()).isLessThan(memory);
            time = seconds(plan);
            memory = Memory.of(MODEL, plan).value();
        }
    }

    /// (p - 1) / (v m) of the time of the micro-batches, so that twice the pieces halve it.
    @Test
    void interleavingDividesTheBubble() {
        Plan plan = Plan.of(8, 8, 1, 64);
        double whole = bubble(plan);
        assertThat(bubble(plan.with("interleave", "2"))).isBetween(whole / 2, whole / 2 * 1.05);
    }

    private static double bubble(Plan plan) {
        return StepTime.of(MODEL, plan, SELENE).terms().stream()
                .filter(term -> term.name().equals("bubble"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void shardingSavesMemoryByItsStage() {
        Plan plan = Plan.of(8, 8, 8, 512);
        double before = Double.POSITIVE_INFINITY;
        for (String shards : List.of("0", "1", "2", "3")) {
            double now = Memory.states(MODEL, plan.with("shards", shards)).value();
            assertThat(now).isLessThan(before);
            before = now;
        }
        assertThat(before).isCloseTo(Memory.states(MODEL, plan).value() / 8, within(1.0));
    }

    /// Days as `operations / (devices x rate)`; twice the tokens, twice all; a longer bubble takes less energy a
    /// second.
    @Test
    void aBudgetFollowsFromTimeAndDevices() {
        Plan plan = Plan.of(8, 8, 16, 1536).with("recompute", "full").with("interleave", "3");
        Budget once = Budget.of(MODEL, plan, SELENE, 300e9, 2);
        Budget twice = Budget.of(MODEL, plan, SELENE, 600e9, 2);
        double steps = 300e9 / (1536.0 * 2048);
        assertThat(once.days().value()).isCloseTo(steps * seconds(plan) / 86_400, within(1e-9));
        assertThat(twice.energy().value()).isCloseTo(2 * once.energy().value(), within(1e-3));
        assertThat(once.money().value()).isCloseTo(once.days().value() * 24 * 1024 * 2, within(1e-3));
        Budget idle = Budget.of(MODEL, plan.with("interleave", "1"), SELENE, 300e9, 2);
        assertThat(idle.energy().value() / idle.days().value())
                .isLessThan(once.energy().value() / once.days().value());
        assertThatThrownBy(() -> Budget.of(MODEL, plan, SELENE, -1, 2)).hasMessageContaining("tokens [-1.0]");
    }

    /// Three replicas in a node are as near as two or four.
    @Test
    void moreReplicasInANodeExchangeNoFaster() {
        Transformer model = Transformer.named("megatron-1.7b");
        double before = 0;
        for (int data = 1; data <= 8; data++) {
            Plan plan = Plan.of(1, 1, data, 840);
            double now = Breakdown.of(StepTime.of(model, plan, SELENE)).of(Breakdown.Kind.REPLICAS);
            assertThat(now).as("%d replicas", data).isGreaterThanOrEqualTo(before);
            before = now;
        }
        double across =
                Breakdown.of(StepTime.of(model, Plan.of(1, 1, 16, 960), SELENE)).of(Breakdown.Kind.REPLICAS);
        assertThat(before).isLessThan(across);
    }

    /// Gradients of a node's devices pass its cards, whatever groups they are in.
    @Test
    void replicasTakeNoLessThanTheCardsOfANodeAllow() {
        Cluster one = Cluster.named("holmes-ethernet");
        Transformer model = Transformer.named("megatron-3.6b");
        for (int tensor : new int[] {1, 2, 4, 8}) {
            Plan plan = Plan.of(tensor, 1, 32 / tensor, 64);
            double bytes = Memory.states(model, plan).value() / 18 * 4;
            double nodes = 4;
            double least =
                    2 * (nodes - 1) / nodes * bytes * tensor / one.network().bandwidth();
            assertThat(Breakdown.of(StepTime.of(model, plan, one)).of(Breakdown.Kind.REPLICAS))
                    .as("%d ways", tensor)
                    .isGreaterThan(least);
        }
    }

    /// Shared keys make exchanges of heads cheaper.
    @Test
    void ulyssesSendsAsManyKeysAsThereAre() {
        Plan plan =
                Plan.of(1, 1, 1, 8).with("context", "8").with("fused", "true").with("exchange", "ulysses");
        Transformer shared = Transformer.named("llama-3-8b").with("sequence", "65536");
        double few = find(StepTime.of(shared, plan, SELENE), "context parallel");
        double many = find(StepTime.of(shared.with("keyHeads", "32"), plan, SELENE), "context parallel");
        assertThat(few / many).isBetween((1 + 0.25) / 2, (1 + 0.25) / 2 + 0.05);
    }

    /// Nothing is lost or counted twice, and each way to split brings its own kind.
    @Test
    void aBreakdownAddsUpToTheStep() {
        Transformer model = Transformer.named("deepseek-v2-lite");
        Plan plan = Plan.of(4, 3, 16, 96)
                .with("context", "2")
                .with("expert", "8")
                .with("offload", "0.5")
                .with("shards", "1")
                .with("recompute", "full");
        Breakdown parts = Breakdown.of(StepTime.of(model, plan, SELENE));
        double all = parts.seconds().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(all).isCloseTo(StepTime.of(model, plan, SELENE).value(), within(1e-9 * all));
        for (Breakdown.Kind kind : Breakdown.Kind.values()) {
            if (kind != Breakdown.Kind.OTHER && kind != Breakdown.Kind.OFFLOADED) {
                assertThat(parts.of(kind)).as(kind.text()).isPositive();
            }
        }
        assertThat(parts.of(Breakdown.Kind.OTHER)).isZero();
    }

    /// What goes on beside the work adds less than it takes, and no more than it takes alone.
    @Test
    void overlapSavesTime() {
        for (String shards : List.of("0", "1", "2", "3")) {
            Plan plan = Plan.of(8, 2, 16, 256).with("shards", shards);
            assertThat(seconds(plan.with("overlap", "true"))).isLessThan(seconds(plan));
        }
    }

    /// A ring of parts of a sequence waits for its keys where attention is short, and hardly where it is long.
    @Test
    void aRingHidesBehindLongAttention() {
        Plan plan = Plan.of(8, 1, 1, 8).with("fused", "true").with("context", "8");
        double small = exposed(Transformer.named("llama-3-8b").with("sequence", "8192"), plan);
        double large = exposed(Transformer.named("llama-3-8b").with("sequence", "1048576"), plan);
        assertThat(large).isLessThan(small / 4);
    }

    private static double exposed(Transformer model, Plan plan) {
        Cost all = StepTime.of(model, plan, SELENE);
        return find(all, "context parallel") / find(all, "layer");
    }

    private static double find(Cost cost, String name) {
        return cost.name().equals(name)
                ? cost.value()
                : cost.terms().stream()
                        .mapToDouble(term -> find(term, name))
                        .max()
                        .orElse(0);
    }

    static List<List<Object>> mistakes() {
        return List.of(
                List.of(Plan.of(7, 1, 1, 8), "tensor [7] must divide the heads [96]"),
                List.of(Plan.of(12, 1, 1, 8), "cards of HDR InfiniBand [8], or be a multiple of them"),
                List.of(
                        Plan.of(1, 1, 1, 8).with("context", "3"),
                        "2 x context [6] must divide the tokens of a sequence [2048]"),
                List.of(
                        Plan.of(8, 1, 1, 8).with("context", "64").with("exchange", "ulysses"),
                        "tensor x context [512] must divide the heads, as exchange [ulysses] needs, [96]"),
                List.of(
                        Plan.of(8, 1, 1, 8).with("interleave", "2"),
                        "interleave [2] must be 1 where there is one stage"),
                List.of(Plan.of(8, 1, 2, 8).with("expert", "2"), "expert [2] must be 1: 175B has no experts"),
                List.of(Plan.of(8, 7, 1, 8), "pipeline x interleave [7] must divide the layers [96]"),
                List.of(Plan.of(8, 8, 3, 8), "data x microBatch [3] must divide the batch [8]"),
                List.of(
                        Plan.of(8, 8, 1, 12).with("interleave", "2"),
                        "interleave [2]: the 12 micro-batches must be a multiple of the 8 stages"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aPlanThatDoesNotDivideIsRefused(List<Object> mistake) {
        assertThatThrownBy(() -> seconds((Plan) mistake.getFirst()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining((String) mistake.getLast());
    }
}
