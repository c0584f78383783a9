package throughline.cluster.faults;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import throughline.cluster.Fault;
import throughline.random.Stream;
import throughline.random.Streams;

/// The faults of all clocks of a cluster, in order. The clocks of nodes show a time that runs as fast as the
/// [Environment] says; repeats, and the clocks of the job, go by the days.
final class Superposition implements Iterator<Fault> {
    private record Next(double at, NodeClocks clocks) {}

    private record Again(double day, Fault fault, Category category, Stream stream) {}

    private final PriorityQueue<Next> nodes =
            new PriorityQueue<>(Comparator.comparingDouble(Next::at).thenComparingInt(next -> next.clocks.node()));
    private final PriorityQueue<Again> repeats =
            new PriorityQueue<>(Comparator.comparingDouble(Again::day).thenComparingInt(again -> again.fault.node()));
    private final NodeClocks job;
    private final Offenders offenders;
    private final Environment.Clock environment;
    private double nodeDay;

    Superposition(FaultRates rates, int count, int gpusPerNode, Streams streams) {
        offenders = rates.offenders();
        environment = new Environment.Clock(rates.environment(), streams);
        List<Category> ofNodes = rates.categories().stream()
                .filter(category -> category.scope() != Scope.JOB)
                .toList();
        List<Category> ofJob = rates.categories().stream()
                .filter(category -> category.scope() == Scope.JOB)
                .toList();
        job = new NodeClocks(Fault.JOB, ofJob, 1, 1, streams.named("job"));
        for (int node = 0; node < count && !ofNodes.isEmpty(); node++) {
            Stream stream = streams.named("node-" + node);
            boolean lemon = stream.uniform() < offenders.lemons();
            NodeClocks clocks = new NodeClocks(node, ofNodes, gpusPerNode, offenders.on(lemon), stream);
            nodes.add(new Next(clocks.next(), clocks));
        }
        nodeDay = firstNodeDay();
    }

    private double firstNodeDay() {
        return nodes.isEmpty() ? Double.POSITIVE_INFINITY : environment.day(nodes.peek().at);
    }

    private double firstRepeat() {
        return repeats.isEmpty() ? Double.POSITIVE_INFINITY : repeats.peek().day;
    }

    @Override
    public boolean hasNext() {
        return Math.min(Math.min(nodeDay, firstRepeat()), job.next()) < Double.POSITIVE_INFINITY;
    }

    @Override
    public Fault next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        double again = firstRepeat();
        if (job.next() <= Math.min(nodeDay, again)) {
            double day = job.next();
            return job.fire(day);
        }
        return again <= nodeDay ? repeat() : first();
    }

    private Fault first() {
        Next due = nodes.poll();
        double day = nodeDay;
        Fault fault = due.clocks.fire(day);
        nodes.add(new Next(due.clocks.next(), due.clocks));
        nodeDay = firstNodeDay();
        mayComeBack(day, fault, due.clocks.fired(), due.clocks.stream());
        return fault;
    }

    private Fault repeat() {
        Again due = repeats.poll();
        Fault fault = due.category.draw(due.day, due.fault.node(), due.fault.unit(), due.stream);
        mayComeBack(due.day, fault, due.category, due.stream);
        return fault;
    }

    private void mayComeBack(double day, Fault fault, Category category, Stream stream) {
        if (offenders.again() > 0 && stream.uniform() < offenders.again()) {
            double back = day + Category.days(fault.lasts()) + stream.exponential(offenders.afterDays());
            repeats.add(new Again(back, fault, category, stream));
        }
    }
}
