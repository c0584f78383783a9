package throughline.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import throughline.training.Planner.Option;
import throughline.training.Planner.Reason;
import throughline.training.Planner.Search;

/// What a search has found so far.
final class Found {
    /// Options so much slower than the fastest are not kept, but for those of the front.
    static final double NEAR = 1.25;

    private final List<Option> options = new ArrayList<>();
    private final List<Option> front = new ArrayList<>();
    private final Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
    private long plans;
    private long looked;
    private double fastest = Double.POSITIVE_INFINITY;

    /// Counts a plan whose memory is found.
    void look() {
        looked++;
    }

    void reject(Reason reason, long howMany) {
        plans += howMany;
        rejected.merge(reason, howMany, Long::sum);
    }

    /// Counts a plan that fits, and says whether it is to be offered: it is near the fastest, or on the front.
    boolean counts(double seconds, double bytes, int devices) {
        plans++;
        return seconds <= NEAR * fastest || !beaten(seconds, bytes, devices);
    }

    /// Whether an option of the front beats or equals it in all. The one that beat the last is tried first.
    private boolean beaten(double seconds, double bytes, int devices) {
        for (int i = 0; i < front.size(); i++) {
            Option other = front.get(i);
            if (other.seconds() <= seconds
                    && other.bytes() <= bytes
                    && other.plan().devices() <= devices) {
                front.set(i, front.getFirst());
                front.set(0, other);
                return true;
            }
        }
        return false;
    }

    void offer(Option option) {
        fastest = Math.min(fastest, option.seconds());
        if (option.seconds() <= NEAR * fastest) {
            options.add(option);
        }
        enter(option);
    }

    private void enter(Option option) {
        if (!beaten(option.seconds(), option.bytes(), option.plan().devices())) {
            front.removeIf(other -> other.seconds() >= option.seconds()
                    && other.bytes() >= option.bytes()
                    && other.plan().devices() >= option.plan().devices());
            front.add(option);
        }
    }

    void add(Found other) {
        plans += other.plans;
        looked += other.looked;
        other.rejected.forEach((reason, howMany) -> rejected.merge(reason, howMany, Long::sum));
        options.addAll(other.options);
        fastest = Math.min(fastest, other.fastest);
        other.front.stream().sorted(ORDER).forEach(this::enter);
    }

    /// The fastest first; of equally fast ones those that take less, and of equal ones those whose parts come first.
    private static final Comparator<Option> ORDER = Comparator.comparingDouble(Option::seconds)
            .thenComparingDouble(Option::bytes)
            .thenComparingInt(option -> option.plan().devices())
            .thenComparing(option -> option.plan().toString());

    Search search() {
        return new Search(
                plans,
                looked,
                options.stream()
                        .filter(option -> option.seconds() <= NEAR * fastest)
                        .sorted(ORDER)
                        .toList(),
                front.stream().sorted(ORDER).toList(),
                Collections.unmodifiableMap(rejected));
    }
}
