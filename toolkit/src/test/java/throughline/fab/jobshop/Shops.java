package throughline.fab.jobshop;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import throughline.random.Stream;
import throughline.random.Streams;

/// Random instances and rules.
final class Shops {
    private Shops() {}

    static Arbitrary<JobShop> any(int jobs, int machines) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, jobs),
                        Arbitraries.integers().between(1, machines),
                        Arbitraries.longs())
                .as((n, m, seed) -> JobShop.random(n, m, new Streams(seed).named("shop")));
    }

    /// Jobs that visit from one to all machines, and some of them again.
    static JobShop recirculating(long seed) {
        Stream stream = new Streams(seed).named("shop");
        int machines = 2 + stream.below(4);
        List<List<Operation>> jobs = new ArrayList<>();
        for (int job = 0; job <= 1 + stream.below(6); job++) {
            List<Operation> operations = new ArrayList<>();
            int machine = stream.below(machines);
            for (int step = 0; step <= stream.below(8); step++) {
                operations.add(new Operation(machine, 1 + stream.below(20)));
                machine = (machine + 1 + stream.below(machines - 1)) % machines;
            }
            jobs.add(operations);
        }
        return new JobShop("recirculating", machines, jobs);
    }

    /// The jobs of an instance in another order.
    static JobShop reordered(JobShop shop, List<Integer> order) {
        return new JobShop(
                shop.name(),
                shop.machines(),
                order.stream().map(shop.jobs()::get).toList());
    }

    static Schedule play(JobShop shop, Mode mode, Rule rule) {
        return new Shop(shop, mode, Shutdowns.NEVER).play(rule, new Streams(1));
    }
}
