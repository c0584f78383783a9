package throughline.workshop.league;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import throughline.fab.Dispatch;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Dispatching rules of a class on the same fab and the same seeds.
///
/// ```java
/// var league = League.of(Map.of("ada", "Dispatch.SPT", "bob", "Dispatch.by((lot, tool) -> lot.due())"))
///         .with("mine", Dispatch.SETUP_AVOIDING);
/// var standings = league.run(Arena.miniFab());
/// show(standings.table(), standings.plot());
/// var reshuffled = standings.reshuffled(Arena.drawn(7));
/// show(reshuffled.table(), reshuffled.plot());
/// ```
///
/// Breakdowns, releases and processing times fall the same way for all of them, so that the difference of two rules is
/// known better than either. FIFO, SPT, CRITICAL_RATIO and a random order always run along. A rule that does not
/// compile, throws, never comes back, is null, or gives two results for one seed fails alone; the others' numbers
/// stay as they are without it. Expressions run with the rights of this process.
public final class League {
    /// Seeds that entries meet, unless said otherwise.
    public static final int SEEDS = 12;
    /// Seconds of wall clock for all runs of an entry, unless said otherwise.
    public static final double LIMIT = 120;

    /// The baseline that overfitting is judged by.
    static final String FIFO = "FIFO";

    private static final List<Entry> BASELINES = List.of(
            Entry.of(FIFO, Dispatch.FIFO).asBaseline(),
            Entry.of("SPT", Dispatch.SPT).asBaseline(),
            Entry.of("CRITICAL_RATIO", Dispatch.CRITICAL_RATIO).asBaseline(),
            Entry.of("random", Dispatch.random(1)).asBaseline());

    private final List<Entry> entries;
    private final Objective objective;
    private final int seeds;
    private final double limitSeconds;

    private League(List<Entry> entries, Objective objective, int seeds, double limitSeconds) {
        this.entries = List.copyOf(entries);
        this.objective = objective;
        this.seeds = seeds;
        this.limitSeconds = limitSeconds;
        Map<String, Entry> names = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Entry before = names.put(entry.name(), entry);
            if (before != null) {
                throw new BadInput(
                        "league: two entries are called [%s]%s; names must differ%s",
                        entry.name(),
                        entry.file().isEmpty() ? "" : ", at " + before.place(0, 1) + " and " + entry.place(0, 1),
                        before.baseline() ? ", from those of the baselines too" : "");
            }
        }
        if (seeds < 2 || seeds > 1_000) {
            throw new BadInput("league: seeds [%d] must be from 2 to 1000", seeds);
        }
        if (!(limitSeconds > 0)) {
            throw new BadInput("league: limit [%s s] must be more than 0", limitSeconds);
        }
    }

    /// The league of the baselines alone, to be joined by [#with(Entry)].
    public static League empty() {
        return new League(BASELINES, Objective.CYCLE, SEEDS, LIMIT);
    }

    /// Expressions by the name of who handed them in, in the order of names.
    ///
    /// @throws BadInput when a name is that of a baseline
    public static League of(Map<String, String> expressions) {
        League league = empty();
        for (var named : new TreeMap<>(expressions).entrySet()) {
            league = league.with(Entry.of(named.getKey(), named.getValue()));
        }
        return league;
    }

    /// The entries of a text file with a line `name: expression` each, where `#` begins a comment line, or of a folder
    /// with a file `NAME.txt` each.
    ///
    /// @throws BadInput when there is no such file, or a name comes twice
    public static League read(Path path) {
        List<Entry> all = new ArrayList<>(BASELINES);
        all.addAll(Entries.read(path));
        return new League(all, Objective.CYCLE, SEEDS, LIMIT);
    }

    /// This and one more entry.
    ///
    /// @throws BadInput when the name is taken
    public League with(Entry entry) {
        List<Entry> all = new ArrayList<>(entries);
        all.add(entry);
        return new League(all, objective, seeds, limitSeconds);
    }

    /// This and a rule that is there already.
    ///
    /// @throws BadInput when the name is taken
    public League with(String name, Dispatch rule) {
        return with(Entry.of(name, rule));
    }

    /// This, decided by something else than cycle time.
    public League by(Objective other) {
        return new League(entries, other, seeds, limitSeconds);
    }

    /// This with another number of seeds, 2 to 1000.
    public League seeds(int other) {
        return new League(entries, objective, other, limitSeconds);
    }

    /// This with another limit of wall clock for all runs of an entry. Loops within an expression end after a million
    /// turns, on any machine; this is for what it calls.
    public League limit(double seconds) {
        return new League(entries, objective, seeds, seconds);
    }

    /// Runs everybody, until interrupted.
    public Standings run(Arena arena) {
        return run(arena, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs everybody. When the cancel comes, entries that have played all seeds are kept, and the others said to be
    /// left out. What comes out hangs neither on the number of threads nor on the order of the entries.
    ///
    /// @throws BadInput when the objective is tardiness and lots of the arena have no due date
    public Standings run(Arena arena, Cancel cancel, Progress progress) {
        return new Standings(this, arena, results(entries, arena, cancel, progress));
    }

    /// Runs some entries.
    List<Result> results(List<Entry> chosen, Arena arena, Cancel cancel, Progress progress) {
        Attempt attempt =
                new Attempt(arena, seeds, limitSeconds, Runtime.getRuntime().availableProcessors(), cancel);
        List<Result> results = new ArrayList<>();
        try (RuleCompiler compiler = new RuleCompiler()) {
            for (Entry entry : chosen) {
                Result result = cancel.requested() ? leftOut(entry) : result(entry, compiler, attempt);
                checkDueDates(result, arena);
                results.add(result);
                progress.report(results.size(), chosen.size());
            }
        }
        return results;
    }

    private void checkDueDates(Result result, Arena arena) {
        if (objective == Objective.TARDINESS
                && result.trials().stream()
                        .anyMatch(trial -> !trial.isDrowned() && Double.isNaN(trial.tardinessHours()))) {
            throw new BadInput(
                    "league on %s: objective [tardiness] needs lots that are due in the days that count, and there are"
                            + " none; give more days, a fab with due dates, or another objective",
                    arena.name());
        }
    }

    private static Result result(Entry entry, RuleCompiler compiler, Attempt attempt) {
        if (!entry.fault().isEmpty()) {
            return new Result(entry, List.of(), entry.fault());
        }
        try {
            Supplier<Dispatch> rule =
                    entry.rule().<Supplier<Dispatch>>map(ready -> () -> ready).orElseGet(() -> compiler.compile(entry));
            List<Trial> trials = attempt.of(rule);
            return trials.isEmpty() ? leftOut(entry) : new Result(entry, trials, "");
        } catch (BadInput e) {
            return new Result(entry, List.of(), e.getMessage());
        }
    }

    private static Result leftOut(Entry entry) {
        return new Result(entry, List.of(), Result.INTERRUPTED);
    }

    /// Everybody, the baselines first.
    public List<Entry> entries() {
        return entries;
    }

    /// What decides.
    public Objective objective() {
        return objective;
    }

    /// How many seeds each entry meets: 1, 2 and so on.
    public int seeds() {
        return seeds;
    }
}
