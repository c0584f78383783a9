package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Planner.Option;
import throughline.training.Planner.Reason;

/// The search for plans.
class PlannerTest {
    private static final Transformer MODEL = Transformer.gpt("6.7B", 32, 4096, 32);
    private static final Planner PLANNER = new Planner(MODEL, Cluster.named("selene"), 64, 128);
    private static Planner.Search search;

    @BeforeAll
    static void find() {
        search = PLANNER.search(Cancel.NEVER, Progress.NONE);
    }

    @Test
    void everyOptionFitsAndTakesWhatItsExplanationSays() {
        assertThat(search.options()).isNotEmpty();
        for (Option option : search.options()) {
            assertThat(PLANNER.whyNot(option.plan())).isEmpty();
            assertThat(option.seconds())
                    .isCloseTo(
                            StepTime.of(MODEL, option.plan(), PLANNER.cluster()).value(),
                            within(1e-9 * option.seconds()));
            assertThat(option.bytes())
                    .isCloseTo(Memory.of(MODEL, option.plan()).value(), within(1e-6 * option.bytes()));
        }
    }

    /// Experts, latent attention, split sequences and what the host keeps: a search puts the same terms together.
    @Test
    void optionsOfEveryKindTakeWhatTheirExplanationsSay() {
        Transformer model = Transformer.named("deepseek-v2-lite").with("sequence", "32768");
        Cluster nodes = Cluster.named("dgx-h100");
        Planner planner = new Planner(model, nodes, 64, 64, Space.withHosts(model, nodes));
        Planner.Search found = planner.search(Cancel.NEVER, Progress.NONE);
        List<Option> some = new ArrayList<>(found.front());
        found.options().stream().limit(300).forEach(some::add);
        for (Option option : some) {
            Plan plan = option.plan();
            assertThat(planner.whyNot(plan)).isEmpty();
            assertThat(option.seconds())
                    .as(plan.toString())
                    .isCloseTo(StepTime.of(model, plan, planner.cluster()).value(), within(1e-9 * option.seconds()));
            assertThat(option.bytes()).isCloseTo(Memory.of(model, plan).value(), within(1e-6 * option.bytes()));
        }
        assertThat(some).anyMatch(option -> option.plan().expert() > 1);
        assertThat(some).anyMatch(option -> option.plan().context() > 1);
        assertThat(some).anyMatch(option -> option.plan().offload() > 0);
        assertThat(some).anyMatch(option -> option.plan().shards() == 3);
    }

    @Test
    void nothingBeatsTheFront() {
        for (Option one : search.front()) {
            for (Option other : search.front()) {
                assertThat(one == other
                                || other.seconds() > one.seconds()
                                || other.bytes() > one.bytes()
                                || other.plan().devices() > one.plan().devices())
                        .isTrue();
            }
        }
        assertThat(search.front()).contains(search.best());
    }

    /// Every plan of a small space, one by one, as a user would ask for it.
    @Test
    void theSearchFindsWhatAskingForEveryPlanFinds() {
        Transformer model =
                Transformer.named("mixtral-8x7b").with("layers", "8").with("sequence", "2048");
        Cluster nodes = Cluster.named("dgx-h100");
        Planner planner =
                new Planner(model, nodes, 16, 16, Space.of(model, nodes).with("fused", "false"));
        List<Plan> plans = everyPlan(planner);
        Planner.Search found = planner.search(Cancel.NEVER, Progress.NONE);
        List<Plan> fitting =
                plans.stream().filter(plan -> planner.whyNot(plan).isEmpty()).toList();
        double fastest = fitting.stream()
                .mapToDouble(plan -> StepTime.of(model, plan, nodes).value())
                .min()
                .orElseThrow();
        assertThat(found.best().seconds()).isCloseTo(fastest, within(1e-9 * fastest));
        long rejected =
                found.rejected().values().stream().mapToLong(Long::longValue).sum();
        assertThat(found.plans() - rejected).isEqualTo(fitting.size());
        assertThat(found.plans() - rejected)
                .isEqualTo(found.looked() - found.rejected().get(Reason.MEMORY));
        assertThat(found.rejected()).containsKeys(Reason.DEVICES, Reason.DIVISION);
    }

