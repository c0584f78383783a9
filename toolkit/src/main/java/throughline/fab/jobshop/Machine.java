package throughline.fab.jobshop;

import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Phased;

/// A machine of [ShopModel]: does what it is told for as long as it is told, and says when that has ended.
final class Machine extends Phased<Machine.Phase> {
    final In<Order> orders = in("orders", Order.class);
    final Out<Integer> ended = out("ended", Integer.class);

    private final int number;

    /// What a machine can be doing. A finished job that it keeps is the dispatcher's concern.
    enum Phase {
        IDLE,
        PROCESSING,
        DOWN
    }

    /// What to do.
    ///
    /// @param phase to be in
    /// @param ticks for how long
    record Order(Phase phase, int ticks) {}

    Machine(String name, int number) {
        super(name, Phase.IDLE);
        this.number = number;
    }

    int number() {
        return number;
    }

    @Override
    protected void output() {
        ended.send(number);
    }

    @Override
    protected void internalTransition() {
        passivateIn(Phase.IDLE);
    }

    @Override
    protected void externalTransition(long elapsed) {
        Order order = orders.value(0);
        holdIn(order.phase(), order.ticks());
    }
}
