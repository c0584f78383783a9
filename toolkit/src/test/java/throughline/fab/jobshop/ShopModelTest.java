package throughline.fab.jobshop;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import throughline.random.Streams;

class ShopModelTest {
    @Provide
    Arbitrary<JobShop> shops() {
        return Shops.any(8, 7);
    }

    @Property(tries = 200)
    void theDevsModelGivesTheScheduleOfTheFastOne(
            @ForAll("shops") JobShop shop,
            @ForAll Mode mode,
            @ForAll FixedRule rule,
            @ForAll @DoubleRange(max = 0.4) double q,
            @ForAll long seed) {
        Shutdowns shutdowns = Shutdowns.of(q, shop);
        Schedule fast = new Shop(shop, mode, shutdowns).play(rule, new Streams(seed));
        assertThat(new ShopModel(shop, mode, shutdowns, rule, new Streams(seed)).run())
                .isEqualTo(fast);
    }
}
