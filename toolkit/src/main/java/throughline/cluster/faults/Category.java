package throughline.cluster.faults;

import java.util.Map;
import java.util.Optional;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// A kind of fault: what it strikes, how often, what it does, and how long the repair takes.
///
/// @param name    such as `gpu-hbm`
/// @param scope   what it strikes
/// @param perDay  faults a day of one thing of that scope, positive
/// @param shape   of the Weibull law of the times between two faults of one thing: 1 is exponential; below 1 what has
///                failed is the more likely to fail again soon
/// @param effects their weights; of faults of the job [Effect#CRASH], [Effect#HANG] and [Effect#SILENT] alone
/// @param harm    how bad slow, degraded and flapping things are
/// @param repair  how long the node is away, days; empty when a restart of the process mends it
/// @param source  of the rate
public record Category(
        String name,
        Scope scope,
        double perDay,
        double shape,
        Map<Effect, Double> effects,
        Harm harm,
        Optional<LogNormal> repair,
        String source) {
    private static final double NANOS_A_DAY = 86_400e9;

    /// How bad things are that go on working.
    ///
    /// @param slow times as long as the work of a slow one takes, above 1
    /// @param left of the rate of a degraded link, share below 1
    /// @param flap how long a flapping card carries nothing, days
    public record Harm(Range slow, Range left, Range flap) {
        /// @throws BadInput when slow is not above 1, or left not below 1
        public Harm {
            if (slow.least() <= 1 || left.most() >= 1) {
                throw new BadInput(
                        "slow [%s] must be above 1, and what is left of a link [%s] below 1",
                        slow.least(), left.most());
            }
        }
    }

    /// @throws BadInput when a number is outside its range
    public Category {
        effects = Map.copyOf(effects);
        double weights =
                effects.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(perDay > 0 && perDay < 1e6 && shape >= 0.3 && shape <= 5 && weights > 0)
                || effects.values().stream().anyMatch(weight -> weight < 0)) {
            throw new BadInput(
                    "category %s: faults a day [%s] must be positive, shape [%s] from 0.3 to 5, and the weights of"
                            + " effects %s at least 0 and not all 0",
                    name, perDay, shape, effects);
        }
        if (scope == Scope.JOB
                && effects.keySet().stream()
                        .anyMatch(
                                effect -> effect != Effect.CRASH && effect != Effect.HANG && effect != Effect.SILENT)) {
            throw new BadInput("category %s: effects of the job %s must be crash, hang or silent", name, effects);
        }
    }

    /// This, with a rate that is so many times as high.
    Category times(double factor) {
        return new Category(name, scope, perDay * factor, shape, effects, harm, repair, source);
    }

    /// Faults a day of a node; none of the job.
    public double perNodeDay(int gpusPerNode) {
        return perDay * scope.units(gpusPerNode);
    }

    /// A fault of this category.
    ///
    /// @param days since the start
    Fault draw(double days, int node, int unit, Stream stream) {
        Effect effect = effect(stream);
        double severity =
                switch (effect) {
                    case SLOW -> harm.slow.sample(stream);
                    case DEGRADED_LINK -> harm.left.sample(stream);
                    default -> 0;
                };
        double away = effect == Effect.FLAP
                ? harm.flap.sample(stream)
                : repair.map(law -> law.sample(stream)).orElse(0.0);
        return new Fault(nanos(days), name, node, unit, effect, severity, node == Fault.JOB ? 0 : nanos(away));
    }

    static long nanos(double days) {
        return Math.round(days * NANOS_A_DAY);
    }

    static double days(long nanos) {
        return nanos / NANOS_A_DAY;
    }

    private Effect effect(Stream stream) {
        Effect[] all = Effect.values();
        double[] weights = new double[all.length];
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            weights[i] = effects.getOrDefault(all[i], 0.0);
            sum += weights[i];
        }
        return all[Draws.among(weights, sum, stream)];
    }
}
