package throughline.cluster.rollout;

import java.util.List;
import java.util.Locale;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// A data-parallel group of the reference model or of the trainer: does what it is given, one thing at a time.
final class Worker extends Atomic {
    /// Something to do.
    ///
    /// @param samples of a micro-batch; empty for the optimizer
    record Job(Pool pool, int group, int iteration, List<Sample> samples, long ticks) {}

    final In<Job> jobs = in("jobs", Job.class);
    final Out<Job> done = out("done", Job.class);

    private final Pool pool;
    private final int group;
    private final Log log;
    private Job job;
    private long since;

    Worker(Pool pool, int group, Log log) {
        super(pool.name().toLowerCase(Locale.ROOT) + group);
        this.pool = pool;
        this.group = group;
        this.log = log;
    }

    @Override
    protected long timeAdvance() {
        return job == null ? NEVER : since + job.ticks - now();
    }

    @Override
    protected void output() {
        done.send(job);
    }

    @Override
    protected void internalTransition() {
        String doing = job.samples.isEmpty() ? "optimizer" : pool == Pool.TRAINING ? "train" : "score";
        record(doing);
        job = null;
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Job next : jobs) {
            if (next.pool == pool && next.group == group) {
                record("");
                job = next;
            }
        }
    }

    private void record(String doing) {
        if (now() > since) {
            log.add(pool, group, doing, job == null ? 0 : job.iteration, 0, since, now());
        }
        since = now();
    }
}
