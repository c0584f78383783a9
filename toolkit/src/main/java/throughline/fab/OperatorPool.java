package throughline.fab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// A crew at work: machines ask for a person, are granted one, and let him go. Whoever is free first looks at the
/// station he likes best, and there at who asked first; where several are free, who likes the station better goes. Of
/// those who ask at one instant, the machine whose name comes first is first.
public final class OperatorPool extends Atomic {
    private static final Tick TICK = Tick.MILLISECOND;

    final In<Job> asks = in("asks", Job.class);
    final In<Job> overs = in("overs", Job.class);

    private final Crew crew;
    private final Map<String, Out<Job>> grants = new TreeMap<>();
    private final List<Job> line = new ArrayList<>();
    private final Job[] tasks;
    private final int preferences;
    private final List<Job> granted = new ArrayList<>();
    private final long[] busyTicks;
    private final long[] since;
    private boolean absent;
    private long turns;
    private long changes;

    /// @param machines their names within the whole fab
    OperatorPool(String name, Crew crew, Collection<String> machines) {
        super(name);
        this.crew = crew;
        tasks = new Job[crew.people().size()];
        busyTicks = new long[tasks.length];
        since = new long[tasks.length];
        preferences = crew.people().stream()
                .mapToInt(person -> person.stations().size())
                .max()
                .orElse(0);
        machines.forEach(machine -> grants.put(machine, out("granted" + machine, Job.class)));
        turns = crew.absence().minutes() == 0
                ? NEVER
                : TICK.minutes(crew.absence().everyMinutes());
    }

    Map<String, Out<Job>> grants() {
        return grants;
    }

    /// Machines that wait for somebody.
    public int waiting() {
        return line.size();
    }

    /// Ticks that a person has worked up to a time.
    ///
    /// @param person index in the crew
    /// @param time   not before the pool's last transition
    public long busyTicks(int person, long time) {
        return busyTicks[person] + (tasks[person] == null ? 0 : time - since[person]);
    }

    @Override
    protected long timeAdvance() {
        return !granted.isEmpty() ? 0 : turns == NEVER ? NEVER : turns - now();
    }

    @Override
    protected void output() {
        granted.forEach(job -> grants.get(job.machine()).send(job));
    }

    @Override
    protected void internalTransition() {
        if (!granted.isEmpty()) {
            granted.clear();
            return;
        }
        absent = !absent;
        changes += absent ? 1 : 0;
        long began = TICK.minutes(changes * crew.absence().everyMinutes());
        turns = absent
                ? began + TICK.minutes(crew.absence().minutes())
                : TICK.minutes((changes + 1) * crew.absence().everyMinutes());
        assign();
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Job over : overs) {
            line.remove(over);
            for (int person = 0; person < tasks.length; person++) {
                if (over.equals(tasks[person])) {
                    tasks[person] = null;
                    busyTicks[person] += now() - since[person];
                }
            }
        }
        List<Job> asked = new ArrayList<>();
        asks.forEach(asked::add);
        asked.sort(Comparator.comparing(Job::machine));
        line.addAll(asked);
        assign();
    }

    private void assign() {
        for (int rank = 0; rank < preferences && !absent && !line.isEmpty(); rank++) {
            for (int person = 0; person < tasks.length; person++) {
                List<String> stations = crew.people().get(person).stations();
                if (tasks[person] == null && rank < stations.size()) {
                    give(person, stations.get(rank));
                }
            }
        }
    }

    private void give(int person, String station) {
        for (Job job : line) {
            if (job.station().equals(station)) {
                line.remove(job);
                tasks[person] = job;
                since[person] = now();
                granted.add(job);
                return;
            }
        }
    }
}
