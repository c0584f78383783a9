package throughline.papers.fab;

import java.util.Arrays;
import throughline.fab.jobshop.Floor;
import throughline.fab.jobshop.JobShop;
import throughline.fab.jobshop.Mode;
import throughline.fab.jobshop.Rule;
import throughline.fab.jobshop.Shop;
import throughline.fab.jobshop.Shutdowns;
import throughline.random.Stream;
import throughline.random.Streams;

/// An instance, how likely its machines are shut down, and the seed of their shut-downs.
///
/// @param instance    what is to be done
/// @param probability that a machine goes down at a trial
/// @param seed        of the shut-downs: whoever plays the scenario meets the same
record Scenario(JobShop instance, double probability, long seed) {
    private static final int SMALLEST = 5;
    private static final int SIZES = 5;
    private static final int SEEDS = 1 << 30;

    /// A random instance of the paper: 5 to 9 jobs on 5 to 9 machines.
    static Scenario random(double probability, Stream stream) {
        JobShop instance = JobShop.random(SMALLEST + stream.below(SIZES), SMALLEST + stream.below(SIZES), stream);
        return new Scenario(instance, probability, stream.below(SEEDS));
    }

    /// The shop at its first decision.
    Shop shop() {
        Shop shop = new Shop(instance, Mode.SWAP, Shutdowns.of(probability, instance));
        shop.reset(new Streams(seed));
        return shop;
    }

    /// The shop after its last operation, played by a rule.
    Floor played(Rule rule) {
        Shop shop = shop();
        while (!shop.floor().over()) {
            shop.choose(rule.choose(shop.floor()));
        }
        return shop.floor();
    }

    /// Starts every operation that has no rival for its machine, until there is a machine that several jobs could start
    /// on, or the shop is over. Nothing is lost by it: who waits for a free machine does not change before time
    /// passes, so such an operation would start at this instant anyhow, and in whichever order machines choose,
    /// they choose among the same jobs.
    ///
    /// @return the rivals for such a machine, that of the lowest number; empty when the shop is over
    static int[] rivals(Shop shop) {
        Floor floor = shop.floor();
        while (!floor.over()) {
            int[] rivals = contested(floor);
            if (rivals.length > 1) {
                return rivals;
            }
            shop.choose(floor.available(0));
        }
        return new int[0];
    }

    private static int[] contested(Floor floor) {
        int[] waiting = new int[floor.machines()];
        for (int i = 0; i < floor.available(); i++) {
            waiting[machine(floor, i)]++;
        }
        for (int machine = 0; machine < waiting.length; machine++) {
            if (waiting[machine] > 1) {
                return waitingFor(floor, machine);
            }
        }
        return new int[0];
    }

    private static int[] waitingFor(Floor floor, int machine) {
        int[] jobs = new int[floor.available()];
        int count = 0;
        for (int i = 0; i < floor.available(); i++) {
            if (machine(floor, i) == machine) {
                jobs[count++] = floor.available(i);
            }
        }
        return Arrays.copyOf(jobs, count);
    }

    private static int machine(Floor floor, int available) {
        return floor.machine(floor.next(floor.available(available)));
    }
}
