package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.JobShop;
import throughline.fab.jobshop.Rule;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class DispatchTrialsTest {
    private static final List<Scenario> SOME =
            Stream.of(0.0, 0.1).flatMap(q -> Scenario.unseen(q, 20).stream()).toList();

    /// The best rule gains nothing on itself, no other fixed rule gains anything, and whoever plays as a rule does has
    /// that rule's row.
    @Test
    void gainsAreThoseOnTheBestFixedRuleOfTheGroup() {
        Table table = DispatchTrials.of(SOME)
                .with("mine", FixedRule.LOR)
                .table("shut-down probability", Scenario::probability);
        assertThat(table.doubleColumn("shut-down probability").unique().asDoubleArray())
                .containsExactly(0, 0.1);
        for (Row row : table) {
            assertThat(row.getInt("scenarios")).isEqualTo(20);
            assertThat(row.getDouble("gain on best rule [%]")).isLessThanOrEqualTo(0);
            if (row.getString("rule").equals(row.getString("best rule"))) {
                assertThat(List.of(
                                row.getDouble("gain on best rule [%]"),
                                row.getDouble("low [%]"),
                                row.getDouble("high [%]")))
                        .containsOnly(0.0);
                assertThat(row.getDouble("shorter [%]") + row.getDouble("longer [%]"))
                        .isZero();
            }
        }
        for (String column : List.of("makespan", "gain on best rule [%]", "low [%]", "high [%]")) {
            assertThat(of(table, "mine").doubleColumn(column).asDoubleArray())
                    .containsExactly(of(table, "LOR").doubleColumn(column).asDoubleArray());
        }
    }

    private static Table of(Table table, String rule) {
        return table.where(table.stringColumn("rule").isEqualTo(rule));
    }

    @Test
    void groupsHoldEveryScenarioOnce() {
        DispatchTrials trials = DispatchTrials.of(SOME);
        Table bySize =
                trials.table("jobs", scenario -> scenario.instance().jobs().size());
        Table byName = trials.table("size", scenario -> scenario.instance().name());
        double[] jobs = of(bySize, "SPT").doubleColumn("jobs").asDoubleArray();
        assertThat(jobs)
                .isSorted()
                .containsExactly(Arrays.stream(jobs).distinct().toArray());
        for (Table table : List.of(bySize, byName)) {
            Table one = of(table, "SPT");
            double total = IntStream.range(0, one.rowCount())
                    .mapToDouble(i -> one.intColumn("scenarios").get(i)
                            * one.doubleColumn("makespan").get(i))
                    .sum();
            assertThat(one.intColumn("scenarios").sum()).isEqualTo(SOME.size());
            assertThat(total)
                    .isCloseTo(Arrays.stream(trials.makespans().get("SPT")).sum(), within(1e-6));
        }
        assertThat(trials.table().columnNames()).doesNotContain("instances");
        assertThat(trials.table().rowCount()).isEqualTo(FixedRule.values().length);
    }

    @Test
    void oneScenarioLeavesNothingToChance() {
        Table table = DispatchTrials.of(Scenario.repeated(JobShop.LA01, 0, 100)).table();
        assertThat(of(table, "SPT").doubleColumn("makespan").get(0)).isEqualTo(1175);
        assertThat(of(table, "SPT").doubleColumn("low [%]").get(0))
                .isEqualTo(of(table, "SPT").doubleColumn("high [%]").get(0))
                .isCloseTo(100 * (1 - 1175 / 1130.0), within(1e-9));
    }

    @Test
    void savingIsTheMeanOfShares() {
        DispatchTrials trials = DispatchTrials.of(SOME.subList(0, 2));
        double[] own = trials.makespans().get("SPT");
        double[] other = trials.makespans().get("MWR");
        assertThat(trials.saved("SPT", "MWR").mean())
                .isCloseTo(1 - (own[0] / other[0] + own[1] / other[1]) / 2, within(1e-12));
        assertThatThrownBy(() -> trials.saved("mine", "MWR"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[mine] has not played; there are [SPT,");
    }

    @Test
    void whatIsNotWholeIsRefused() {
        assertThatThrownBy(() -> DispatchTrials.of(List.of())).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> DispatchTrials.of(SOME).with("cancelled", new double[0]))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("trials of [cancelled]: [0] makespans for 40 scenarios");
    }

    /// A policy asked decision by decision makes the schedules that it makes of all scenarios at once.
    @Test
    void aPolicyIsARule() {
        try (DispatchPolicy policy = DispatchPolicy.trained(Reward.MAKESPAN)) {
            double[] together = policy.makespans(SOME, Cancel.NEVER);
            double[] alone = SOME.stream()
                    .mapToDouble(scenario -> scenario.schedule(policy).makespan())
                    .toArray();
            assertThat(together).containsExactly(alone);
            assertThat(DispatchTrials.of(SOME)
                            .with("policy", policy)
                            .makespans()
                            .get("policy"))
                    .containsExactly(together);
        }
    }

    /// The best of many tries is no worse than one of them.
    @Test
    void theBestOfMoreTriesIsNoWorse() {
        List<Scenario> one = SOME.subList(0, 1);
        double few = DispatchPolicy.untrainedBestOf(1, one, 1, Cancel.NEVER)[0];
        double many = DispatchPolicy.untrainedBestOf(200, one, 1, Cancel.NEVER)[0];
        assertThat(many).isLessThanOrEqualTo(few);
        assertThatThrownBy(() -> DispatchPolicy.untrainedBestOf(0, one, 1, Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("tries [0] must be 1 or more");
    }

    /// Unseen instances of a size have that size, differ, and are the same however many are asked for.
    @Property(tries = 20)
    void unseenInstancesAreAsAskedFor(
            @ForAll @IntRange(min = 1, max = 12) int jobs, @ForAll @IntRange(min = 2, max = 12) int machines) {
        List<Scenario> many = Scenario.unseen(jobs, machines, 0.05, 5);
        assertThat(many.subList(0, 2)).isEqualTo(Scenario.unseen(jobs, machines, 0.05, 2));
        assertThat(many).doesNotHaveDuplicates().allSatisfy(scenario -> {
            assertThat(scenario.instance().jobs()).hasSize(jobs);
            assertThat(scenario.instance().machines()).isEqualTo(machines);
        });
        Rule random = Rule.random(new Streams(1).named("rule"));
        assertThat(many.getFirst().schedule(random).makespan())
                .isGreaterThanOrEqualTo(many.getFirst().instance().lowerBound());
    }
}
