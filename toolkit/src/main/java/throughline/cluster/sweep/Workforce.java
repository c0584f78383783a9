package throughline.cluster.sweep;

import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.devs.Atomic;
import throughline.devs.Out;
import throughline.devs.Tick;

/// Starts workers, loses them to faults, and starts them again when they are repaired. A fault that a node survives, or
/// that strikes one which is down, changes nothing.
final class Workforce extends Atomic {
    final Out<Life> starting = out("starting", Life.class);
    final Out<Life> lost = out("lost", Life.class);
    final Out<Life> noticed = out("noticed", Life.class);

    private final Iterator<Fault> faults;
    private final long start;
    private final long notice;
    private final int[] lives;
    private final boolean[] up;
    private final PriorityQueue<Event> coming =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long numbered;
    private int losses;

    private enum Kind {
        UP,
        FAULT,
        NOTICED
    }

    /// @param lasts of a fault, ns
    private record Event(long at, long number, Kind kind, Life life, long lasts) {}

    Workforce(SweepSetup setup, Iterator<Fault> faults) {
        super("workforce");
        this.faults = faults;
        start = Tick.NANOSECOND.seconds(setup.start());
        notice = Tick.NANOSECOND.seconds(setup.notice());
        lives = new int[setup.workers()];
        up = new boolean[setup.workers()];
        for (int worker = 0; worker < setup.workers(); worker++) {
            plan(start, Kind.UP, new Life(worker, 0), 0);
        }
        lookForFault();
    }

    /// Workers lost.
    int losses() {
        return losses;
    }

    private void plan(long at, Kind kind, Life life, long lasts) {
        coming.add(new Event(at, numbered++, kind, life, lasts));
    }

    private void lookForFault() {
        while (faults.hasNext()) {
            Fault fault = faults.next();
            boolean stops = fault.effect() == Effect.CRASH || fault.effect() == Effect.HANG;
            if (stops && fault.node() != Fault.JOB) {
                plan(fault.start(), Kind.FAULT, new Life(fault.node(), 0), fault.lasts());
                return;
            }
        }
    }

    @Override
    protected long timeAdvance() {
        return coming.isEmpty() ? NEVER : coming.peek().at() - now();
    }

    @Override
    protected void output() {
        Event event = coming.peek();
        Life life = new Life(event.life().worker(), lives[event.life().worker()]);
        switch (event.kind()) {
            case UP -> starting.send(life);
            case NOTICED -> noticed.send(event.life());
            case FAULT -> {
                if (up[life.worker()]) {
                    lost.send(life);
                }
            }
        }
    }

    @Override
    protected void internalTransition() {
        Event event = coming.poll();
        int worker = event.life().worker();
        switch (event.kind()) {
            case UP -> up[worker] = true;
            case NOTICED ->
                plan(Math.max(event.at(), event.at() - notice + event.lasts()) + start, Kind.UP, event.life(), 0);
            case FAULT -> {
                if (up[worker]) {
                    up[worker] = false;
                    losses++;
                    plan(event.at() + notice, Kind.NOTICED, new Life(worker, lives[worker]), event.lasts());
                    lives[worker]++;
                }
                lookForFault();
            }
        }
    }
}
