package throughline.fab.jobshop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;

/// A shop floor at an instant: which job is on which machine, which could be started. What a [Rule] decides by.
///
/// Operations are numbered through, job by job. The floor has no clock of its own: [Shop] is a fast one, [ShopModel] is
/// that of the Parallel DEVS kernel. At an instant, whoever has the clock first reports what ended, then asks for
/// decisions until there are none.
public final class Floor {
    private static final long NOT_YET = -1;
    private static final int NOBODY = -1;

    /// Told what has begun and will have to be reported when it ends.
    interface Clock {
        /// A job is processed from now on.
        void processes(int machine, int duration);

        /// A machine is down from now on.
        void goesDown(int machine, int length);
    }

    private final JobShop instance;
    private final Mode mode;
    private final Shutdowns shutdowns;
    private final Clock clock;
    private final int[] first;
    private final int[] machines;
    private final int[] durations;
    private final long[] workFrom;

    private final int[] step;
    private final int[] on;
    private final int[] held;
    private final boolean[] processing;
    private final boolean[] down;
    private final long[] readySince;
    private final long[] started;
    private final long[] finished;
    private final long[] released;
    private final int[] available;
    private final Stream[] trials;
    private final int[] cycle;
    private final int[] seen;
    private final List<Schedule.Down> downs = new ArrayList<>();

    private long now;
    private int availableCount;
    private int unfinished;
    private int inProcess;
    private long waiting;
    private boolean tried;
    private Deadlock deadlock;

    Floor(JobShop instance, Mode mode, Shutdowns shutdowns, Clock clock) {
        this.instance = instance;
        this.mode = mode;
        this.shutdowns = shutdowns;
        this.clock = clock;
        int jobs = instance.jobs().size();
        first = new int[jobs + 1];
        for (int job = 0; job < jobs; job++) {
            first[job + 1] = first[job] + instance.jobs().get(job).size();
        }
        machines = instance.jobs().stream()
                .flatMap(List::stream)
                .mapToInt(Operation::machine)
                .toArray();
        durations = instance.jobs().stream()
                .flatMap(List::stream)
                .mapToInt(Operation::duration)
                .toArray();
        workFrom = new long[durations.length];
        for (int job = 0; job < jobs; job++) {
            long work = 0;
            for (int operation = first[job + 1] - 1; operation >= first[job]; operation--) {
                work += durations[operation];
                workFrom[operation] = work;
            }
        }
        step = new int[jobs];
        on = new int[jobs];
        processing = new boolean[jobs];
        readySince = new long[jobs];
        available = new int[jobs];
        cycle = new int[jobs];
        seen = new int[jobs];
        held = new int[instance.machines()];
        down = new boolean[instance.machines()];
        trials = new Stream[instance.machines()];
        started = new long[durations.length];
        finished = new long[durations.length];
        released = new long[durations.length];
    }

    /// Empties the floor at time 0: every job waits outside for its first machine.
    void reset(Streams streams) {
        Arrays.fill(step, 0);
        Arrays.fill(on, NOBODY);
        Arrays.fill(held, NOBODY);
        Arrays.fill(processing, false);
        Arrays.fill(down, false);
        Arrays.fill(readySince, 0);
        Arrays.fill(started, NOT_YET);
        Arrays.fill(finished, NOT_YET);
        Arrays.fill(released, NOT_YET);
        downs.clear();
        now = 0;
        unfinished = step.length;
        inProcess = 0;
        waiting = 0;
        tried = false;
        deadlock = null;
        availableCount = 0;
        if (shutdowns.probability() > 0) {
            Streams own = streams.below("shutdowns");
            Arrays.setAll(trials, machine -> own.named("machine-" + machine));
        }
    }

    /// Lets time pass; nothing must end in between.
    void pass(long time) {
        waiting += (unfinished - inProcess) * (time - now);
        now = time;
        tried = false;
    }

    /// What a machine did has ended: it is up again if it was down, else its job is finished.
    void ends(int machine) {
        if (down[machine]) {
            down[machine] = false;
            return;
        }
        int job = held[machine];
        int operation = next(job);
        processing[job] = false;
        inProcess--;
        finished[operation] = now;
        readySince[job] = now;
        step[job]++;
        boolean over = operation + 1 == first[job + 1];
        if (over) {
            unfinished--;
        }
        if (over || !mode.blocks()) {
            leave(job, operation);
        }
    }

