package throughline.papers.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.learning.rl.Corridor;
import throughline.learning.rl.Ppo;
import throughline.learning.rl.Training;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// PPO trained for the same number of samples by several recipes, over seeds, on a corridor whose optimum is known and
/// whose rewards are noisy.
///
/// What is compared is not a sampled return but the exact expected discounted reward of the policy, as it draws its
/// actions, from the start of the corridor.
///
/// ```java
/// var scaling = PpoScaling.small();
/// var runs = scaling.run(scaling.byEnvironments(16, 48, 128));
/// show(Figure.of(runs.plot()));
/// ```
///
/// @param corridor the problem
/// @param hidden   sizes of the hidden layers of actor and critic; none makes them tables
/// @param base     settings of all recipes but for what they change
/// @param samples  of a training, a multiple of those of any update
/// @param seeds    how many
/// @param first    the first of them
public record PpoScaling(Corridor corridor, List<Integer> hidden, Ppo base, long samples, int seeds, long first) {
    public PpoScaling {
        hidden = List.copyOf(hidden);
    }

    /// What the ledger has time for: 24,576 samples, 8 seeds. So that there is a plateau after so few, the
    /// reward has a noise of 3 at a mean of 1, the rate is 1e-2, and entropy with weight 0.1 keeps the policy
    /// from settling by becoming certain; from 6,000 samples on, the mean over seeds of 16 environments stays
    /// near 0.58 of 0.87, while single seeds wander between 0.2 and 0.8. Two epochs an update halve the time.
    ///
    /// All settings were chosen on seeds 1 to 8. Seeds 11 to 18 were the ledger's once, and were looked at
    /// before the settings were last changed; its seeds now, 31 to 38, were not looked at before.
    public static PpoScaling small() {
        Ppo base = Ppo.STANDARD.with("rate", "1e-2").with("entropy", "0.1").with("epochs", "2");
        return new PpoScaling(Corridor.SIXTEEN.noisy(3), List.of(32), base, 24_576, 8, 31);
    }

    /// What a minute is too short for: rate 3e-4, no entropy, and samples for 20 updates of 1,024 environments.
    ///
    /// Run once, a recipe at a time, nothing stagnated: over the second half of the samples 16 environments had
    /// 0.857 ± 0.002 of an optimum of 0.870, and 1,024 had 0.846 ± 0.002; 16 with an anchor 16 updates behind
    /// 0.853 ± 0.002, with the rate divided by ten at half 0.848 ± 0.004, at a quarter of the rate 0.725 ± 0.008.
    /// Co-scaled with the root, 1,024 had 0.789 ± 0.019. A recipe took up to four minutes on a busy core.
    public static PpoScaling large() {
        return new PpoScaling(Corridor.SIXTEEN.noisy(3), List.of(32), Ppo.STANDARD, 327_680, 8, 21);
    }

    /// A way to train.
    ///
    /// @param name     as in tables and figures
    /// @param settings of the first half of the samples
    /// @param later    of the second half
    public record Recipe(String name, Ppo settings, Ppo later) {
        /// The same settings from first to last.
        public Recipe(String name, Ppo settings) {
            this(name, settings, settings);
        }
    }

    /// The base with other numbers of environments: size of mini-batches and rate are held, so that the number of
    /// mini-batches grows.
    public List<Recipe> byEnvironments(int... environments) {
        return Arrays.stream(environments)
                .mapToObj(n -> new Recipe("N = " + n, environments(n)))
                .toList();
    }

    private Ppo environments(int n) {
        return base.with("environments", n);
    }

    /// The base with more environments, mini-batches that grow with them, and a rate that grows as a power of their
    /// ratio.
    ///
    /// @param power 0.5 is the recipe that is said to do harm, 0 holds the rate
    public Recipe coScaled(int n, double power) {
        double ratio = (double) n / base.environments();
        Ppo settings = environments(n)
                .with("minibatch", Math.round(base.minibatch() * ratio))
                .with("rate", base.rate() * Math.pow(ratio, power));
        return new Recipe(String.format(Locale.ROOT, "N = %d, b ~ N, rate ~ N^%.2g", n, power), settings);
    }

