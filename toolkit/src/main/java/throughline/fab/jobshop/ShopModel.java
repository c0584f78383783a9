package throughline.fab.jobshop;

import java.util.ArrayList;
import java.util.List;
import throughline.devs.Coupled;
import throughline.devs.Simulation;
import throughline.random.Streams;

/// The shop as a Parallel DEVS model: a machine is an atomic model that processes or is repaired for a time, and a
/// dispatcher hears what ended, decides by a rule, and tells machines what to do. It gives the schedule that [Shop]
/// gives, and can be observed, drawn and put into a larger model as every other model can. [Shop] is for learning: not
/// so much because it is a few times as fast, but because it stops at each decision and waits to be told.
///
/// ```java
/// ShopModel model = new ShopModel(JobShop.LA01, Mode.SWAP, Shutdowns.NEVER, FixedRule.MWR, new Streams(1));
/// Schedule schedule = model.run();
/// ```
public final class ShopModel extends Coupled {
    private final Dispatcher dispatcher;

    /// @param rule    by which it decides
    /// @param streams where the machines' shut-downs come from, as in [Shop#reset]
    public ShopModel(JobShop instance, Mode mode, Shutdowns shutdowns, Rule rule, Streams streams) {
        super("shop");
        dispatcher = add(new Dispatcher("dispatcher", instance, mode, shutdowns, rule, streams));
        List<Machine> machines = new ArrayList<>();
        for (int k = 0; k < instance.machines(); k++) {
            machines.add(add(new Machine("machine-" + k, k)));
        }
        for (Machine machine : machines) {
            couple(dispatcher.orders.get(machine.number()), machine.orders);
            couple(machine.ended, dispatcher.ended);
        }
    }

    /// Simulates until nothing is left to happen.
    ///
    /// @return the schedule, up to a deadlock if there is one
    public Schedule run() {
        new Simulation(this).runUntil(NEVER);
        return dispatcher.floor().schedule();
    }
}
