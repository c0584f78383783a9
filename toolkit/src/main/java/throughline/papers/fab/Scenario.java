package throughline.papers.fab;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.fab.jobshop.Floor;
import throughline.fab.jobshop.JobShop;
import throughline.fab.jobshop.Mode;
import throughline.fab.jobshop.Rule;
import throughline.fab.jobshop.Schedule;
import throughline.fab.jobshop.Shop;
import throughline.fab.jobshop.Shutdowns;
import throughline.random.Stream;
import throughline.random.Streams;

/// An instance, how likely its machines are shut down, and the seed of their shut-downs: a shop with blocking and
/// swaps that any rule can play, and that is the same for all.
///
/// ```java
/// Scenario scenario = Scenario.unseen(0.1, 1).getFirst();
/// long makespan = scenario.schedule(FixedRule.MWR).makespan();
/// ```
///
/// @param instance    what is to be done
/// @param probability that a machine goes down at a trial, 0 to 0.9; see [Shutdowns]
/// @param seed        of the shut-downs: whoever plays the scenario meets the same
public record Scenario(JobShop instance, double probability, long seed) {
    private static final int SMALLEST = 5;
    private static final int SIZES = 5;
    private static final int SEEDS = 1 << 30;
    private static final Streams HELD_OUT = new Streams(230_202_506).below("held-out");

    /// @throws throughline.spec.BadInput when the probability is out of range
    public Scenario {
        Shutdowns.of(probability, instance);
    }

    /// A random instance of the paper: 5 to 9 jobs on 5 to 9 machines.
    static Scenario random(double probability, Stream stream) {
        JobShop instance = JobShop.random(SMALLEST + stream.below(SIZES), SMALLEST + stream.below(SIZES), stream);
        return new Scenario(instance, probability, stream.below(SEEDS));
    }

    /// Random instances of 5 to 9 jobs on 5 to 9 machines that no training has seen.
    ///
    /// @param probability of shut-downs
    /// @param count       how many; the first of them are the same however many there are
    public static List<Scenario> unseen(double probability, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> random(probability, HELD_OUT.named("%s-%d".formatted(probability, i))))
                .toList();
    }

    /// Random instances of one size that no training has seen, which may be larger or smaller than any that was.
    ///
    /// @param jobs        1 or more
    /// @param machines    1 or more
    /// @param probability of shut-downs
    /// @param count       how many; the first of them are the same however many there are
    public static List<Scenario> unseen(int jobs, int machines, double probability, int count) {
        Streams sized = HELD_OUT.below("%d-on-%d".formatted(jobs, machines));
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Stream stream = sized.named("%s-%d".formatted(probability, i));
                    JobShop instance = JobShop.random(jobs, machines, stream);
                    return new Scenario(instance, probability, stream.below(SEEDS));
                })
                .toList();
    }

    /// Random instances of 15 jobs on 10 machines without shut-downs: larger than any that was trained on.
    static List<Scenario> large(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Scenario(JobShop.random(15, 10, HELD_OUT.named("large-" + i)), 0, 1))
                .toList();
    }

    /// One instance under several shut-downs; under none, once.
    ///
    /// @param count how many shut-downs
    public static List<Scenario> repeated(JobShop instance, double probability, int count) {
        return IntStream.range(0, probability == 0 ? 1 : count)
                .mapToObj(seed -> new Scenario(instance, probability, seed))
                .toList();
    }

    /// What a rule makes of it.
    public Schedule schedule(Rule rule) {
        return played(rule).schedule();
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

    /// The jobs that could start on the machine with several of them, that of the lowest number; empty when no
    /// available operation has a rival.
    static int[] contested(Floor floor) {
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