    /// The base with another rate.
    public Recipe slower(double factor) {
        return new Recipe(
                String.format(Locale.ROOT, "N = %d, rate x %.3g", base.environments(), factor),
                base.with("rate", base.rate() * factor));
    }

    /// The base, slowed down after half of the samples.
    public Recipe slowedDown(double factor) {
        return new Recipe(
                String.format(Locale.ROOT, "N = %d, rate x %.3g at half", base.environments(), factor),
                base,
                base.with("rate", base.rate() * factor));
    }

    /// The base, clipped around an average over updates.
    public Recipe anchored(double centreOfMass) {
        return new Recipe(
                String.format(Locale.ROOT, "N = %d, anchor %.3g", base.environments(), centreOfMass),
                base.with("anchor", centreOfMass));
    }

    /// A point of a learning curve.
    ///
    /// @param update  number of updates made
    /// @param samples taken so far
    /// @param value   expected discounted reward of the policy from the start
    public record Point(int update, long samples, double value) {}

    /// What the seeds of a recipe went through; all have their points at the same updates.
    ///
    /// @param seeds `[seed][point]`
    public record Curves(Recipe recipe, List<List<Point>> seeds) {
        /// The values at the first point that has seen so many samples, one a seed.
        public double[] after(long samples) {
            return seeds.stream()
                    .mapToDouble(points -> points.stream()
                            .filter(point -> point.samples() >= samples)
                            .findFirst()
                            .orElseThrow(() -> new BadInput("no point after [%d] samples", samples))
                            .value())
                    .toArray();
        }

        /// The values after so many updates, one a seed.
        public double[] afterUpdates(int updates) {
            return seeds.stream()
                    .mapToDouble(points -> points.stream()
                            .filter(point -> point.update() == updates)
                            .findFirst()
                            .orElseThrow(() -> new BadInput("no point after [%d] updates", updates))
                            .value())
                    .toArray();
        }

        /// Where each seed has settled: the mean over the points of the second half of its samples.
        public double[] plateaus() {
            return seeds.stream()
                    .mapToDouble(points -> points.stream()
                            .filter(point ->
                                    2 * point.samples() > points.getLast().samples())
                            .mapToDouble(Point::value)
                            .average()
                            .orElseThrow())
                    .toArray();
        }
    }

    /// What came out.
    ///
    /// @param optimum expected discounted reward of the best policy from the start
    /// @param curves  one a recipe
    public record Runs(double optimum, List<Curves> curves) {
        /// One row a point: `recipe`, `environments`, `seed`, `update`, `samples`, `value`.
        public Table table() {
            StringColumn recipe = StringColumn.create("recipe");
            IntColumn environments = IntColumn.create("environments");
            IntColumn seed = IntColumn.create("seed");
            IntColumn update = IntColumn.create("update");
            LongColumn samples = LongColumn.create("samples");
            DoubleColumn value = DoubleColumn.create("value");
            for (Curves curve : curves) {
                for (int s = 0; s < curve.seeds().size(); s++) {
                    for (Point point : curve.seeds().get(s)) {
                        recipe.append(curve.recipe().name());
                        environments.append(curve.recipe().settings().environments());
                        seed.append(s);
                        update.append(point.update());
                        samples.append(point.samples());
                        value.append(point.value());
                    }
                }
            }
            return Table.create("learning curves", recipe, environments, seed, update, samples, value);
        }

        /// Value over samples, a line a recipe inside a band of one standard error over seeds either way.
        public Plot plot() {
            Plot plot = Plot.of(
                    "PPO on a noisy corridor, by recipe (bands: one standard error over seeds)",
                    new Axis("samples", "", true),
                    Axis.of("expected discounted reward", ""));
            for (Curves curve : curves) {
                List<Point> points = curve.seeds().getFirst();
                double[] samples = points.stream().mapToDouble(Point::samples).toArray();
                Estimate[] values = points.stream()
                        .map(point -> Estimate.of(curve.afterUpdates(point.update())))
                        .toArray(Estimate[]::new);
                plot = plot.ribbon(
                        curve.recipe().name(),
                        samples,
                        Arrays.stream(values).mapToDouble(Estimate::mean).toArray(),
                        Arrays.stream(values)
                                .mapToDouble(v -> v.mean() - v.standardError())
                                .toArray(),
                        Arrays.stream(values)
                                .mapToDouble(v -> v.mean() + v.standardError())
                                .toArray());
            }
            double[] ends = plot.series().stream()
                    .flatMapToDouble(series -> Arrays.stream(series.x()))
                    .toArray();
            double[] all = {
                Arrays.stream(ends).min().orElse(1), Arrays.stream(ends).max().orElse(1)
            };
            return plot.line("optimum", all, new double[] {optimum, optimum});
        }

