package throughline.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// Other people's jobs on nodes beside the training job's: first come, first served, several to a node where they are
/// small. A job of more than a node takes whole nodes; one that no nodes could hold is cut to what works.
final class Tenants extends Atomic {
    final In<Fault> struck = in("struck", Fault.class);
    final In<Integer> repaired = in("repaired", Integer.class);
    final Out<Placed> ended = out("ended", Placed.class);

    /// A job that has run.
    ///
    /// @param number in the order of submission, from 0
    /// @param job    as it was submitted
    /// @param start  instant, ns
    /// @param end    instant, ns
    /// @param failed whether a node broke under it
    record Placed(int number, BackgroundJob job, long start, long end, boolean failed) {}

    private static final class Running {
        private final int number;
        private final BackgroundJob job;
        private final long start;
        private final List<Integer> gpus;
        private long end;
        private boolean failed;

        Running(int number, BackgroundJob job, long start, List<Integer> gpus) {
            this.number = number;
            this.job = job;
            this.start = start;
            this.gpus = gpus;
            end = start + job.lasts();
        }
    }

    private final int first;
    private final int perNode;
    private final Iterator<BackgroundJob> jobs;
    private final double[] levels;
    private final boolean[] taken;
    private final boolean[] down;
    private final Deque<Running> waiting = new ArrayDeque<>();
    private final PriorityQueue<Running> running = new PriorityQueue<>(
            Comparator.<Running>comparingLong(one -> one.end).thenComparingInt(one -> one.number));
    private BackgroundJob next;
    private int submitted;

    /// @param first   the first of the nodes, which have the numbers that follow
    /// @param nodes   how many, 1 or more
    /// @param perNode GPUs of a node
    Tenants(String name, int first, int nodes, int perNode, Iterator<BackgroundJob> jobs) {
        super(name);
        this.first = first;
        this.perNode = perNode;
        this.jobs = jobs;
        levels = new double[nodes * perNode];
        taken = new boolean[nodes * perNode];
        down = new boolean[nodes];
        next = jobs.hasNext() ? jobs.next() : null;
    }

    /// Power of a GPU beyond idle, 0 to 1; the mean of the node's where it is [Fault#WHOLE].
    double level(int node, int gpu) {
        int from = (node - first) * perNode;
        if (gpu != Fault.WHOLE) {
            return levels[from + gpu];
        }
        double sum = 0;
        for (int g = 0; g < perNode; g++) {
            sum += levels[from + g];
        }
        return sum / perNode;
    }

    @Override
    protected long timeAdvance() {
        long arrival = next == null ? NEVER : next.submit() - now();
        long end = running.isEmpty() ? NEVER : running.peek().end - now();
        return Math.max(0, Math.min(arrival, end));
    }

    @Override
    protected void output() {
        for (Running one : running) {
            if (one.end <= now()) {
                ended.send(new Placed(one.number, one.job, one.start, one.end, one.failed));
            }
        }
    }

    @Override
    protected void internalTransition() {
        while (!running.isEmpty() && running.peek().end <= now()) {
            running.poll().gpus.forEach(gpu -> {
                taken[gpu] = false;
                levels[gpu] = 0;
            });
        }
        while (next != null && next.submit() <= now()) {
            waiting.add(new Running(submitted++, next, 0, List.of()));
            next = jobs.hasNext() ? jobs.next() : null;
        }
        place();
    }

    /// What runs on a node that breaks ends there, and nothing begins there until it is repaired.
    @Override
    protected void externalTransition(long elapsed) {
        for (Fault fault : struck) {
            if (fault.node() >= first && (fault.effect() == Effect.CRASH || fault.effect() == Effect.HANG)) {
                fail(fault.node() - first);
                down[fault.node() - first] |= fault.fatal();
            }
        }
        for (int node : repaired) {
            if (node >= first) {
                down[node - first] = false;
                place();
            }
        }
    }

    private void fail(int node) {
        List<Running> hit = running.stream()
                .filter(one -> one.gpus.stream().anyMatch(gpu -> gpu / perNode == node))
                .toList();
        running.removeAll(hit);
        for (Running one : hit) {
            one.end = now();
            one.failed = true;
        }
        running.addAll(hit);
    }

    private void place() {
        while (!waiting.isEmpty()) {
            List<Integer> gpus = free(Math.min(waiting.peek().job.gpus(), up()));
            if (gpus.isEmpty()) {
                return;
            }
            Running head = waiting.poll();
            gpus.forEach(gpu -> {
                taken[gpu] = true;
                levels[gpu] = head.job.level();
            });
            running.add(new Running(head.number, head.job, now(), gpus));
        }
    }

    /// GPUs of nodes that are not being repaired.
    private int up() {
        int nodes = 0;
        for (boolean one : down) {
            nodes += one ? 0 : 1;
        }
        return nodes * perNode;
    }

    /// GPUs for a job; none when there are not enough.
    private List<Integer> free(int wanted) {
        List<Integer> found = new ArrayList<>();
        int nodes = (wanted + perNode - 1) / perNode;
        int each = nodes > 1 ? perNode : wanted;
        for (int node = 0; node < down.length && found.size() < nodes * each; node++) {
            List<Integer> here = new ArrayList<>();
            for (int gpu = node * perNode; !down[node] && gpu < (node + 1) * perNode && here.size() < each; gpu++) {
                if (!taken[gpu]) {
                    here.add(gpu);
                }
            }
            if (here.size() == each) {
                found.addAll(here);
            }
        }
        return found.size() == nodes * each ? found : List.of();
    }

    /// Share of the GPUs that are taken.
    double use() {
        int used = 0;
        for (boolean one : taken) {
            used += one ? 1 : 0;
        }
        return (double) used / taken.length;
    }
}
