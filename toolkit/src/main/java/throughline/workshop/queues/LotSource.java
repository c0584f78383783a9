package throughline.workshop.queues;

import throughline.devs.Atomic;
import throughline.devs.Out;

/// Sends lots, by number, at set times; those of one instant together.
final class LotSource extends Atomic {
    final Out<Integer> lots = out("lots", Integer.class);

    private final long[] times;
    private int next;

    /// @param times in ticks, ascending
    LotSource(long[] times) {
        super("lots");
        this.times = times;
    }

    @Override
    protected long timeAdvance() {
        return next == times.length ? NEVER : times[next] - now();
    }

    @Override
    protected void output() {
        for (int lot = next; lot < following(); lot++) {
            lots.send(lot);
        }
    }

    /// The first lot that comes later than the next one.
    private int following() {
        int lot = next + 1;
        while (lot < times.length && times[lot] == times[next]) {
            lot++;
        }
        return lot;
    }

    @Override
    protected void internalTransition() {
        next = following();
    }
}