        /// How many samples the last recipe needs to overtake the first for good, as the means over seeds say, at the
        /// points of the last; NaN when it does not, 0 when it is never behind.
        public double crossover() {
            Curves few = curves.getFirst();
            Curves many = curves.getLast();
            double crossed = 0;
            for (Point point : many.seeds().getFirst()) {
                double gain = mean(many.after(point.samples())) - mean(few.after(point.samples()));
                if (gain < 0) {
                    crossed = Double.NaN;
                } else if (Double.isNaN(crossed)) {
                    crossed = point.samples();
                }
            }
            return crossed;
        }

        private static double mean(double[] values) {
            return Arrays.stream(values).average().orElseThrow();
        }
    }

    /// Trains until it is interrupted, or done.
    public Runs run(List<Recipe> recipes) {
        return run(recipes, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Trains every recipe with every seed, several at a time; the results do not depend on how many.
    ///
    /// @param progress in samples
    /// @throws CancellationException when it was cancelled: half a comparison says nothing
    public Runs run(List<Recipe> recipes, Cancel cancel, Progress progress) {
        for (Recipe recipe : recipes) {
            if (samples % recipe.settings().samples() != 0) {
                throw new BadInput(
                        "samples [%d] must be a multiple of the %d of an update of recipe %s",
                        samples, recipe.settings().samples(), recipe.name());
            }
        }
        int most = recipes.stream()
                .mapToInt(recipe -> recipe.settings().samples())
                .max()
                .orElseThrow(() -> new BadInput("no recipe"));
        AtomicLong done = new AtomicLong();
        long total = samples * seeds * recipes.size();
        List<Supplier<List<Point>>> trainings = new ArrayList<>();
        for (Recipe recipe : recipes) {
            for (int s = 0; s < seeds; s++) {
                long seed = first + s;
                trainings.add(
                        () -> train(recipe, seed, most, cancel, more -> progress.report(done.addAndGet(more), total)));
            }
        }
        List<List<Point>> points = Workers.all(trainings);
        List<Curves> curves = IntStream.range(0, recipes.size())
                .mapToObj(r -> new Curves(recipes.get(r), points.subList(r * seeds, (r + 1) * seeds)))
                .toList();
        return new Runs(corridor.optimum(base.gamma())[corridor.start()], curves);
    }

    /// Told of samples as they are taken.
    @FunctionalInterface
    private interface Tick {
        void add(long samples);
    }

    /// @param most samples of the largest update; four points are due in as many, and before that four from one power
    ///             of two to the next
    private List<Point> train(Recipe recipe, long seed, int most, Cancel cancel, Tick tick) {
        Ppo ppo = recipe.settings();
        int every = Math.max(ppo.samples(), most / 4);
        long shared = samples / most * ppo.samples();
        List<Point> points = new ArrayList<>();
        double due = ppo.samples();
        try (Training<float[]> training =
                ppo.start(corridor.agent(hidden.toArray(Integer[]::new)), corridor::environment, seed)) {
            for (long taken = ppo.samples(); taken <= samples; taken += ppo.samples()) {
                if (cancel.requested()) {
                    throw new CancellationException("cancelled");
                }
                training.settings(2 * taken > samples ? recipe.later() : ppo);
                training.run(1, cancel, Progress.NONE);
                tick.add(ppo.samples());
                if (taken % every == 0 || taken < every && taken >= due || taken == shared) {
                    points.add(new Point(Math.toIntExact(taken / ppo.samples()), taken, value(training)));
                    due = taken * Math.pow(2, 0.25);
                }
            }
        }
        return points;
    }

    private double value(Training<float[]> training) {
        List<float[]> sights =
                IntStream.range(0, corridor.states()).mapToObj(corridor::sight).toList();
        return corridor.values(training.probabilities(sights), base.gamma())[corridor.start()];
    }
}
