package throughline.papers.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Phased;
import throughline.devs.Simulation;

/// The closed forms of these papers, run as events.
final class Events {
    private Events() {}

    private enum Phase {
        IDLE,
        BUSY
    }

    /// Serves jobs one at a time, first come first served, each for as long.
    private static final class Server extends Phased<Phase> {
        final In<Integer> in = in("in", Integer.class);
        final Out<Integer> out = out("out", Integer.class);
        private final long service;
        private final Deque<Integer> waiting = new ArrayDeque<>();

        /// @param jobs that wait from the start
        Server(String name, long service, int jobs) {
            super(name, Phase.IDLE);
            this.service = service;
            for (int job = 0; job < jobs; job++) {
                waiting.add(job);
            }
            begin();
        }

        @Override
        protected void output() {
            out.send(waiting.peek());
        }

        @Override
        protected void internalTransition() {
            waiting.remove();
            begin();
        }

        @Override
        protected void externalTransition(long elapsed) {
            boolean idle = waiting.isEmpty();
            in.forEach(waiting::add);
            if (idle) {
                begin();
            } else {
                resume(elapsed);
            }
        }

        private void begin() {
            if (waiting.isEmpty()) {
                passivateIn(Phase.IDLE);
            } else {
                holdIn(Phase.BUSY, service);
            }
        }
    }

    /// When the last of some jobs has left stages with links between them; all come at time 0.
    static long row(int stages, int jobs, long stage, long link) {
        Coupled row = new Coupled("row");
        List<Server> servers = new ArrayList<>();
        for (int s = 0; s < 2 * stages - 1; s++) {
            servers.add(row.add(new Server("server-" + s, s % 2 == 0 ? stage : link, s == 0 ? jobs : 0)));
        }
        for (int s = 1; s < servers.size(); s++) {
            row.couple(servers.get(s - 1).out, servers.get(s).in);
        }
        Simulation simulation = new Simulation(row);
        long[] last = {0};
        simulation.observe(servers.getLast().out, (time, _) -> last[0] = time);
        simulation.runUntil(Long.MAX_VALUE - 1);
        return last[0];
    }

    /// Works through rounds; the end of each but the first waits for what was sent at the end of the one before.
    private static final class Worker extends Phased<Phase> {
        final In<Integer> arrived = in("arrived", Integer.class);
        final Out<Integer> sent = out("sent", Integer.class);
        private final long steps;
        private boolean stepsDone;
        private boolean exchangeHere = true;

        Worker(long steps) {
            super("worker", Phase.BUSY);
            this.steps = steps;
            holdIn(Phase.BUSY, steps);
        }

        @Override
        protected void output() {
            if (ready()) {
                sent.send(1);
            }
        }

        /// Whether the event under way ends a round.
        private boolean ready() {
            return stepsDone && exchangeHere;
        }

        @Override
        protected void internalTransition() {
            if (ready()) {
                stepsDone = false;
                exchangeHere = false;
                holdIn(Phase.BUSY, steps);
            } else {
                stepsDone = true;
                waitOrEnd();
            }
        }

        @Override
        protected void externalTransition(long elapsed) {
            exchangeHere = true;
            if (stepsDone) {
                waitOrEnd();
            } else {
                resume(elapsed);
            }
        }

        private void waitOrEnd() {
            if (ready()) {
                holdIn(Phase.BUSY, 0);
            } else {
                passivateIn(Phase.IDLE);
            }
        }
    }

    /// When each round ends whose exchange goes on during the next.
    static long[] overlapped(long steps, long exchange, int rounds) {
        Coupled job = new Coupled("job");
        Worker worker = job.add(new Worker(steps));
        Server network = job.add(new Server("network", exchange, 0));
        job.couple(worker.sent, network.in);
        job.couple(network.out, worker.arrived);
        Simulation simulation = new Simulation(job);
        List<Long> ends = new ArrayList<>();
        simulation.observe(worker.sent, (time, _) -> ends.add(time));
        simulation.runWhileNot(() -> ends.size() >= rounds);
        return ends.stream().mapToLong(end -> end).toArray();
    }
}
