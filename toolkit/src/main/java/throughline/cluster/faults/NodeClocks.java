package throughline.cluster.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.cluster.Fault;
import throughline.random.Stream;

/// The clocks of one node, or of the job. Exponential clocks have no memory, so that one stands for all of them; each
/// thing whose faults follow another law has a clock of its own.
final class NodeClocks {
    /// What a clock of its own is of.
    private record Part(Category category, int unit, double scale) {}

    private final int node;
    private final Stream stream;
    private final List<Category> memoryless;
    private final double[] weights;
    private final int[] units;
    private final double rate;
    private final Part[] parts;
    private final double[] due;
    private double memorylessDue;
    private int first;
    private double next;
    private Category fired;

    /// @param factor on all rates
    NodeClocks(int node, List<Category> categories, int gpusPerNode, double factor, Stream stream) {
        this.node = node;
        this.stream = stream;
        memoryless =
                categories.stream().filter(category -> category.shape() == 1).toList();
        units = memoryless.stream()
                .mapToInt(category -> Math.max(1, category.scope().units(gpusPerNode)))
                .toArray();
        weights = new double[units.length];
        for (int i = 0; i < units.length; i++) {
            weights[i] = factor * units[i] * memoryless.get(i).perDay();
        }
        rate = Arrays.stream(weights).sum();
        parts = parts(categories, gpusPerNode, factor);
        due = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            due[i] = Draws.weibullLeft(parts[i].scale, parts[i].category.shape(), stream);
        }
        memorylessDue = rate > 0 ? stream.exponential(1 / rate) : Double.POSITIVE_INFINITY;
        seek();
    }

    private static Part[] parts(List<Category> categories, int gpusPerNode, double factor) {
        List<Part> parts = new ArrayList<>();
        for (Category category : categories) {
            int count = category.shape() == 1 ? 0 : Math.max(1, category.scope().units(gpusPerNode));
            for (int unit = 0; unit < count; unit++) {
                double scale = Draws.weibullScale(1 / (factor * category.perDay()), category.shape());
                parts.add(new Part(category, unit, scale));
            }
        }
        return parts.toArray(Part[]::new);
    }

    int node() {
        return node;
    }

    Stream stream() {
        return stream;
    }

    /// When the next clock goes off, in the time that clocks show; never when there is none.
    double next() {
        return next;
    }

    /// Of what the last fault was.
    Category fired() {
        return fired;
    }

    private void seek() {
        first = -1;
        next = memorylessDue;
        for (int i = 0; i < due.length; i++) {
            if (due[i] < next) {
                next = due[i];
                first = i;
            }
        }
    }

    /// The fault of the clock that goes off next, which is wound up again.
    ///
    /// @param day on which that is
    Fault fire(double day) {
        int unit;
        if (first < 0) {
            int which = Draws.among(weights, rate, stream);
            fired = memoryless.get(which);
            unit = stream.below(units[which]);
            memorylessDue = next + stream.exponential(1 / rate);
        } else {
            fired = parts[first].category;
            unit = parts[first].unit;
            due[first] = next + Draws.weibull(parts[first].scale, fired.shape(), stream);
        }
        seek();
        boolean whole = fired.scope() == Scope.JOB || fired.scope() == Scope.NODE;
        return fired.draw(day, node, whole ? Fault.WHOLE : unit, stream);
    }
}
