package throughline.parallel.coding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Mini-task m of job t runs in round t + m: a chunk of the worker's own, then once more what did not come, then, where
/// nothing is missing, the coded value of a group.
final class MultiplexedCourse implements Course {
    private final Multiplexed scheme;
    private final int own;
    private final int minis;
    private final List<Job> jobs = new ArrayList<>();
    private final int rounds;
    private final List<BitSet> past = new ArrayList<>();

    /// What has come of a job.
    private static final class Job {
        /// Chunks that were sent as they are.
        final BitSet plain = new BitSet();
        /// A group's senders.
        final List<BitSet> coded = new ArrayList<>();
    }

    MultiplexedCourse(Multiplexed scheme, int count) {
        this.scheme = scheme;
        own = scheme.window() - 1;
        minis = own + scheme.burst();
        rounds = count + scheme.delay();
        for (int job = 0; job < count; job++) {
            Job state = new Job();
            for (int group = 0; group < scheme.groups(); group++) {
                state.coded.add(new BitSet(scheme.workers()));
            }
            jobs.add(state);
        }
    }

    @Override
    public int round() {
        return past.size();
    }

    @Override
    public int rounds() {
        return rounds;
    }

    @Override
    public List<Task> tasks(int worker) {
        List<Task> tasks = new ArrayList<>(minis);
        for (int mini = 0; mini < minis; mini++) {
            int job = round() - mini;
            if (job >= 0 && job < jobs.size()) {
                int chunk = chunk(jobs.get(job), mini, worker);
                if (chunk >= 0) {
                    tasks.add(new Task.Plain(job, chunk));
                } else if (mini - own < scheme.groups()) {
                    tasks.add(new Task.Coded(job, mini - own));
                }
            }
        }
        return tasks;
    }

    /// The chunk of a worker's mini-task, -1 where it is not a chunk sent as it is.
    private int chunk(Job job, int mini, int worker) {
        if (mini < own) {
            return mini * scheme.workers() + worker;
        }
        for (int m = 0; m < own; m++) {
            int chunk = m * scheme.workers() + worker;
            if (!job.plain.get(chunk)) {
                return chunk;
            }
        }
        return -1;
    }

    @Override
    public boolean idle() {
        return false;
    }

    @Override
    public boolean mayMiss(BitSet late) {
        return scheme.pattern().continues(past, late);
    }

    @Override
    public void finish(BitSet missed) {
        for (int mini = 0; mini < minis; mini++) {
            int number = round() - mini;
            if (number >= 0 && number < jobs.size()) {
                Job job = jobs.get(number);
                for (int worker = missed.nextClearBit(0); worker < scheme.workers(); ) {
                    arrive(job, mini, worker);
                    worker = missed.nextClearBit(worker + 1);
                }
            }
        }
        past.add((BitSet) missed.clone());
    }

    private void arrive(Job job, int mini, int worker) {
        int chunk = chunk(job, mini, worker);
        if (chunk >= 0) {
            job.plain.set(chunk);
        } else if (mini - own < scheme.groups()) {
            job.coded.get(mini - own).set(worker);
        }
    }

    @Override
    public boolean done(int number) {
        Job job = jobs.get(number);
        return job.plain.cardinality() == own * scheme.workers()
                && job.coded.stream().allMatch(group -> group.cardinality() >= scheme.workers() - scheme.lambda());
    }
}
