package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Any forecaster, with intervals that hold as much of a new run as they say, whatever the forecaster is and however
/// the data are distributed: split conformal prediction (Vovk et al. 2005) with whole runs as the unit.
///
/// ```java
/// Task task = Task.forecast("wip").lags(24).horizon(12).quantiles(0.05, 0.5, 0.95);
/// Backtest.of(task, split).run(new Conformal(new Lstm()), new Conformal(new LastValue())).table();
/// ```
///
/// The validation runs are dealt by lot into two parts: one the forecaster stops and regularises by, the other it never
/// sees. Of that other part's windows it is asked, and each central interval, for each target and step ahead, is
/// widened (or narrowed) until it holds the share it should. Of each of these runs as many windows are asked, so that
/// no long run outweighs a short one: a run of few windows leaves few of every other.
///
/// Windows of one run resemble each other, so a thousand windows of ten runs are ten witnesses and not a thousand.
/// What is exchangeable is the run; see [Unit] for what follows. Promises are means over deals of runs: neither each
/// run, nor each stretch of a run, nor the mean over one small set of test runs is promised as much. Nothing is
/// promised under a shift, where knobs or laws are others than in calibration; [#adaptive(double)] is the answer to
/// that. A target of few values, such as a count, is held more often than asked for: many errors are equal, and an
/// interval holds all of them or none.
///
/// The median is the forecaster's own for [Nonconformity#QUANTILES], otherwise its point.
public final class Conformal implements Forecaster {
    /// What is counted as one witness, for nominal probability p, K calibration runs, and a window drawn by lot from a
    /// new run of the same source.
    public enum Unit {
        /// Runs: hierarchical conformal prediction (Lee, Barber & Willett 2023), where each calibration run
        /// weighs the same and the new one, as if infinitely far off, once more. The window is inside with at
        /// least p, and at most `p + 2 / (K + 1)` where no two errors are equal: about `p (1 + 1 / K)` where
        /// windows of one run differ as those of two.
        RUNS,
        /// Windows, pooled: p where windows of one run differ as those of two, and as little as `p K / (K + 1)`
        /// where they are all alike. The narrower choice, and close to p for many runs.
        WINDOWS
    }

    private final Settings settings = new Settings("conformal")
            .whole("unit", 0, 0, Unit.values().length - 1)
            .whole("measure", 0, 0, Nonconformity.values().length - 1)
            .real("share", 0.5, Double.MIN_NORMAL, 1)
            .real("gamma", 0, 0, 1);

    private Forecaster base;
    private Calibration calibration;

    /// The last value with intervals.
    public Conformal() {
        this(new LastValue());
    }

    /// @param base learns when this learns
    public Conformal(Forecaster base) {
        this.base = base;
        double seed = base.settings().has("seed") ? base.settings().real("seed") : 1;
        long most = 1L << 53;
        settings.whole("seed", 1, -most, most);
        settings.set("seed", seed);
    }

    /// Measures by other than the forecaster's own quantiles, as the setting `measure` does by its place, from the next
    /// fit on.
    public Conformal by(Nonconformity measure) {
        settings.set("measure", measure.ordinal());
        return this;
    }

    /// Counts other than runs, as the setting `unit` does by its place.
    public Conformal counting(Unit unit) {
        settings.set("unit", unit.ordinal());
        return this;
    }

    /// @param share of the validation runs that the forecaster never sees, in (0, 1]; default one half
    public Conformal calibratedOn(double share) {
        settings.set("share", share);
        return this;
    }

    /// Moves with what comes: asked for windows of one run in ascending order and at once, it counts which answers
    /// of the earlier ones fell outside, as soon as the run has shown them, and widens or narrows from there
    /// (adaptive conformal inference, Gibbs & Candes 2021). Over a long run the share inside approaches the nominal
    /// one whatever happens, the sooner the larger gamma is; but a large gamma buys it with intervals that swing
    /// between far too narrow and far too wide. Unlike there, an interval never becomes infinite: beyond the
    /// largest calibration score it grows in proportion.
    ///
    /// @param gamma how fast, in [0, 1], such as 0.005; 0, the default, never moves
    public Conformal adaptive(double gamma) {
        settings.set("gamma", gamma);
        return this;
    }

    @Override
    public String kind() {
        return "conformal";
    }

    @Override
    public String name() {
        return (settings.real("gamma") > 0 ? "adaptive conformal " : "conformal ") + base.name();
    }

    /// `unit`, `measure`, `share`, `gamma`, and `seed`: which runs are kept aside, and the forecaster's own if it
    /// has one.
    @Override
    public Settings settings() {
        return settings;
    }

    /// What stands behind it, fitted when this is.
    public Forecaster base() {
        return base;
    }

