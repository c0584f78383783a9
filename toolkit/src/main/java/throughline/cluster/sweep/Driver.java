package throughline.cluster.sweep;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// The driver: one thread that launches tasks and takes receipts; a receipt's slot is filled before the next receipt is
/// taken, as Spark's scheduler makes an offer of each slot that it hears of.
final class Driver extends Atomic {
    private static final int DOWN = -1;

    final In<Sent> ready = in("ready", Sent.class);
    final In<Life> noticed = in("noticed", Life.class);
    final In<Task> written = in("written", Task.class);
    final Out<Task> launch = out("launch", Task.class);

    private final SweepSetup setup;
    private final long each;
    private final Deque<Task> receipts = new ArrayDeque<>();
    private final Deque<Task> free = new ArrayDeque<>();
    private final Deque<Integer> again = new ArrayDeque<>();
    private final Set<Task> out = new LinkedHashSet<>();
    private final BitSet done = new BitSet();
    /// Of each worker that is up, in its how-manieth life; of others [#DOWN].
    private final int[] life;
    private int next;
    private boolean launching;
    private long ends = NEVER;
    private long busy;
    private long repeated;
    private long finished = NEVER;

    Driver(SweepSetup setup) {
        super("driver");
        this.setup = setup;
        // Half of the work is to launch a task, the other half to take its receipt.
        each = Tick.NANOSECOND.seconds(setup.driver() / 2);
        life = new int[setup.workers()];
        Arrays.fill(life, DOWN);
    }

    /// Whether all parts are there.
    boolean over() {
        return finished != NEVER;
    }

    /// The instant at which the last receipt was taken.
    long finished() {
        return finished;
    }

    /// Parts that have their receipt.
    int done() {
        return done.cardinality();
    }

    /// Seconds of work.
    double busy() {
        return Tick.NANOSECOND.toSeconds(busy);
    }

    /// Launches beyond the first of a part.
    long repeated() {
        return repeated;
    }

    @Override
    protected long timeAdvance() {
        return ends == NEVER ? NEVER : ends - now();
    }

    @Override
    protected void output() {
        if (launching) {
            launch.send(nextTask());
        }
    }

    /// What the launch under way will send.
    private Task nextTask() {
        Task slot = free.peek();
        int part = again.isEmpty() ? next : again.peek();
        return new Task(part, slot.worker(), slot.life());
    }

    @Override
    protected void internalTransition() {
        busy += each;
        if (launching) {
            Task task = nextTask();
            free.poll();
            if (again.isEmpty()) {
                next++;
            } else {
                again.poll();
                repeated++;
            }
            out.add(task);
        } else {
            take(receipts.poll());
        }
        begin();
    }

    private void take(Task receipt) {
        if (!out.remove(receipt)) {
            return;
        }
        done.set(receipt.part());
        if (life[receipt.worker()] == receipt.life()) {
            free.add(receipt);
        }
        if (done.cardinality() == setup.parts()) {
            finished = now();
        }
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Task receipt : written) {
            receipts.add(receipt);
        }
        for (Life gone : noticed) {
            forget(gone);
        }
        for (Sent there : ready) {
            if (there instanceof Life worker) {
                welcome(worker);
            }
        }
        if (ends == NEVER) {
            begin();
        }
    }

    /// A worker that has its class path offers its slots.
    private void welcome(Life here) {
        life[here.worker()] = here.life();
        for (int slot = 0; slot < setup.slots(); slot++) {
            free.add(new Task(-1, here.worker(), here.life()));
        }
    }

    /// What a lost worker had under way is to be made again, but for parts whose receipts are here already.
    private void forget(Life gone) {
        boolean interrupted = launching && ends != NEVER && free.peek().worker() == gone.worker();
        free.removeIf(slot -> slot.worker() == gone.worker());
        life[gone.worker()] = DOWN;
        out.removeIf(task -> {
            boolean its = task.worker() == gone.worker() && !receipts.contains(task);
            if (its) {
                again.add(task.part());
            }
            return its;
        });
        if (interrupted) {
            ends = NEVER;
        }
    }

    private void begin() {
        launching = !free.isEmpty() && (next < setup.parts() || !again.isEmpty());
        ends = !over() && (launching || !receipts.isEmpty()) ? now() + each : NEVER;
    }
}
