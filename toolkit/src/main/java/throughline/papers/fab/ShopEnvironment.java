package throughline.papers.fab;

import java.util.function.Function;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.Floor;
import throughline.fab.jobshop.Shop;
import throughline.learning.rl.Environment;
import throughline.learning.rl.Step;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Stream;

/// The shop as a problem to learn. Operations without a rival start unasked ([Scenario#rivals]); an action is the
/// number of one of the rivals. What is earned is divided by what first in, first out would cost in the same scenario,
/// so that instances of all sizes and under all shut-downs earn about -1.
final class ShopEnvironment implements Environment<ShopGraph> {
    private final Function<Stream, Scenario> draw;
    private final Reward reward;
    private Shop shop;
    private int[] rivals;
    private double unit;

    /// @param draw gives what is to be played in an episode; drawn again if it leaves nothing to decide
    ShopEnvironment(Function<Stream, Scenario> draw, Reward reward) {
        this.draw = draw;
        this.reward = reward;
    }

    @Override
    public ShopGraph reset(Stream random) {
        Scenario scenario;
        do {
            scenario = draw.apply(random);
            shop = scenario.shop();
            rivals = Scenario.rivals(shop);
        } while (rivals.length == 0);
        unit = reward.cost(scenario.played(FixedRule.FIFO));
        return ShopGraph.of(shop.floor(), rivals);
    }

    @Override
    public Step<ShopGraph> step(int action) {
        if (shop == null || shop.floor().over()) {
            throw new IllegalStateException("no episode is under way; reset begins one");
        }
        Floor floor = shop.floor();
        long before = reward.cost(floor);
        shop.choose(rivals[action]);
        rivals = Scenario.rivals(shop);
        double earned = (before - reward.cost(floor)) / unit;
        ShopGraph seen = ShopGraph.of(floor, rivals);
        return floor.over() ? Step.end(seen, earned) : Step.on(seen, earned);
    }
}
