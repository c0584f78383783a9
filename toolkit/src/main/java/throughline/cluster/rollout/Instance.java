package throughline.cluster.rollout;

import java.util.ArrayList;
import java.util.List;
import throughline.cluster.rollout.PromptSource.Assignment;
import throughline.cluster.rollout.PromptSource.Report;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// An instance that generates with continuous batching. All responses under way get one token in each step; a
/// step takes longer the more there are. Responses join and leave at the border of a step, and so do new
/// weights: the instance stands still while it swaps them in, and goes on with the responses it had begun with
/// older ones.
///
/// Between two changes all steps are alike, so one event stands for as many of them as lie between.
final class Instance extends Atomic {
    private enum Phase {
        IDLE,
        STEPS,
        SWAP
    }

    /// A response under way, and the steps it still takes.
    private static final class Active {
        final Sample sample;
        long left;

        Active(Sample sample) {
            this.sample = sample;
            left = sample.tokens;
        }
    }

    /// Responses that are finished.
    record Finished(List<Sample> samples) {}

    final In<Assignment> assignments = in("assignments", Assignment.class);
    final In<Integer> weights = in("weights", Integer.class);
    final Out<Finished> finished = out("finished", Finished.class);
    final Out<Report> reports = out("reports", Report.class);

    private final RolloutSpec spec;
    private final int number;
    private final List<Active> active = new ArrayList<>();
    private final List<Sample> waiting = new ArrayList<>();
    private final Log log;
    private Phase phase = Phase.IDLE;
    private int version;
    private int arrived;
    private int swapping;
    private long since;
    private long stepTicks;
    private long steps;
    private long ends = NEVER;

    Instance(RolloutSpec spec, int number, Log log) {
        super("instance" + number);
        this.spec = spec;
        this.number = number;
        this.log = log;
    }

    @Override
    protected long timeAdvance() {
        return ends == NEVER ? NEVER : ends - now();
    }

    @Override
    protected void output() {
        if (phase == Phase.SWAP) {
            reports.send(new Report(number, 0, swapping));
            return;
        }
        List<Sample> ready = new ArrayList<>();
        for (Active response : active) {
            if (response.left == steps) {
                ready.add(response.sample);
            }
        }
        if (!ready.isEmpty()) {
            finished.send(new Finished(ready));
            reports.send(new Report(number, ready.size(), version));
        }
    }

    @Override
    protected void internalTransition() {
        leave();
        begin();
    }

    @Override
    protected void externalTransition(long elapsed) {
        receive();
        if (phase == Phase.IDLE || phase == Phase.STEPS && now() == since) {
            begin();
        } else if (phase == Phase.STEPS) {
            steps = Math.min(steps, Math.ceilDiv(now() - since, stepTicks));
            ends = since + steps * stepTicks;
        }
    }

    @Override
    protected void confluentTransition() {
        leave();
        receive();
        begin();
    }

    private void receive() {
        for (Assignment assignment : assignments) {
            waiting.addAll(assignment.samples());
        }
        for (int next : weights) {
            arrived = Math.max(arrived, next);
        }
    }

    /// The steps, or the swap, are through.
    private void leave() {
        if (phase == Phase.SWAP) {
            version = swapping;
        } else if (phase == Phase.STEPS) {
            for (Active response : active) {
                response.left -= steps;
                if (response.left == 0) {
                    response.sample.finished = now();
                }
            }
        }
        record();
        active.removeIf(response -> response.left == 0);
        phase = Phase.IDLE;
    }

    private void begin() {
        if (phase == Phase.IDLE) {
            record();
        }
        since = now();
        if (arrived > version) {
            phase = Phase.SWAP;
            swapping = arrived;
            ends = now() + Tick.NANOSECOND.seconds(spec.swapSeconds());
            return;
        }
        for (Sample sample : waiting) {
            sample.instance = number;
            sample.version = version;
            sample.started = now();
            active.add(new Active(sample));
        }
        waiting.clear();
        phase = active.isEmpty() ? Phase.IDLE : Phase.STEPS;
        stepTicks = Tick.NANOSECOND.seconds(1e-3 * (spec.step() + active.size() * spec.stepOfSequence()));
        steps = shortest();
        ends = phase == Phase.IDLE ? NEVER : now() + steps * stepTicks;
    }

    private long shortest() {
        long least = active.isEmpty() ? 0 : Long.MAX_VALUE;
        for (Active response : active) {
            least = Math.min(least, response.left);
        }
        return least;
    }

    private int newest() {
        int newest = 0;
        for (Active response : active) {
            newest = Math.max(newest, response.sample.iteration);
        }
        return newest;
    }

    private void record() {
        if (now() > since) {
            String doing = phase == Phase.STEPS ? "generate" : phase == Phase.SWAP ? "swap" : "";
            int newest = active.isEmpty() ? version : newest();
            int under = phase == Phase.STEPS ? active.size() : 0;
            log.add(Pool.ROLLOUT, number, doing, newest, under, since, now());
            since = now();
        }
    }
}
