package throughline.learning.replicas;

import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A training of several replicas, run in one process.
///
/// ```java
/// var training = new ReplicaTraining(8, 480, 48, new LocalRule.Sgd(0.3), new Co2(12, 1, 0.2));
/// ReplicaCurve curve = training.run(Logistic.standard(1), Cancel.NEVER, Progress.NONE);
/// show(curve.last().loss());
/// ```
///
/// Replicas take their steps one after the other on the calling thread, and every sum over them runs in their order:
/// the same settings and objective give the same bits. Several trainings may run side by side, each with an objective
/// of its own.
///
/// @param replicas G, at least 1
/// @param steps    local steps of each replica, at least 1; those that make no whole round are not taken
/// @param every    local steps between looks at the loss, at least 1; each waits for the end of its round
/// @param rule     of local steps
/// @param schedule of exchanges
public record ReplicaTraining(int replicas, int steps, int every, LocalRule rule, Schedule schedule) {
    public ReplicaTraining {
        atLeastOne("replicas", replicas);
        atLeastOne("steps", steps);
        atLeastOne("every", every);
        if (schedule.localSteps() > steps) {
            throw new BadInput(
                    "[%d] steps are less than a round of %s, which has %d",
                    steps, schedule.name(), schedule.localSteps());
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new BadInput("%s [%d] must be at least 1", name, value);
        }
    }

    /// Trains from the objective's start, which is left open.
    ///
    /// @param progress in steps
    /// @return what the shared parameters came to; shorter when cancelled, or when the loss is no longer finite
    public ReplicaCurve run(Objective objective, Cancel cancel, Progress progress) {
        return new Run(objective).all(cancel, progress);
    }

    /// One training under way.
    private final class Run {
        private final Objective objective;
        private final Exchange exchange;
        private final double[][] at;
        private final double[][] starts;
        private final double[][] slopes;
        private final List<LocalRule.Mover> movers = new ArrayList<>();
        private final List<ReplicaCurve.Point> points = new ArrayList<>();

        Run(Objective objective) {
            this.objective = objective;
            double[] start = objective.start();
            exchange = schedule.begin(start, objective.tensors(), replicas);
            at = new double[replicas][start.length];
            starts = new double[replicas][start.length];
            slopes = new double[replicas][start.length];
            for (int r = 0; r < replicas; r++) {
                movers.add(rule.mover(start.length));
            }
        }

        ReplicaCurve all(Cancel cancel, Progress progress) {
            begin();
            look(0);
            int rounds = steps / schedule.localSteps();
            int looked = 0;
            for (int round = 0; round < rounds && points.getLast().finite(); round++) {
                for (int local = 0; local < schedule.localSteps(); local++) {
                    if (cancel.requested()) {
                        return curve();
                    }
                    step((long) round * schedule.localSteps() + local);
                }
                exchange.round(starts, at);
                objective.constrainShared(round, exchange.shared());
                begin();
                int done = (round + 1) * schedule.localSteps();
                if (done / every > looked || round == rounds - 1) {
                    looked = done / every;
                    look(done);
                }
                progress.report(done, (long) rounds * schedule.localSteps());
            }
            return curve();
        }

        private void begin() {
            for (int r = 0; r < replicas; r++) {
                exchange.start(r, at[r]);
                objective.constrain(r, at[r]);
                System.arraycopy(at[r], 0, starts[r], 0, at[r].length);
            }
        }

        private void step(long step) {
            for (int r = 0; r < replicas; r++) {
                objective.gradient(r, step, at[r], slopes[r]);
            }
            exchange.gradients(slopes);
            for (int r = 0; r < replicas; r++) {
                movers.get(r).move(at[r], slopes[r]);
                objective.constrain(r, at[r]);
            }
        }

        private void look(int step) {
            points.add(
                    new ReplicaCurve.Point(step, objective.loss(exchange.shared()), exchange.sent(), objective.sent()));
        }

        private ReplicaCurve curve() {
            return new ReplicaCurve(points, exchange.shared().clone());
        }
    }
}
