package throughline.fab.jobshop;

import java.util.ArrayList;
import java.util.List;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.random.Streams;

/// Decides for [ShopModel]: hears in one bag all that ends at an instant, brings the floor up to date, starts what
/// the rule chooses, and sends the orders.
final class Dispatcher extends Atomic implements Floor.Clock {
    final In<Integer> ended = in("ended", Integer.class);
    final List<Out<Machine.Order>> orders = new ArrayList<>();

    private final Floor floor;
    private final Rule rule;
    private final List<Pending> pending = new ArrayList<>();

    private record Pending(int machine, Machine.Order order) {}

    Dispatcher(String name, JobShop instance, Mode mode, Shutdowns shutdowns, Rule rule, Streams streams) {
        super(name);
        for (int machine = 0; machine < instance.machines(); machine++) {
            orders.add(out("machine-" + machine, Machine.Order.class));
        }
        this.rule = rule;
        floor = new Floor(instance, mode, shutdowns, this);
        floor.reset(streams);
        decide();
    }

    Floor floor() {
        return floor;
    }

    @Override
    protected long timeAdvance() {
        return pending.isEmpty() ? NEVER : 0;
    }

    @Override
    protected void output() {
        pending.forEach(next -> orders.get(next.machine).send(next.order));
    }

    @Override
    protected void internalTransition() {
        pending.clear();
    }

    @Override
    protected void externalTransition(long elapsed) {
        if (floor.over()) {
            return;
        }
        floor.pass(now());
        ended.forEach(floor::ends);
        decide();
    }

    private void decide() {
        while (floor.decides()) {
            floor.load(rule.choose(floor));
        }
    }

    @Override
    public void processes(int machine, int duration) {
        pending.add(new Pending(machine, new Machine.Order(Machine.Phase.PROCESSING, duration)));
    }

    @Override
    public void goesDown(int machine, int length) {
        pending.add(new Pending(machine, new Machine.Order(Machine.Phase.DOWN, length)));
    }
}
