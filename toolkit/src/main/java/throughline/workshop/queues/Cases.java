package throughline.workshop.queues;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import throughline.data.Schema;
import throughline.data.Sweep;
import throughline.data.Trace;
import throughline.fab.Fab;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.fab.Smt2020;
import throughline.random.Distribution;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// What the exercises are about. The notebook and the judges look at the same things, each with runs of its own.
public final class Cases {
    /// Lots at random distances, of about the same process time, the last one first: neither Poisson nor in turn.
    public static final OneMachine NIGHT_SHIFT =
            new OneMachine(new Distribution.Uniform(0, 2), new Distribution.Normal(0.9, 0.2), true);

    /// Lots that come every hour to the minute, and take 48 minutes in the mean.
    public static final OneMachine ON_TIME =
            new OneMachine(new Distribution.Constant(1), new Distribution.Exponential(0.8));

    /// Up for four fifths of the time; stops of 12 minutes.
    public static final StoppingTool STOPS = new StoppingTool(0.625, 1, 0.8, 0.2);

    /// Hours in the system that a planner allows at [#STOPS].
    public static final double ALLOWED_HOURS = 5;

    /// Six lots have room; a load takes four hours.
    public static final Furnace FURNACE = new Furnace(0.5, 4, 6, 1);

    /// Four machines in series, the third of which is the slowest.
    public static final Line LINE = Line.of(1, 1, 1.5, 1);

    /// Share of its bottleneck's rate that is asked of [#LINE].
    public static final double ASKED_RATE = 0.9;

    /// A machine that is loaded to nine tenths.
    public static final OneMachine OLD = OneMachine.loaded(0.9);

    /// The same lots on a machine that is three per cent faster.
    public static final OneMachine FASTER = new OneMachine(OLD.between(), new Distribution.Exponential(0.97));

    /// Lots of each run on either of them.
    public static final int LOTS = 2_000;

    /// Runs on either of them.
    public static final int PAIRS = 12;

    /// The whole Mini-Fab, empty at the start, for four weeks.
    public static final MiniFabSpec MINI_FAB =
            MiniFabSpec.WHOLE.with("horizon", "28 d").with("sampling", "4 h");

    /// Runs of it.
    public static final int RUNS = 8;

    /// Days at the start of those runs that do not count.
    public static final double WARM_UP = 7;

    private static final double MINUTES_A_DAY = 1440;

    private Cases() {}

    /// Eight runs of the whole Mini-Fab from empty.
    public static Sweep<MiniFabSpec> miniFab() {
        return new Sweep<>(MiniFab.recipe(), List.of(MINI_FAB), RUNS, 1);
    }

    /// The tables of those runs, simulated anew.
    static List<Map<String, Trace>> runs() {
        return Workers.all(IntStream.rangeClosed(1, RUNS)
                .<Supplier<Map<String, Trace>>>mapToObj(
                        seed -> () -> MiniFab.run(MINI_FAB, seed, Cancel.onInterrupt(), Progress.NONE))
                .toList());
    }

    /// Work in progress every four hours, in the mean over the runs.
    static double[] wip(List<Map<String, Trace>> runs) {
        List<double[]> all =
                runs.stream().map(run -> run.get("series").column("wip")).toList();
        return IntStream.range(0, all.getFirst().length)
                .mapToDouble(
                        i -> all.stream().mapToDouble(run -> run[i]).average().orElseThrow())
                .toArray();
    }

    /// Cycle time of each run, in hours, over the lots that were finished after the warm-up.
    static double[] cycleHours(List<Map<String, Trace>> runs) {
        return runs.stream()
                .map(run -> run.get("lots"))
                .mapToDouble(Cases::cycleHours)
                .toArray();
    }

    private static double cycleHours(Trace lots) {
        double[] hours = lots.column("tat");
        double[] departed = lots.column("departed");
        int fate = lots.schema().columns().stream()
                .map(Schema.Column::name)
                .toList()
                .indexOf("fate");
        return IntStream.range(0, lots.rows())
                .filter(i -> lots.text(fate, i).equals("finished") && departed[i] > WARM_UP * MINUTES_A_DAY)
                .mapToDouble(i -> hours[i])
                .average()
                .orElseThrow();
    }

    /// Mean hours in the system of a machine, a run for each of the seeds 1, 2 and so on.
    public static double[] hours(OneMachine machine) {
        return IntStream.rangeClosed(1, PAIRS)
                .mapToDouble(seed -> machine.run(LOTS, seed).meanHours())
                .toArray();
    }

    /// The folder of the small fab that comes along, in the format of SMT2020.
    public static Path smallFab() {
        return Path.of(System.getProperty("throughline.home", "."), "datasets", "small-fab");
    }

    /// That fab.
    static Fab readSmallFab() {
        return Smt2020.read(smallFab());
    }
}