    private void leave(int job, int operation) {
        released[operation] = now;
        held[on[job]] = NOBODY;
        on[job] = NOBODY;
    }

    /// Does what happens of itself at this instant, and says whether there is something to decide. When there is not,
    /// time may pass unless the floor is [#over()].
    boolean decides() {
        list();
        if (!tried && (availableCount > 0 || mode == Mode.SWAP && findCycle(false) > 0)) {
            tried = true;
            interrupt();
        }
        while (availableCount == 0 && mode == Mode.SWAP && swap()) {
            list();
        }
        if (availableCount == 0 && mode == Mode.BLOCKING && deadlock == null) {
            findDeadlock();
        }
        return availableCount > 0 && deadlock == null;
    }

    private void list() {
        availableCount = 0;
        for (int job = 0; job < step.length; job++) {
            if (!processing[job] && !complete(job)) {
                int machine = machines[next(job)];
                if (held[machine] == NOBODY && !down[machine]) {
                    available[availableCount++] = job;
                }
            }
        }
    }

    private void interrupt() {
        if (shutdowns.probability() == 0) {
            return;
        }
        for (int machine = 0; machine < held.length; machine++) {
            if (!down[machine] && !busy(machine)) {
                int length = shutdowns.trial(trials[machine]);
                if (length > 0) {
                    down[machine] = true;
                    downs.add(new Schedule.Down(machine, now, now + length));
                    clock.goesDown(machine, length);
                }
            }
        }
        list();
    }

    /// Moves the jobs of one cycle, if there is one of machines that are all up.
    private boolean swap() {
        int length = findCycle(true);
        for (int i = 0; i < length; i++) {
            leave(cycle[i], next(cycle[i]) - 1);
        }
        for (int i = 0; i < length; i++) {
            start(cycle[i]);
        }
        return length > 0;
    }

    private void findDeadlock() {
        int length = findCycle(false);
        if (length > 0) {
            deadlock = new Deadlock(
                    now,
                    Arrays.stream(cycle, 0, length)
                            .mapToObj(job -> new Deadlock.Holder(job, on[job], machines[next(job)]))
                            .toList());
        }
    }

    /// Puts jobs that wait for each other's machines into `cycle`. Every such job wants one machine and keeps one, so
    /// cycles share no job.
    ///
    /// @param up whether only machines that are up count
    /// @return how many jobs, 0 when there is no cycle
    private int findCycle(boolean up) {
        Arrays.fill(seen, 0);
        for (int from = 0; from < step.length; from++) {
            int job = from;
            while (job != NOBODY && seen[job] == 0 && blocked(job)) {
                seen[job] = from + 1;
                int wanted = machines[next(job)];
                job = up && down[wanted] ? NOBODY : held[wanted];
            }
            if (job != NOBODY && blocked(job) && seen[job] == from + 1) {
                int length = 0;
                int at = job;
                do {
                    cycle[length++] = at;
                    at = held[machines[next(at)]];
                } while (at != job);
                return length;
            }
        }
        return 0;
    }

    /// Starts the next operation of an available job.
    ///
    /// @throws IllegalArgumentException when the job is not available
    void load(int job) {
        if (!isAvailable(job)) {
            throw new IllegalArgumentException("job [%d] cannot be started at %d; available are %s"
                    .formatted(job, now, Arrays.toString(Arrays.copyOf(available, availableCount))));
        }
        if (on[job] != NOBODY) {
            leave(job, next(job) - 1);
        }
        start(job);
    }

    private void start(int job) {
        int operation = next(job);
        int machine = machines[operation];
        held[machine] = job;
        on[job] = machine;
        processing[job] = true;
        inProcess++;
        started[operation] = now;
        clock.processes(machine, durations[operation]);
    }

    private boolean isAvailable(int job) {
        for (int i = 0; i < availableCount; i++) {
            if (available[i] == job) {
                return true;
            }
        }
        return false;
    }

    /// The instance that is played.
    public JobShop instance() {
        return instance;
    }

    /// What becomes of finished jobs.
    public Mode mode() {
        return mode;
    }

