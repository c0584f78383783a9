package throughline.cluster.sweep;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// The slots of all workers. A part takes as long wherever it runs, and however often.
final class Slots extends Atomic {
    final In<Sent> launched = in("launched", Sent.class);
    final In<Life> lost = in("lost", Life.class);
    final Out<Task> computed = out("computed", Task.class);

    private final IntToDoubleFunction seconds;
    private final int[] life;
    private final PriorityQueue<Running> running =
            new PriorityQueue<>(Comparator.comparingLong(Running::ends).thenComparingInt(Running::part));
    private double wasted;
    private double useful;

    private record Running(long ends, long began, Task task) {
        int part() {
            return task.part();
        }
    }

    /// @param seconds that a part takes
    Slots(int workers, IntToDoubleFunction seconds) {
        super("slots");
        this.seconds = seconds;
        life = new int[workers];
    }

    /// Seconds of slots that led to a simulated part.
    double useful() {
        return useful;
    }

    /// Seconds of slots that were lost with a worker.
    double wasted() {
        return wasted;
    }

    @Override
    protected long timeAdvance() {
        return running.isEmpty() ? NEVER : running.peek().ends() - now();
    }

    @Override
    protected void output() {
        computed.send(running.peek().task());
    }

    @Override
    protected void internalTransition() {
        Running done = running.poll();
        useful += Tick.NANOSECOND.toSeconds(done.ends() - done.began());
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Life gone : lost) {
            life[gone.worker()] = gone.life() + 1;
            running.removeIf(one -> {
                boolean its = one.task().worker() == gone.worker();
                wasted += its ? Tick.NANOSECOND.toSeconds(now() - one.began()) : 0;
                return its;
            });
        }
        for (Sent sent : launched) {
            // What was launched into a worker before the driver noticed its end is lost on the way.
            if (sent instanceof Task task && task.life() == life[task.worker()]) {
                running.add(
                        new Running(now() + Tick.NANOSECOND.seconds(seconds.applyAsDouble(task.part())), now(), task));
            }
        }
    }
}
