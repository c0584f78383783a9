package throughline.cluster.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import throughline.cluster.rollout.Instance.Finished;
import throughline.cluster.rollout.Worker.Job;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// The queue between the stages. It gives a micro-batch to every group that is idle, as soon as there is a full one, or
/// the last of its iteration; to the trainer only of the iteration whose turn it is, and of prompts all of
/// whose samples are scored, since an advantage compares them.
final class MicroBatches extends Atomic {
    /// An iteration on its way.
    private static final class Batch {
        final Deque<Sample> unscored = new ArrayDeque<>();
        final Deque<Sample> untrained = new ArrayDeque<>();
        final List<List<Sample>> scored = new ArrayList<>();
        int finished;
        int givenToScore;
        int scoredInAll;
        int givenToTrain;
        int trained;

        Batch(int prompts) {
            for (int i = 0; i < prompts; i++) {
                scored.add(new ArrayList<>());
            }
        }
    }

    final In<Finished> finished = in("finished", Finished.class);
    final In<Job> done = in("done", Job.class);
    final Out<Job> jobs = out("jobs", Job.class);
    final Out<Integer> updated = out("updated", Integer.class);

    private final RolloutSpec spec;
    private final List<Batch> batches = new ArrayList<>();
    private final boolean[][] busy;
    private final List<Job> due = new ArrayList<>();
    private final List<Long> updates = new ArrayList<>();
    /// Updates made, which is the version of the trainer's weights.
    private int version;
    /// Groups that are through with the optimizer; below 0 while the iteration is not trained.
    private int optimized = -1;

    private int pushed;

    MicroBatches(RolloutSpec spec) {
        super("queue");
        this.spec = spec;
        busy = new boolean[Pool.values().length][spec.groups()];
    }

    /// When each update was through.
    List<Long> updates() {
        return updates;
    }

    @Override
    protected long timeAdvance() {
        return due.isEmpty() && pushed == version ? NEVER : 0;
    }

    @Override
    protected void output() {
        due.forEach(jobs::send);
        if (pushed < version && version < spec.iterations()) {
            updated.send(version);
        }
    }

    @Override
    protected void internalTransition() {
        due.clear();
        pushed = version;
    }

    @Override
    protected void externalTransition(long elapsed) {
        List<Sample> arrived = new ArrayList<>();
        finished.forEach(message -> arrived.addAll(message.samples()));
        arrived.sort(Comparator.comparingInt(sample -> sample.id));
        for (Sample sample : arrived) {
            Batch batch = batch(sample.iteration);
            batch.finished++;
            batch.unscored.add(sample);
        }
        List<Job> ended = new ArrayList<>();
        done.forEach(ended::add);
        ended.sort(Comparator.comparing(Job::pool).thenComparingInt(Job::group));
        ended.forEach(this::end);
        for (int group = 0; group < spec.groups(); group++) {
            score(group);
            train(group);
        }
    }

    private Batch batch(int iteration) {
        while (batches.size() <= iteration) {
            batches.add(new Batch(spec.prompts()));
        }
        return batches.get(iteration);
    }

    private void end(Job job) {
        busy[job.pool().ordinal()][job.group()] = false;
        Batch batch = batch(job.iteration());
        if (job.samples().isEmpty()) {
            if (++optimized == spec.groups()) {
                version++;
                optimized = -1;
                updates.add(now());
            }
            return;
        }
        for (Sample sample : job.samples()) {
            if (job.pool() == Pool.TRAINING) {
                sample.trained = now();
                batch.trained++;
            } else {
                sample.referenced = now();
                batch.scoredInAll++;
                List<Sample> prompt = batch.scored.get(sample.prompt);
                prompt.add(sample);
                if (prompt.size() == spec.samples()) {
                    batch.untrained.addAll(prompt);
                }
            }
        }
    }

    private void score(int group) {
        if (busy[Pool.REFERENCE.ordinal()][group]) {
            return;
        }
        for (int iteration = version; iteration < batches.size(); iteration++) {
            Batch batch = batches.get(iteration);
            boolean open = !spec.mode().wholeIterations() || batch.finished == spec.batch();
            int count = open ? micro(batch.unscored, batch.givenToScore) : 0;
            if (count > 0) {
                batch.givenToScore += count;
                give(Pool.REFERENCE, group, iteration, take(batch.unscored, count));
                return;
            }
        }
    }

    private void train(int group) {
        if (busy[Pool.TRAINING.ordinal()][group] || version >= batches.size()) {
            return;
        }
        Batch batch = batches.get(version);
        if (batch.trained == spec.batch()) {
            optimize();
            return;
        }
        boolean open = !spec.mode().wholeIterations() || batch.scoredInAll == spec.batch();
        int count = open ? micro(batch.untrained, batch.givenToTrain) : 0;
        if (count > 0) {
            batch.givenToTrain += count;
            List<Sample> samples = take(batch.untrained, count);
            samples.forEach(sample -> sample.trainedAt = version);
            give(Pool.TRAINING, group, version, samples);
        }
    }

    private void optimize() {
        if (optimized < 0) {
            optimized = 0;
            for (int group = 0; group < spec.groups(); group++) {
                give(Pool.TRAINING, group, version, List.of());
            }
        }
    }

    /// How many make a micro-batch now; 0 when none does.
    private int micro(Deque<Sample> ready, int given) {
        int wanted = Math.min(spec.microBatch(), spec.batch() - given);
        return ready.size() >= wanted ? wanted : 0;
    }

    private static List<Sample> take(Deque<Sample> from, int count) {
        List<Sample> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(from.removeFirst());
        }
        return List.copyOf(taken);
    }

    private void give(Pool pool, int group, int iteration, List<Sample> samples) {
        busy[pool.ordinal()][group] = true;
        long tokens = samples.stream().mapToLong(sample -> sample.tokens).sum();
        double seconds = samples.isEmpty()
                ? spec.optimizer()
                : pool == Pool.TRAINING ? spec.trainingSeconds(tokens) : spec.referenceSeconds(tokens);
        due.add(new Job(pool, group, iteration, samples, Tick.NANOSECOND.seconds(seconds)));
    }
}
