package throughline.papers.fab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.Floor;
import throughline.fab.jobshop.Rule;
import throughline.fab.jobshop.Shop;
import throughline.learning.rl.Environment;
import throughline.learning.rl.Step;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Stream;

/// The shop as a problem to learn. Operations without a rival start unasked ([Scenario#rivals]); an action is the
/// number of one of the rivals.
///
/// A choice earns by how much it lowers what the run would cost if a fixed rule went on from there, over what the rule
/// costs from the start. Over a run that adds up to what the run costs less than the rule: it is the cost itself, less
/// a share of each scenario that no choice can change, and earned by the choice that brought it (potential-based
/// shaping, Ng, Harada & Russell 1999). So runs on instances of all sizes and under all shut-downs compare.
final class ShopEnvironment implements Environment<ShopGraph> {
    private static final Rule BASE = FixedRule.MWR;

    private final Function<Stream, Scenario> draw;
    private final Reward reward;
    private final List<Integer> chosen = new ArrayList<>();
    private Scenario scenario;
    private Shop shop;
    private int[] rivals;
    private double unit;
    private double expected;

    /// @param draw gives what is to be played in an episode; drawn again if it leaves nothing to decide
    ShopEnvironment(Function<Stream, Scenario> draw, Reward reward) {
        this.draw = draw;
        this.reward = reward;
    }

    @Override
    public ShopGraph reset(Stream random) {
        chosen.clear();
        do {
            scenario = draw.apply(random);
            shop = scenario.shop();
            rivals = Scenario.rivals(shop);
        } while (rivals.length == 0);
        expected = continued();
        unit = expected;
        return ShopGraph.of(shop.floor(), rivals);
    }

    @Override
    public Step<ShopGraph> step(int action) {
        if (shop == null || shop.floor().over()) {
            throw new IllegalStateException("no episode is under way; reset begins one");
        }
        Floor floor = shop.floor();
        chosen.add(rivals[action]);
        shop.choose(rivals[action]);
        rivals = Scenario.rivals(shop);
        double before = expected;
        expected = floor.over() ? reward.cost(floor) : continued();
        double earned = (before - expected) / unit;
        ShopGraph seen = ShopGraph.of(floor, rivals);
        return floor.over() ? Step.end(seen, earned) : Step.on(seen, earned);
    }

    /// What the run would cost if the fixed rule went on: the same choices again, then the rule's, with the same
    /// shut-downs.
    private long continued() {
        Shop again = scenario.shop();
        for (int job : chosen) {
            Scenario.rivals(again);
            again.choose(job);
        }
        while (!again.floor().over()) {
            again.choose(BASE.choose(again.floor()));
        }
        return reward.cost(again.floor());
    }
}