    private static List<Plan> everyPlan(Planner planner) {
        List<Plan> plans = new ArrayList<>();
        for (int tensor = 1; tensor <= 16; tensor++) {
            for (int stages = 1; stages * tensor <= 16; stages++) {
                for (int data = 1; data * stages * tensor <= 16; data++) {
                    plans.addAll(everyPlan(planner, tensor, stages, data));
                }
            }
        }
        return plans;
    }

    private static List<Plan> everyPlan(Planner planner, int tensor, int stages, int data) {
        List<Plan> plans = new ArrayList<>();
        for (int expert = 1; expert <= 8; expert++) {
            for (int pieces = 1; pieces <= 8; pieces++) {
                for (int micro = 1; micro <= 16; micro++) {
                    for (int other = 0; other < 24; other++) {
                        plans.add(new Plan(
                                tensor,
                                stages,
                                data,
                                1,
                                ContextExchange.RING,
                                expert,
                                pieces,
                                planner.batch(),
                                micro,
                                other % 2 == 1,
                                Recompute.values()[other / 2 % 3],
                                other / 6,
                                0,
                                false,
                                true,
                                false,
                                Gradients.SINGLE,
                                true));
                    }
                }
            }
        }
        return plans;
    }

    @Test
    void whatIsAskedOfProbabilitiesMustMakeSense() {
        for (double wrong : new double[] {-0.1, 0.3, Double.NaN}) {
            assertThatThrownBy(() -> search.likely(wrong, 0.01, 1))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("must be from 0 to 0.05");
        }
        assertThatThrownBy(() -> search.likely(0.03, 2, 1)).hasMessageContaining("least [2.0]");
    }

    @Test
    void theSearchFindsTheSameAgain() {
        assertThat(PLANNER.search(Cancel.NEVER, Progress.NONE)).isEqualTo(search);
    }

    @Test
    void probabilitiesOfBeingTheBestAddUpAndFavourTheFastest() {
        var likely = search.likely(0.03, 0, 1);
        assertThat(likely.stream().mapToDouble(Planner.Likely::probability).sum())
                .isCloseTo(1, within(1e-9));
        for (Planner.Likely sure : search.likely(1e-12, 0.01, 1)) {
            assertThat(sure.option().seconds()).isEqualTo(search.best().seconds());
        }
        assertThat(search.likely(0.03, 0.001, 1).size())
                .isGreaterThan(search.likely(0.003, 0.001, 1).size());
    }

    @Test
    void aPlanThatCannotBeHadIsToldWhy() {
        assertThat(PLANNER.whyNot(Plan.of(1, 1, 1, 128)).orElseThrow()).contains("GiB on a device");
        assertThat(PLANNER.whyNot(Plan.of(8, 32, 1, 128)).orElseThrow()).contains("takes 256 devices; there are 64");
        assertThat(PLANNER.whyNot(Plan.of(8, 1, 1, 64)).orElseThrow())
                .contains("has a batch of 64; the planner's is 128");
        Plan again = Plan.of(8, 1, 1, 128).with("fused", "true").with("overlap", "true");
        assertThat(PLANNER.whyNot(again.with("recompute", "selective")).orElseThrow())
                .contains("does not look at");
        assertThat(PLANNER.whyNot(Plan.of(3, 1, 1, 128)).orElseThrow()).contains("tensor [3] must divide");
    }

    @Test
    void aModelThatFitsNowhereIsSaidSo() {
        Planner small = new Planner(Transformer.gpt("1T", 128, 25600, 160), PLANNER.cluster(), 8, 8);
        var nothing = small.search(Cancel.NEVER, Progress.NONE);
        assertThat(nothing.options()).isEqualTo(List.of());
        assertThatThrownBy(nothing::best).isInstanceOf(BadInput.class).hasMessageContaining("none of");
    }
}