    /// How machines are interrupted.
    public Shutdowns shutdowns() {
        return shutdowns;
    }

    /// The time.
    public long now() {
        return now;
    }

    /// How many operations can be started now, each the next one of another job.
    public int available() {
        return availableCount;
    }

    /// One of the jobs whose next operation can be started now.
    ///
    /// @param i from 0 to available - 1; jobs ascend
    public int available(int i) {
        if (i >= availableCount) {
            throw new IndexOutOfBoundsException(i);
        }
        return available[i];
    }

    /// Whether every job is finished, or there is a deadlock.
    public boolean over() {
        return unfinished == 0 || deadlock != null;
    }

    /// Why the jobs are stuck for ever, if they are.
    public Optional<Deadlock> deadlock() {
        return Optional.ofNullable(deadlock);
    }

    /// The number of jobs.
    public int jobs() {
        return step.length;
    }

    /// The number of machines.
    public int machines() {
        return held.length;
    }

    /// The number of operations.
    public int operations() {
        return durations.length;
    }

    /// The number of a job's first operation; of the job after it, one more than that of its last. For the number of
    /// jobs, the number of operations.
    public int first(int job) {
        return first[job];
    }

    /// The operation that a job has under way, or that comes next.
    ///
    /// @return one more than the job's last operation when the job is complete
    public int next(int job) {
        return first[job] + step[job];
    }

    /// The machine of an operation.
    public int machine(int operation) {
        return machines[operation];
    }

    /// The duration of an operation.
    public int duration(int operation) {
        return durations[operation];
    }

    /// Whether a job is complete.
    public boolean complete(int job) {
        return next(job) == first[job + 1];
    }

    /// Whether a job is being processed.
    public boolean inProcess(int job) {
        return processing[job];
    }

    /// Whether a finished job keeps a machine because its next one is not free.
    public boolean blocked(int job) {
        return on[job] != NOBODY && !processing[job];
    }

    /// When the operation before the next one was finished; 0 for a first operation.
    public long readySince(int job) {
        return readySince[job];
    }

    /// The durations of an operation and of all that follow in its job.
    public long workFrom(int operation) {
        return workFrom[operation];
    }

    /// The durations of the operations of a job that are not finished; one under way counts whole.
    public long workLeft(int job) {
        return complete(job) ? 0 : workFrom[next(job)];
    }

    /// The number of operations of a job that are not finished.
    public int operationsLeft(int job) {
        return first[job + 1] - next(job);
    }

    /// The job on a machine, processed or finished; -1 when it is empty.
    public int holder(int machine) {
        return held[machine];
    }

    /// Whether a machine processes a job.
    public boolean busy(int machine) {
        return held[machine] != NOBODY && processing[held[machine]];
    }

    /// Whether a machine is shut down.
    public boolean down(int machine) {
        return down[machine];
    }

    /// The operations that a machine has started, in their order.
    public List<Integer> started(int machine) {
        return IntStream.range(0, durations.length)
                .filter(operation -> machines[operation] == machine && started[operation] >= 0)
                .boxed()
                .sorted(Comparator.comparingLong(operation -> started[operation]))
                .toList();
    }

    /// Time until the job on a machine is finished; 0 when it processes nothing.
    public long processingLeft(int machine) {
        if (!busy(machine)) {
            return 0;
        }
        int operation = next(held[machine]);
        return started[operation] + durations[operation] - now;
    }

    /// The sum of what every job has waited so far: time in which it was neither processed nor complete.
    public long waiting() {
        return waiting;
    }

    /// What has been done so far.
    public Schedule schedule() {
        List<Schedule.Slot> slots = new ArrayList<>();
        for (int job = 0; job < step.length; job++) {
            for (int operation = first[job]; operation < first[job + 1] && started[operation] >= 0; operation++) {
                slots.add(new Schedule.Slot(
                        job,
                        operation - first[job],
                        machines[operation],
                        started[operation],
                        finished[operation] < 0 ? started[operation] + durations[operation] : finished[operation],
                        released[operation] < 0
                                ? Math.max(now, started[operation] + durations[operation])
                                : released[operation]));
            }
        }
        return new Schedule(instance, mode, slots, downs, deadlock());
    }
}