    /// {@inheritDoc} The validation runs must be enough for the widest interval: K runs, when runs are counted, hold at
    /// most `K / (K + 1)`, so 90 % needs nine.
    ///
    /// @throws BadInput if they are not, or the task's levels do not pair around one half
    @Override
    public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        calibration = null;
        Task task = train.task();
        double widest = requirePairs(task);
        Set<String> aside = aside(validation);
        int needed = unit() == Unit.RUNS ? Calibration.needed(widest) : 1;
        if (aside.size() < needed) {
            throw new BadInput(
                    "conformal: [%d] calibration runs, of %d for validation; an interval of %s needs %d",
                    aside.size(), validation.runs().size(), ResultTables.percent(widest), needed);
        }
        if (base.settings().has("seed")) {
            base.settings().set("seed", settings.real("seed"));
        }
        base.fit(train, validation.only(run -> !aside.contains(run.run())), cancel, progress);
        Windows unseen = validation.only(run -> aside.contains(run.run()));
        Calibration found = Calibration.of(base, measure(), unseen, train);
        int fewest = Calibration.needed(widest);
        if (found.runs() * found.each() < fewest) {
            throw new BadInput(
                    "conformal: [%d] calibration windows, as many of each run; an interval of %s needs %d",
                    found.runs() * found.each(), ResultTables.percent(widest), fewest);
        }
        calibration = found;
    }

    private Unit unit() {
        return Unit.values()[settings.whole("unit")];
    }

    private Nonconformity measure() {
        return Nonconformity.values()[settings.whole("measure")];
    }

    /// The nominal share of the widest interval.
    private static double requirePairs(Task task) {
        List<Central> centrals = Central.of(task.levels());
        if (centrals.isEmpty() || 2 * centrals.size() + 1 != task.levels().size()) {
            throw new BadInput(
                    "conformal: quantile levels %s; they must be 0.5 and pairs around it, such as 0.05, 0.5, 0.95",
                    task.levels());
        }
        return centrals.getLast().nominal();
    }

    /// The runs that are kept for calibration; which depends on the seed and their names alone.
    private Set<String> aside(Windows validation) {
        List<Series> runs = new ArrayList<>(validation.runs());
        runs.removeIf(run -> validation.only(other -> other == run).isEmpty());
        runs.sort(Comparator.comparing(Series::run));
        new Streams((long) settings.real("seed")).named("conformal").shuffle(runs);
        int count = (int) Math.round(settings.real("share") * runs.size());
        Set<String> aside = new HashSet<>();
        runs.subList(0, count).forEach(run -> aside.add(run.run()));
        return aside;
    }

    @Override
    public Task task() {
        if (calibration == null) {
            throw new IllegalStateException(name() + " forecasts after a fit");
        }
        return base.task();
    }

    @Override
    public List<Forecast> forecast(List<Window> windows) {
        Task task = task();
        for (Window window : windows) {
            if (!task.asksAs(window.task())) {
                throw new BadInput("%s was fitted for [%s], not for %s", kind(), task, window.task());
            }
        }
        List<Forecast> own = base.forecast(windows);
        List<Forecast> all = new ArrayList<>(windows.size());
        double gamma = settings.real("gamma");
        Shares shares = new Shares(task, gamma);
        for (int w = 0; w < windows.size(); w++) {
            Window window = windows.get(w);
            if (!shares.goesOn(window)) {
                shares = new Shares(task, gamma);
            }
            shares.until(window.now());
            all.add(widened(own.get(w), window, shares));
            shares.add(window, all.getLast());
        }
        return all;
    }

    private Forecast widened(Forecast own, Window window, Shares shares) {
        Task task = window.task();
        List<Central> centrals = Central.of(task.levels());
        int targets = task.targets().size();
        double[][][] quantiles = new double[task.levels().size()][targets][task.horizon()];
        Nonconformity measure = calibration.measure();
        for (int t = 0; t < targets; t++) {
            for (int h = 0; h < task.horizon(); h++) {
                double median = measure == Nonconformity.QUANTILES ? own.quantile(0.5)[t][h] : own.point()[t][h];
                double low = median;
                double high = median;
                quantiles[centrals.size()][t][h] = median;
                for (int c = 0; c < centrals.size(); c++) {
                    Central central = centrals.get(c);
                    var first = measure.first(own, window, central, t, h, calibration.usual());
                    double wider = calibration.threshold(unit(), c, t, h, shares.of(c, t, h)) * first.unit();
                    // An interval holds the narrower ones: it keeps at least its share, and quantiles do not cross.
                    low = Math.min(low, first.low() - wider);
                    high = Math.max(high, first.high() + wider);
                    quantiles[central.low()][t][h] = low;
                    quantiles[central.high()][t][h] = high;
                }
            }
        }
        return new Forecast(own.point(), task.levels(), quantiles);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        task();
        out.writeUTF(base.kind());
        out.writeUTF(base.name());
        out.writeInt(base.settings().ofFit().size());
        for (var setting : base.settings().ofFit().entrySet()) {
            out.writeUTF(setting.getKey());
            out.writeDouble(setting.getValue());
        }
        calibration.write(out);
        base.write(out);
    }

    @Override
    public void read(Task of, DataInput in) throws IOException {
        close();
        Forecaster was = Learner.named(in.readUTF());
        String name = in.readUTF();
        for (int count = in.readInt(); count > 0; count--) {
            was.settings().set(in.readUTF(), in.readDouble());
        }
        Calibration read = Calibration.read(in);
        was.read(of, in);
        base = name.equals(was.name()) ? was : was.named(name);
        calibration = read;
    }

    @Override
    public void close() {
        base.close();
        calibration = null;
    }
}
