package throughline.cluster;

import java.util.Arrays;
import throughline.cluster.ClusterSpec.Detail;
import throughline.data.Trace;
import throughline.devs.Tick;
import throughline.random.Stream;

/// Rows of steps and of exchanges.
final class StepTables {
    private static final Tick TICK = Tick.NANOSECOND;
    private static final double GIGABIT = 1e9 / 8;

    private final int run;
    private final ClusterModel model;
    private final Trace steps;
    private final Trace collectives;
    private final Stream noise;
    private final double parameters;
    private final boolean each;
    private final double[] groups;
    private final double[] stages;
    private StepRecord last;
    private double stall;

    StepTables(int run, ClusterModel model, Trace steps, Trace collectives, Stream noise) {
        this.run = run;
        this.model = model;
        this.steps = steps;
        this.collectives = collectives;
        this.noise = noise;
        parameters = model.spec().shape().parameters();
        each = model.spec().detail() == Detail.RANK;
        groups = new double[each ? model.ranks().data() * model.ranks().pipeline() : 0];
        stages = new double[each ? model.ranks().data() : 0];
    }

    /// A step is written when the next one ends, as a checkpoint may follow it.
    void step(StepRecord step) {
        flush();
        last = step;
        if (each) {
            exchanges(step);
        } else {
            slowest(step);
        }
    }

    void saved(SaveRecord save) {
        stall = TICK.toSeconds(save.stalled());
    }

    void flush() {
        if (last == null) {
            return;
        }
        StepParts parts = model.parts();
        double seconds = TICK.toSeconds(last.end() - last.start());
        int c = 0;
        steps.set(c++, run);
        steps.set(c++, last.step());
        steps.set(c++, last.attempt());
        steps.set(c++, TICK.toSeconds(last.start()));
        steps.set(c++, TICK.toSeconds(last.end()));
        steps.set(c++, model.sensors().loss().at(parameters, parts.tokens() * (last.step() + 1), last.sound(), noise));
        steps.set(c++, (long) parts.tokens());
        steps.set(c++, parts.flops() / model.ranks().count() / seconds / 1e12);
        steps.set(c++, 1e3 * last.compute());
        steps.set(c++, 1e3 * last.exposed());
        steps.set(c++, 1e3 * stall);
        steps.set(c, last.slowest());
        steps.next();
        last = null;
        stall = 0;
    }

    /// The exchange of the replicas, as the rank saw it that everybody waited for.
    private void slowest(StepRecord step) {
        Ranks ranks = model.ranks();
        int rank = step.slowest();
        int group = rank % ranks.tensor() + ranks.tensor() * ranks.stage(rank);
        row(step, group, "data", model.parts().replicaBytes(), rank, exchanged(step), 0, ended(step), bus(step));
    }

    /// When the slowest replica has computed.
    private double exchanged(StepRecord step) {
        return TICK.toSeconds(step.start()) + step.compute();
    }

    private double ended(StepRecord step) {
        return TICK.toSeconds(step.end()) - step.update();
    }

    /// Of the replicas' exchange, waiting for links in it.
    private double bus(StepRecord step) {
        StepParts parts = model.parts();
        double beside = parts.exchange() - parts.exposed(1);
        double seconds = Math.max(parts.exchange() / step.rate(), beside + step.exposed());
        // Scattered, then gathered: each byte goes round the ring once.
        return bus(parts.replicaBytes() / 2, model.ranks().data(), seconds);
    }

    private static double bus(double bytes, int ranks, double seconds) {
        return ranks == 1 || seconds == 0 ? 0 : 2.0 * (ranks - 1) / ranks * bytes / seconds / GIGABIT;
    }

    private void exchanges(StepRecord step) {
        Ranks ranks = model.ranks();
        Pace pace = model.job().pace();
        StepParts parts = model.parts();
        together(ranks, pace);
        double begin = TICK.toSeconds(step.start());
        double tensorBus = bus(parts.layerBytes(), ranks.tensor(), parts.layers());
        double worst = pace.share();
        for (int rank = 0; rank < ranks.count(); rank++) {
            int replica = ranks.replica(rank);
            int group = rank / ranks.tensor();
            double own = pace.own(rank);
            if (ranks.tensor() > 1) {
                double launch = begin + own * parts.work();
                double wait = (groups[group] - own) * parts.work();
                row(
                        step,
                        group,
                        "tensor",
                        parts.layerBytes(),
                        rank,
                        launch,
                        wait,
                        launch + wait + parts.layers(),
                        tensorBus);
            }
            if (ranks.pipeline() > 1) {
                double launch = begin + groups[group] * parts.work();
                double wait = (stages[replica] - groups[group]) * parts.work();
                double sent = parts.boundary() == 0 ? 0 : parts.stageBytes() / parts.boundary() / GIGABIT;
                row(
                        step,
                        replica,
                        "pipeline",
                        parts.stageBytes(),
                        rank,
                        launch,
                        wait,
                        launch + wait + parts.boundary(),
                        sent);
            }
            if (ranks.data() > 1) {
                double wait = (worst - pace.replica(replica)) * parts.work();
                int of = rank % ranks.tensor() + ranks.tensor() * ranks.stage(rank);
                row(step, of, "data", parts.replicaBytes(), rank, exchanged(step) - wait, wait, ended(step), bus(step));
            }
        }
    }

    /// The exchange of replicas that the job hangs in: whoever is to blame has not come to it, unless the network is.
    void hung(Strike strike) {
        StepRecord step = model.job().underWay();
        if (!each || step == null) {
            return;
        }
        Ranks ranks = model.ranks();
        Pace pace = model.job().pace();
        boolean network = strike.fault().category().matches(".*(nccl|network|nic|link).*");
        for (int rank = 0; rank < ranks.count(); rank++) {
            boolean missing = !network
                    && ranks.position(rank) == strike.position()
                    && (strike.fault().unit() == Fault.WHOLE || strike.fault().unit() == rank % ranks.perNode());
            double wait = (pace.share() - pace.replica(ranks.replica(rank)))
                    * model.parts().work();
            int of = rank % ranks.tensor() + ranks.tensor() * ranks.stage(rank);
            double launch = missing ? Double.NaN : exchanged(step) - wait;
            row(step, of, "data", model.parts().replicaBytes(), rank, launch, 0, Double.NaN, 0);
        }
    }

    /// The slowest of each group that splits a layer, and of each replica.
    private void together(Ranks ranks, Pace pace) {
        Arrays.fill(groups, 0);
        Arrays.fill(stages, 0);
        for (int rank = 0; rank < ranks.count(); rank++) {
            int group = rank / ranks.tensor();
            groups[group] = Math.max(groups[group], pace.own(rank));
        }
        for (int group = 0; group < groups.length; group++) {
            int replica = group % ranks.data();
            stages[replica] = Math.max(stages[replica], groups[group]);
        }
    }

    private void row(
            StepRecord step,
            int group,
            String op,
            double bytes,
            int rank,
            double launch,
            double wait,
            double end,
            double bus) {
        int c = 0;
        collectives.set(c++, run);
        collectives.set(c++, TICK.toSeconds(step.end()));
        collectives.set(c++, group);
        collectives.set(c++, op);
        collectives.set(c++, (long) bytes);
        collectives.set(c++, rank);
        collectives.set(c++, launch);
        collectives.set(c++, Math.round(1e6 * wait));
        collectives.set(c++, end);
        collectives.set(c, bus);
        collectives.next();
    }
}
