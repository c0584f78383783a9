package throughline.fab.jobshop;

import java.util.Arrays;
import java.util.OptionalLong;
import throughline.random.Streams;

/// Plays an instance decision by decision, from one to the next without detours: some millions of decisions a second.
///
/// ```java
/// Shop shop = new Shop(JobShop.FT06, Mode.SWAP, Shutdowns.NEVER);
/// shop.reset(new Streams(1));
/// while (!shop.floor().over()) {
///     shop.choose(shop.floor().available(0));
/// }
/// long makespan = shop.floor().schedule().makespan();
/// ```
///
/// A choice is a job; its next operation starts at once. Machines are not kept free for jobs to come (non-delay
/// schedules). Cycles swap when nothing else can be started, which is the same as at any other moment of the instant:
/// the machines of a cycle are open to nobody else. Not safe for use by several threads.
public final class Shop {
    private static final long NEVER = Long.MAX_VALUE;

    private final Floor floor;
    private final long[] ends;

    /// An empty shop; [#reset] opens it.
    public Shop(JobShop instance, Mode mode, Shutdowns shutdowns) {
        ends = new long[instance.machines()];
        floor = new Floor(instance, mode, shutdowns, new Floor.Clock() {
            @Override
            public void processes(int machine, int duration) {
                ends[machine] = floor().now() + duration;
            }

            @Override
            public void goesDown(int machine, int length) {
                ends[machine] = floor().now() + length;
            }
        });
    }

    /// Starts anew, and goes to the first decision.
    ///
    /// @param streams where the machines' shut-downs come from: the same streams, the same shut-downs
    public void reset(Streams streams) {
        Arrays.fill(ends, NEVER);
        floor.reset(streams);
        proceed();
    }

    /// The state.
    public Floor floor() {
        return floor;
    }

    /// Starts the next operation of a job and goes to the next decision, or to the end.
    ///
    /// @param job one of the available
    /// @throws IllegalArgumentException when it is not available
    public void choose(int job) {
        floor.load(job);
        proceed();
    }

    private void proceed() {
        while (!floor.decides() && !floor.over()) {
            long next = NEVER;
            for (long end : ends) {
                next = Math.min(next, end);
            }
            floor.pass(next);
            for (int machine = 0; machine < ends.length; machine++) {
                if (ends[machine] == next) {
                    ends[machine] = NEVER;
                    floor.ends(machine);
                }
            }
        }
    }

    /// Plays a whole run by a rule.
    ///
    /// @return the schedule, up to a deadlock if there is one
    public Schedule play(Rule rule, Streams streams) {
        run(rule, streams);
        return floor.schedule();
    }

    /// Plays a whole run by a rule.
    ///
    /// @return when the last job was finished; empty after a deadlock
    public OptionalLong makespan(Rule rule, Streams streams) {
        run(rule, streams);
        return floor.deadlock().isPresent() ? OptionalLong.empty() : OptionalLong.of(floor.now());
    }

    private void run(Rule rule, Streams streams) {
        reset(streams);
        while (!floor.over()) {
            choose(rule.choose(floor));
        }
    }
}
