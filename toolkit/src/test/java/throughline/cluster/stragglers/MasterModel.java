package throughline.cluster.stragglers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import throughline.cluster.stragglers.Waiting.Beyond;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Phased;
import throughline.devs.Tick;

/// A master and its workers as they would be in the world: messages go out, results come back, a timer ends the round.
final class MasterModel extends Coupled {
    /// So that sums and multiples of delays are exact.
    static final Tick TICK = new Tick("1/1024 s", 1024);

    private final Master master;

    MasterModel(Rounds work, DelayTrace delays, Waiting waiting) {
        super("cluster");
        master = add(new Master(work, delays, waiting));
        for (int rank = 0; rank < delays.ranks(); rank++) {
            Worker worker = add(new Worker(rank, delays));
            couple(master.begin, worker.begin);
            couple(worker.done, master.done);
        }
    }

    /// When each round ended, in ticks.
    List<Long> ends() {
        return master.ends;
    }

    private record Result(int rank, int round) {}

    private enum Phase {
        BEGIN,
        WAIT,
        MORE,
        END,
        OVER
    }

    /// Sends a round out, hears of results, and sets a timer when the first has come.
    private static final class Master extends Phased<Phase> {
        final Out<Integer> begin = out("begin", Integer.class);
        final In<Result> done = in("done", Result.class);
        final List<Long> ends = new ArrayList<>();
        private final Rounds work;
        private final int ranks;
        private final Waiting waiting;
        private BitSet missing = new BitSet();
        private long began;

        Master(Rounds work, DelayTrace delays, Waiting waiting) {
            super("master", Phase.BEGIN);
            this.work = work;
            this.ranks = delays.ranks();
            this.waiting = waiting;
            holdIn(Phase.BEGIN, 0);
        }

        @Override
        protected void output() {
            if (in(Phase.BEGIN) && !work.idle()) {
                begin.send(ends.size());
            }
        }

        @Override
        protected void internalTransition() {
            switch (phase()) {
                case BEGIN -> begin();
                case WAIT -> timeOut();
                default -> end();
            }
        }

        private void begin() {
            began = now();
            missing = new BitSet();
            if (work.idle()) {
                holdIn(Phase.END, 0);
            } else {
                missing.set(0, ranks);
                passivateIn(Phase.WAIT);
            }
        }

        private void timeOut() {
            if (work.mayMiss(missing)) {
                holdIn(Phase.END, 0);
            } else {
                passivateIn(Phase.MORE);
            }
        }

        private void end() {
            ends.add(now());
            work.finish(missing);
            if (ends.size() < work.rounds()) {
                holdIn(Phase.BEGIN, 0);
            } else {
                passivateIn(Phase.OVER);
            }
        }

        @Override
        protected void externalTransition(long elapsed) {
            resume(elapsed);
            boolean first = missing.cardinality() == ranks;
            for (Result result : done) {
                if (result.round() == ends.size()) {
                    missing.clear(result.rank());
                }
            }
            boolean enough =
                    missing.isEmpty() || in(Phase.MORE) && waiting.beyond() == Beyond.FEWEST && work.mayMiss(missing);
            if (enough && (in(Phase.WAIT) || in(Phase.MORE))) {
                holdIn(Phase.END, 0);
            } else if (first && in(Phase.WAIT)) {
                holdIn(Phase.WAIT, Math.round(waiting.slack() * (now() - began)));
            }
        }

        /// A result that comes as the time runs out is not late.
        @Override
        protected void confluentTransition() {
            boolean waits = in(Phase.WAIT);
            externalTransition(sigma());
            if (waits && in(Phase.WAIT)) {
                timeOut();
            }
        }
    }

    /// Works on the round it is sent, and drops it when the next comes.
    private static final class Worker extends Phased<Boolean> {
        final In<Integer> begin = in("begin", Integer.class);
        final Out<Result> done = out("done", Result.class);
        private final int rank;
        private final DelayTrace delays;
        private int round;

        Worker(int rank, DelayTrace delays) {
            super("worker " + rank, false);
            this.rank = rank;
            this.delays = delays;
        }

        @Override
        protected void output() {
            done.send(new Result(rank, round));
        }

        @Override
        protected void internalTransition() {
            passivateIn(false);
        }

        @Override
        protected void externalTransition(long elapsed) {
            round = begin.value(0);
            holdIn(true, TICK.seconds(delays.round(round)[rank]));
        }
    }
}
