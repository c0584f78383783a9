package throughline.cluster.faults;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import throughline.cluster.faults.FaultTrace.Entry;

/// Repeat offenders under which a trace is likeliest.
///
/// A node fails at its own rate, times how busy the day is for others, plus what comes back after a repair: a Hawkes
/// process whose kernel is exponential. Each node is a lemon or not; the likelihood sums over both. How busy a day is
/// comes from the faults of other nodes within half a day, so that no fault explains itself.
final class OffendersFit {
    private static final double HALF_WINDOW = 0.5;
    /// What a day without faults of others still counts, over a mean day.
    private static final double QUIET = 0.2;

    private static final int EVALUATIONS = 4_000;

    /// @param busy of each fault, over a mean day
    private record Life(List<Entry> faults, double[] busy) {}

    private final double days;
    private final double perNodeDay;
    private final List<Life> lives = new ArrayList<>();
    private Offenders best = Offenders.NONE;
    private double gain;

    private OffendersFit(FaultTrace trace) {
        days = trace.days();
        perNodeDay = trace.entries().size() / (trace.nodes() * days);
        double[] starts = trace.entries().stream().mapToDouble(Entry::day).toArray();
        double expected = 2 * HALF_WINDOW * starts.length / days;
        for (List<Entry> life : trace.lives()) {
            double[] busy = life.stream()
                    .mapToDouble(fault -> {
                        double others = near(starts, fault.day()) - near(days(life), fault.day());
                        return (others + QUIET * expected) / ((1 + QUIET) * expected);
                    })
                    .toArray();
            lives.add(new Life(life, busy));
        }
    }

    static OffendersFit of(FaultTrace trace) {
        OffendersFit fit = new OffendersFit(trace);
        fit.search();
        return fit;
    }

    Offenders offenders() {
        return best;
    }

    double gain() {
        return gain;
    }

    private static double[] days(List<Entry> life) {
        return life.stream().mapToDouble(Entry::day).toArray();
    }

    private static int near(double[] starts, double day) {
        int near = 0;
        for (double start : starts) {
            near += Math.abs(start - day) <= HALF_WINDOW ? 1 : 0;
        }
        return near;
    }

    private void search() {
        double[] guess = {-1.5, 0, -2, 1};
        PointValuePair found = new SimplexOptimizer(new SimpleValueChecker(1e-10, 1e-8))
                .optimize(
                        new MaxEval(EVALUATIONS),
                        new ObjectiveFunction(point -> likelihood(offenders(point))),
                        GoalType.MAXIMIZE,
                        new InitialGuess(guess),
                        new NelderMeadSimplex(guess.length, 0.5));
        double alike = likelihood(Offenders.NONE);
        if (found.getValue() > alike) {
            best = offenders(found.getPoint());
            gain = found.getValue() - alike;
        }
    }

    private static Offenders offenders(double[] point) {
        return new Offenders(
                share(point[2]),
                1 + Math.min(StrictMath.exp(point[3]), 1e3),
                0.95 * share(point[0]),
                Math.clamp(StrictMath.exp(point[1]), 1e-3, 1e3));
    }

    private static double share(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private double likelihood(Offenders offenders) {
        double sum = 0;
        for (Life life : lives) {
            double good = likelihood(life, offenders, offenders.on(false));
            double lemon = likelihood(life, offenders, offenders.on(true));
            double most = Math.max(good, lemon);
            sum += most
                    + StrictMath.log((1 - offenders.lemons()) * StrictMath.exp(good - most)
                            + offenders.lemons() * StrictMath.exp(lemon - most));
        }
        return sum;
    }

    private double likelihood(Life life, Offenders offenders, double factor) {
        double rate = perNodeDay * factor;
        double sum = -rate * days;
        for (int i = 0; i < life.faults.size(); i++) {
            double intensity = rate * life.busy[i];
            for (Entry before : life.faults.subList(0, i)) {
                double since = life.faults.get(i).day() - before.day() - before.away();
                intensity += since < 0
                        ? 0
                        : offenders.again() / offenders.afterDays() * StrictMath.exp(-since / offenders.afterDays());
            }
            sum += StrictMath.log(intensity);
            double left = days - life.faults.get(i).day() - life.faults.get(i).away();
            sum -= left < 0 ? 0 : offenders.again() * (1 - StrictMath.exp(-left / offenders.afterDays()));
        }
        return sum;
    }
}
