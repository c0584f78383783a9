package throughline.fab.jobshop;

import com.google.ortools.Loader;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearExpr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The shortest schedule of an instance without shut-downs, found by the constraint solver CP-SAT of OR-Tools: how well
/// a rule or a policy could do at best.
///
/// ```java
/// long best = Optimum.of(JobShop.FT06, Mode.CLASSICAL).makespan().orElseThrow();  // 55
/// ```
///
/// An operation is an interval that no other operation of its machine overlaps. In the classical shop it lasts as long
/// as it is processed; in the blocking one until the next operation of its job starts. Intervals may touch, also in a
/// cycle, which is what swapping allows; without swapping there is no model here.
///
/// @param bound    no schedule is shorter
/// @param schedule the shortest that was found; empty when the limit came first
public record Optimum(long bound, Optional<Schedule> schedule) {
    private static final double DEFAULT_LIMIT = 60;
    private static final long POLL_MILLIS = 50;

    private static final class Native {
        static {
            Loader.loadNativeLibraries();
        }

        /// Loads the library at the first call.
        static void load() {}
    }

    private record Piece(int job, int step, Operation operation, IntVar start, IntVar released) {}

    /// Solves until interrupted, with a limit of 60: see [#of(JobShop, Mode, double, int, Cancel)].
    public static Optimum of(JobShop instance, Mode mode) {
        return of(instance, mode, DEFAULT_LIMIT, 1, Cancel.onInterrupt());
    }

    /// Solves with one worker, so that the same question has the same answer, schedule and all.
    ///
    /// @param mode   CLASSICAL or SWAP
    /// @param limit  on the work, in the solver's own deterministic seconds, which are about as long as seconds;
    ///               positive
    /// @param seed   of the solver's choices
    /// @param cancel once requested, the best so far is returned
    /// @throws BadInput when the mode is BLOCKING or the limit is not positive
    public static Optimum of(JobShop instance, Mode mode, double limit, int seed, Cancel cancel) {
        if (mode == Mode.BLOCKING) {
            throw new BadInput("no optimum for mode [%s]; it must be CLASSICAL or SWAP", mode);
        }
        if (!(limit > 0 && Double.isFinite(limit))) {
            throw new BadInput("limit [%s] must be positive and finite", limit);
        }
        Native.load();
        CpModel model = new CpModel();
        List<Piece> pieces = pieces(model, instance, mode);
        CpSolver solver = new CpSolver();
        // Left to itself the solver takes SIGINT, and leaves it to nobody: the next interrupt would end the JVM.
        solver.getParameters()
                .setNumWorkers(1)
                .setRandomSeed(seed)
                .setMaxDeterministicTime(limit)
                .setCatchSigintSignal(false);
        CpSolverStatus status = solve(solver, model, cancel);
        boolean found = status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE;
        long bound = Math.max(instance.lowerBound(), (long) Math.ceil(solver.bestObjectiveBound()));
        return new Optimum(bound, found ? Optional.of(schedule(instance, mode, solver, pieces)) : Optional.empty());
    }

    private static List<Piece> pieces(CpModel model, JobShop instance, Mode mode) {
        long horizon = instance.jobs().stream()
                .flatMap(List::stream)
                .mapToLong(Operation::duration)
                .sum();
        IntVar makespan = model.newIntVar(instance.lowerBound(), horizon, "makespan");
        List<List<IntervalVar>> machines = new ArrayList<>();
        for (int machine = 0; machine < instance.machines(); machine++) {
            machines.add(new ArrayList<>());
        }
        List<Piece> pieces = new ArrayList<>();
        for (int job = 0; job < instance.jobs().size(); job++) {
            IntVar released = makespan;
            for (int step = instance.jobs().get(job).size() - 1; step >= 0; step--) {
                Operation operation = instance.jobs().get(job).get(step);
                String name = "%d.%d".formatted(job, step);
                IntVar start = model.newIntVar(0, horizon, name);
                boolean keeps = mode.blocks() && released != makespan;
                model.addGreaterOrEqual(
                        released, LinearExpr.newBuilder().add(start).add(operation.duration()));
                machines.get(operation.machine())
                        .add(
                                keeps
                                        ? model.newIntervalVar(
                                                start,
                                                model.newIntVar(operation.duration(), horizon, name + " keeps"),
                                                released,
                                                name)
                                        : model.newFixedSizeIntervalVar(start, operation.duration(), name));
                pieces.add(new Piece(job, step, operation, start, keeps ? released : null));
                released = start;
            }
        }
        machines.forEach(model::addNoOverlap);
        model.minimize(makespan);
        pieces.sort(Comparator.comparingInt(Piece::job).thenComparingInt(Piece::step));
        return pieces;
    }

    /// Stops the solver from a thread of its own: the solver asks nobody while it has nothing new to say.
    private static CpSolverStatus solve(CpSolver solver, CpModel model, Cancel cancel) {
        CountDownLatch over = new CountDownLatch(1);
        Thread watch = Thread.ofVirtual().start(() -> {
            try {
                while (!over.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (cancel.requested()) {
                        solver.stopSearch();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return solver.solve(model);
        } finally {
            over.countDown();
            watch.interrupt();
        }
    }

    private static Schedule schedule(JobShop instance, Mode mode, CpSolver solver, List<Piece> pieces) {
        List<Schedule.Slot> slots = pieces.stream()
                .map(piece -> {
                    long start = solver.value(piece.start);
                    long finish = start + piece.operation.duration();
                    long released = piece.released == null ? finish : solver.value(piece.released);
                    return new Schedule.Slot(piece.job, piece.step, piece.operation.machine(), start, finish, released);
                })
                .toList();
        return new Schedule(instance, mode, slots, List.of(), Optional.empty());
    }

    /// The shortest makespan, when it is proven that none is shorter.
    public Optional<Long> makespan() {
        return schedule.map(Schedule::makespan).filter(makespan -> makespan == bound);
    }
}
