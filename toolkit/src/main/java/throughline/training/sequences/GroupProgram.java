package throughline.training.sequences;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// FlexSP's mixed-integer program for one micro-batch, as its authors state it, solved by CP-SAT of OR-Tools: for every
/// group of every degree that could be, whether it is there (`m_p`) and how many sequences of each length it takes
/// (`A_kp`), so that the last group is done as early as can be.
///
/// What [FlexSp] finds in milliseconds is held against this. It is for small cases: with tens of devices and hundreds
/// of sequences the limit comes before the optimum.
///
/// ```java
/// GroupProgram.Result exact = new GroupProgram(costs, 8, 2).solve(lengths, 10, Cancel.onInterrupt());
/// show(exact.bound(), exact.seconds());
/// ```
///
/// @param costs   of a group
/// @param devices to divide
/// @param least   degree, a power of two; the authors take 2
public record GroupProgram(Costs costs, int devices, int least) {
    /// Times are whole numbers of this many seconds.
    private static final double TICK = 1e-7;

    private static final long POLL_MILLIS = 50;

    /// What was found.
    ///
    /// @param bound   no sharing is done before, in seconds
    /// @param seconds of the best that was found; empty when none was
    public record Result(double bound, Optional<Double> seconds) {
        /// Whether the best is proven to be.
        public boolean proven() {
            return seconds.isPresent() && seconds.get() <= bound + 2 * TICK;
        }
    }

    private record Group(int degree, BoolVar there, IntVar[] taken) {}

    private static final class Native {
        static {
            Loader.loadNativeLibraries();
        }

        static void load() {}
    }

    /// Solves with one worker, so that the same question has the same answer.
    ///
    /// @param lengths of the sequences, in tokens
    /// @param limit   on the work, in the solver's own deterministic seconds; positive
    /// @param cancel  once requested, the best so far is returned
    public Result solve(int[] lengths, double limit, Cancel cancel) {
        if (!(limit > 0 && Double.isFinite(limit))) {
            throw new BadInput("limit [%s] must be positive and finite", limit);
        }
        Native.load();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int length : lengths) {
            counts.merge(length, 1, Integer::sum);
        }
        CpModel model = new CpModel();
        IntVar last = model.newIntVar(0, Long.MAX_VALUE / 1_000_000, "last");
        List<Group> groups = groups(model, counts, last);
        int at = 0;
        for (int count : counts.values()) {
            int bucket = at++;
            LinearExprBuilder all = LinearExpr.newBuilder();
            groups.forEach(group -> all.add(group.taken[bucket]));
            model.addEquality(all, count);
        }
        LinearExprBuilder used = LinearExpr.newBuilder();
        groups.forEach(group -> used.addTerm(group.there, group.degree));
        model.addLessOrEqual(used, devices);
        model.minimize(last);
        return solve(model, limit, cancel);
    }

    private List<Group> groups(CpModel model, Map<Integer, Integer> counts, IntVar last) {
        List<Group> groups = new ArrayList<>();
        for (int degree : DegreeSets.of(devices, least).degrees()) {
            Group before = null;
            for (int p = 0; p < devices / degree; p++) {
                Group group = group(model, counts, last, degree);
                if (before != null) {
                    // Groups of one degree are alike: those that are there come first.
                    model.addImplication(group.there, before.there);
                }
                groups.add(group);
                before = group;
            }
        }
        return groups;
    }

    private Group group(CpModel model, Map<Integer, Integer> counts, IntVar last, int degree) {
        BoolVar there = model.newBoolVar("there");
        IntVar[] taken = new IntVar[counts.size()];
        LinearExprBuilder tokens = LinearExpr.newBuilder();
        LinearExprBuilder time = LinearExpr.newBuilder();
        LinearExprBuilder sequences = LinearExpr.newBuilder();
        int at = 0;
        for (Map.Entry<Integer, Integer> bucket : counts.entrySet()) {
            int length = bucket.getKey();
            boolean fits = (long) degree * costs.capacity() >= length;
            taken[at] = model.newIntVar(0, fits ? bucket.getValue() : 0, "taken");
            tokens.addTerm(taken[at], length);
            time.addTerm(taken[at], ticks(costs.seconds(length, degree)));
            sequences.add(taken[at]);
            model.addLessOrEqual(taken[at], LinearExpr.term(there, bucket.getValue()));
            at++;
        }
        model.addLessOrEqual(tokens, LinearExpr.term(there, (long) degree * costs.capacity()));
        time.addTerm(there, ticks(costs.launch()));
        model.addLessOrEqual(time, last);
        model.addGreaterOrEqual(sequences, there);
        return new Group(degree, there, taken);
    }

    private static long ticks(double seconds) {
        return Math.round(seconds / TICK);
    }

    /// Stops the solver from a thread of its own: the solver asks nobody while it has nothing new to say.
    private static Result solve(CpModel model, double limit, Cancel cancel) {
        CpSolver solver = new CpSolver();
        // Left to itself the solver takes SIGINT, and leaves it to nobody: the next interrupt would end the JVM.
        solver.getParameters()
                .setNumWorkers(1)
                .setRandomSeed(1)
                .setMaxDeterministicTime(limit)
                .setCatchSigintSignal(false);
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
            CpSolverStatus status = solver.solve(model);
            boolean found = status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE;
            return new Result(
                    solver.bestObjectiveBound() * TICK,
                    found ? Optional.of(solver.objectiveValue() * TICK) : Optional.empty());
        } finally {
            over.countDown();
            watch.interrupt();
        }
    }
}
