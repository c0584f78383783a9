package throughline.cluster.overlap;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// A resource at work: it serves all tasks that it has in equal parts.
final class Service extends Atomic {
    /// A task is over when less than this many ticks of its service are left.
    private static final double OVER = 0.5 + 1e-6;

    final In<Task> arriving = in("arriving", Task.class);
    final Out<Task> finished = out("finished", Task.class);

    private final Resource resource;
    /// What is left of each task.
    private final Map<Task, Double> left = new TreeMap<>(Comparator.comparingInt(Task::index));

    private long sigma = NEVER;

    Service(String name, Resource resource) {
        super(name);
        this.resource = resource;
    }

    /// Amounts that each task is served with in a tick.
    private double served() {
        return resource.served(left.size()) / PhaseMachine.TICK.perSecond();
    }

    @Override
    protected long timeAdvance() {
        return sigma;
    }

    @Override
    protected void output() {
        left.forEach((task, amount) -> {
            if (over(amount, sigma)) {
                finished.send(task);
            }
        });
    }

    private boolean over(double amount, long elapsed) {
        return amount - elapsed * served() <= OVER * served();
    }

    @Override
    protected void internalTransition() {
        double done = sigma * served();
        double tooLittle = OVER * served();
        for (Iterator<Map.Entry<Task, Double>> each = left.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Task, Double> one = each.next();
            if (one.getValue() - done <= tooLittle) {
                each.remove();
            } else {
                one.setValue(one.getValue() - done);
            }
        }
        next();
    }

    @Override
    protected void externalTransition(long elapsed) {
        if (elapsed > 0 && !left.isEmpty()) {
            double done = elapsed * served();
            left.replaceAll((task, amount) -> Math.max(0, amount - done));
        }
        for (Task task : arriving) {
            left.put(task, task.amount());
        }
        next();
    }

    private void next() {
        sigma = left.isEmpty()
                ? NEVER
                : Math.round(left.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .min()
                                .orElseThrow()
                        / served());
    }
}
