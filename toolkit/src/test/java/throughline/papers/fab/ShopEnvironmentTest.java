package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.JobShop;
import throughline.fab.jobshop.Shop;
import throughline.learning.rl.Step;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Stream;
import throughline.random.Streams;

class ShopEnvironmentTest {
    /// What starts unasked costs nothing: a rule that is asked about rivals only makes the schedule it makes when it is
    /// asked about everything.
    @Property(tries = 100)
    void onlyRivalsNeedADecision(@ForAll long seed) {
        Stream keys = new Streams(seed).named("keys");
        Scenario scenario = Scenario.random(0.1, new Streams(seed).named("scenario"));
        int[] key = IntStream.range(0, 81).map(i -> keys.below(1_000_000_000)).toArray();
        Shop asked = scenario.shop();
        int[] rivals = Scenario.rivals(asked);
        while (rivals.length > 0) {
            assertThat(rivals.length).isGreaterThan(1);
            int best = rivals[0];
            for (int job : rivals) {
                best = key[asked.floor().next(job)] < key[asked.floor().next(best)] ? job : best;
            }
            asked.choose(best);
            rivals = Scenario.rivals(asked);
        }
        var always = scenario.played(floor -> IntStream.range(0, floor.available())
                .map(floor::available)
                .boxed()
                .min((a, b) -> Integer.compare(key[floor.next(a)], key[floor.next(b)]))
                .orElseThrow());
        assertThat(asked.floor().schedule()).isEqualTo(always.schedule());
    }

    /// What is earned adds up to what the run costs less than the rule, whatever is chosen.
    @Property(tries = 50)
    void earningsAddUpToWhatIsSavedOverTheRule(@ForAll long seed, @ForAll Reward reward) {
        Stream random = new Streams(seed).named("choices");
        Scenario scenario = Scenario.random(0.1, new Streams(seed).named("scenario"));
        Shop played = scenario.shop();
        int[] rivals = Scenario.rivals(played);
        Assume.that(rivals.length > 0);
        ShopEnvironment environment = new ShopEnvironment(stream -> scenario, reward);
        ShopGraph seen = environment.reset(random);
        double earned = 0;
        boolean over = false;
        while (!over) {
            assertThat(seen.options()).hasSameSizeAs(rivals);
            int action = random.below(rivals.length);
            played.choose(rivals[action]);
            rivals = Scenario.rivals(played);
            Step<ShopGraph> step = environment.step(action);
            earned += step.reward();
            seen = step.observation();
            over = step.last();
        }
        double rule = reward.cost(scenario.played(FixedRule.MWR));
        assertThat(earned).isCloseTo((rule - reward.cost(played.floor())) / rule, within(1e-9));
    }

    /// Whoever makes the rule's choices earns nothing by any of them.
    @Test
    void theRuleEarnsNothing() {
        Scenario scenario = new Scenario(JobShop.LA01, 0.1, 3);
        ShopEnvironment environment = new ShopEnvironment(stream -> scenario, Reward.MAKESPAN);
        Shop played = scenario.shop();
        int[] rivals = Scenario.rivals(played);
        environment.reset(new Streams(1).named("episode"));
        while (rivals.length > 0) {
            int best = 0;
            for (int i = 1; i < rivals.length; i++) {
                boolean more =
                        played.floor().workLeft(rivals[i]) > played.floor().workLeft(rivals[best]);
                best = more ? i : best;
            }
            assertThat(environment.step(best).reward()).isZero();
            played.choose(rivals[best]);
            rivals = Scenario.rivals(played);
        }
        assertThatIllegalStateException().isThrownBy(() -> environment.step(0)).withMessageContaining("reset");
    }
}
