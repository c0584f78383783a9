package throughline.cluster.traces;

import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import throughline.cluster.traces.JobMix.Submission;
import throughline.random.Stream;

/// The jobs of a mix, in order. Groups come at the highest rate of the day, and are left out as often as the hour
/// demands (Lewis and Shedler, 1979).
final class Submissions implements Iterator<Submission> {
    private record Ready(Submission job, long number) {}

    private final JobMix mix;
    private final Stream stream;
    private final PriorityQueue<Ready> waiting = new PriorityQueue<>(
            Comparator.comparingLong((Ready ready) -> ready.job.at()).thenComparingLong(Ready::number));
    private double group;
    private long number;

    Submissions(JobMix mix, Stream stream) {
        this.mix = mix;
        this.stream = stream;
        group = after(0);
    }

    private double after(double second) {
        double most = 1 + mix.rhythm().swing();
        double at = second;
        do {
            at += stream.exponential(1 / (mix.groupsASecond() * most));
        } while (stream.uniform() * most >= mix.rhythm().at(at));
        return at;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Submission next() {
        while (waiting.isEmpty() || waiting.peek().job.at() >= Math.floor(group * 1e9)) {
            submit();
            group = after(group);
        }
        return waiting.poll().job;
    }

    /// The jobs of a group that is there.
    private void submit() {
        int gpus = mix.sizes().sample(stream);
        double at = group;
        do {
            waiting.add(new Ready(mix.draw(at, gpus, stream), number++));
            at += stream.exponential(mix.rhythm().within());
        } while (stream.uniform() >= 1 / mix.rhythm().together());
    }
}
