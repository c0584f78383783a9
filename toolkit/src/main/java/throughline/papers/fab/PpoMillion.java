package throughline.papers.fab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.fab.PpoScaling.Curves;
import throughline.papers.fab.PpoScaling.Recipe;
import throughline.papers.fab.PpoScaling.Runs;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// PPO that stagnates, and what more environments do about it (arXiv 2603.06009). Its returns and its domain could not
/// be reached; what is known are statements, in the abstract and in others' notes. They are held against PPO trained
/// for real ([PpoScaling]) on a problem that is smaller by many orders of magnitude: whether the directions come out
/// there is what is tested, not the paper's scale. What the model of the outer loop ([OuterLoop]) says of itself holds
/// by arithmetic, and is shown but not counted.
public final class PpoMillion implements Paper {
    private static final String ABSTRACT = "abstract";
    private static final String NOTES = "notes on the paper by others, figure 3a";
    private static final String READING = "improvement is monotone in environments, abstract, read at equal updates";
    private static final String MODEL = "model of the outer loop, told with the paper";

    // What came of the recipes once at ten times the samples; each note stands at the row that its run is behind.
    private static final String LARGER = "With 327,680 samples, a rate of 3e-4 and no entropy (PpoScaling.large) ";
    private static final String NO_PLATEAU = LARGER + "there is no plateau to raise: ";
    private static final String LARGER_ENVIRONMENTS =
            NO_PLATEAU + "0.846 ± 0.002 with 1,024 environments against 0.857 ± 0.002 with 16.";
    private static final String LARGER_STEP = NO_PLATEAU + "0.725 ± 0.008 against 0.857 ± 0.002.";
    private static final String LARGER_DROP = "A seed wanders far, and these happened to stand high at half: on seeds 1"
            + " to 8 the gain was 0.034 ± 0.033. "
            + NO_PLATEAU
            + "0.848 ± 0.004 against 0.857 ± 0.002.";
    private static final String LARGER_ANCHOR = NO_PLATEAU + "0.853 ± 0.002 against 0.857 ± 0.002.";
    private static final String LARGER_SCALED =
            LARGER + "and 1,024 environments it does: 0.789 ± 0.019 against 0.846 ± 0.002.";

    private static final int FEW = 16;
    private static final int SOME = 48;
    private static final int MANY = 128;

    @Override
    public String id() {
        return "PPO-1M";
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        return List.of(
                Reported.of("floor simulated over floor of the law", 1, "", MODEL, told),
                Reported.of("slope of log floor over log environments", -1, "", MODEL, told),
                Reported.of("floor at half the step over floor", 0.5, "", MODEL, told),
                Reported.rises("dropping the step resumes progress, model", "", MODEL, told),
                Reported.rises("return at equal updates rises with environments", "", READING, told),
                Reported.rises("more environments raise the plateau", "", ABSTRACT, Provenance.PRINTED),
                Reported.rises("a smaller step raises the plateau", "", ABSTRACT, Provenance.PRINTED),
                Reported.falls("wrong co-scaling lowers the plateau", "", ABSTRACT, Provenance.PRINTED),
                Reported.rises("dropping the rate resumes progress", "", NOTES, told),
                Reported.rises("an anchor that lags raises the plateau", "", NOTES, told),
                Reported.notKnown("few environments ahead early", "", "learning curves at equal samples"),
                Reported.notKnown("samples until many environments overtake few", "", "learning curves"),
                Reported.notKnown("plateau of mini-batches ~ N at a held rate, gain", "", "co-scaling figure"));
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        model(evidence);
        PpoScaling scaling = PpoScaling.small();
        List<Recipe> recipes = List.of(
                scaling.byEnvironments(FEW).getFirst(),
                scaling.byEnvironments(SOME).getFirst(),
                scaling.byEnvironments(MANY).getFirst(),
                scaling.coScaled(MANY, 0.5),
                scaling.coScaled(MANY, 0),
                scaling.slower(0.25),
                scaling.slowedDown(0.1),
                scaling.anchored(FEW));
        try {
            Measured<Runs> runs = evidence.measure(
                    "PPO on a corridor with noisy rewards, %d recipes of %d seeds"
                            .formatted(recipes.size(), scaling.seeds()),
                    () -> scaling.run(recipes, cancel, progress));
            environments(evidence, runs);
            recipes(evidence, runs);
        } catch (CancellationException e) {
            return;
        }
        progress.report(1, 1);
    }

    private static void model(Evidence evidence) {
        int[] environments = {1, 16, 256};
        double[] steps = {0.8, 0.4, 0.1};
        Streams streams = new Streams(1);
        double worst = 1;
        for (double step : steps) {
            for (int n : environments) {
                OuterLoop loop = new OuterLoop(step, 10, n, 10);
                double ratio = loop.simulatedFloor(4_000, 20, streams.below(step + "-" + n))
                                .mean()
                        / loop.floor();
                worst = Math.abs(ratio - 1) > Math.abs(worst - 1) ? ratio : worst;
            }
        }
        evidence.claim(Recomputed.of("floor simulated over floor of the law", worst)
                .as("floor simulated over floor of the law, worst of nine")
                .within(Tolerance.relative(0.05, "set before any run was made"))
                .byArithmetic("the simulation is the recursion that the law solves"));
        Estimate slope = OuterLoop.slope(0.4, 10, new int[] {1, 4, 16, 64, 256}, 2_000, 20, 2);
        evidence.claim(Recomputed.of("slope of log floor over log environments", slope.mean())
                .within(Tolerance.absolute(0.05, "set before any run was made"))
                .against(Null.of(0, "a floor that does not depend on the environments"))
                .byArithmetic("the noise is divided by the root of N in the recursion itself"));
        double half = new OuterLoop(0.05, 10, 16, 10)
                        .simulatedFloor(20_000, 20, new Streams(3))
                        .mean()
                / new OuterLoop(0.1, 10, 16, 10)
                        .simulatedFloor(20_000, 20, new Streams(4))
                        .mean();
        evidence.claim(Recomputed.of("floor at half the step over floor", half)
                .within(Tolerance.absolute(0.05, "step / (2 - step) is not quite linear"))
                .against(Null.of(1, "a floor that does not depend on the step"))
                .byArithmetic("the law of the recursion"));
        Estimate resumed = resumed();
        evidence.claim(Recomputed.of("dropping the step resumes progress, model", resumed.mean())
                .within(Tolerance.direction(resumed.standardError(), "20 replications, paired"))
                .byArithmetic("the law of the recursion"));
    }

    /// How much nearer to the optimum, in mean square over 200 updates, a loop comes that has settled and whose step is
    /// divided by ten, than one that goes on.
    private static Estimate resumed() {
        OuterLoop wide = new OuterLoop(0.4, 10, 16, 10);
        double[] gains = IntStream.range(0, 20)
                .mapToDouble(r -> {
                    double[] first = wide.path(100, new Streams(5).named("settling-" + r));
                    double x = first[first.length - 1];
                    return square(new OuterLoop(0.4, 10, 16, x), r) - square(new OuterLoop(0.04, 10, 16, x), r);
                })
                .toArray();
        return Estimate.of(gains);
    }

    private static double square(OuterLoop loop, int replication) {
        return Arrays.stream(loop.path(200, new Streams(5).named("after-" + replication)))
                .map(x -> x * x)
                .average()
                .orElseThrow();
    }

    private static void environments(Evidence evidence, Measured<Runs> runs) {
        Curves few = runs.value().curves().get(0);
        Curves some = runs.value().curves().get(1);
        Curves many = runs.value().curves().get(2);
        int updates = many.seeds().getFirst().getLast().update();
        Estimate first = Estimate.paired(some.afterUpdates(updates), few.afterUpdates(updates));
        Estimate second = Estimate.paired(many.afterUpdates(updates), some.afterUpdates(updates));
        Estimate lesser = first.mean() < second.mean() ? first : second;
        String seeds = "%d seeds, paired".formatted(lesser.samples());
        evidence.claim(Recomputed.of("return at equal updates rises with environments", lesser.mean())
                .as("return after %d updates rises from %d to %d to %d environments, lesser gain"
                        .formatted(updates, FEW, SOME, MANY))
                .within(Tolerance.direction(lesser.standardError(), seeds))
                .from(runs)
                .tried("Two of three things differ: updates of more environments also see more samples and take more"
                        + " steps of Adam."));
        higher(
                evidence,
                "more environments raise the plateau",
                runs,
                many,
                few,
                "%d environments against %d".formatted(MANY, FEW),
                LARGER_ENVIRONMENTS);
        long early = many.seeds().getFirst().getFirst().samples();
        evidence.claim(Recomputed.of(
                        "few environments ahead early",
                        Estimate.paired(few.after(3 * early), many.after(3 * early))
                                .mean())
                .from(runs));
        evidence.claim(Recomputed.of(
                        "samples until many environments overtake few",
                        new Runs(runs.value().optimum(), List.of(few, many)).crossover())
                .from(runs));
    }

    private static void recipes(Evidence evidence, Measured<Runs> runs) {
        List<Curves> curves = runs.value().curves();
        Curves base = curves.get(0);
        Curves many = curves.get(2);
        higher(
                evidence,
                "wrong co-scaling lowers the plateau",
                runs,
                curves.get(3),
                many,
                "b ~ N and rate ~ sqrt N",
                LARGER_SCALED);
        evidence.claim(Recomputed.of(
                        "plateau of mini-batches ~ N at a held rate, gain",
                        Estimate.paired(curves.get(4).plateaus(), many.plateaus())
                                .mean())
                .from(runs));
        higher(
                evidence,
                "a smaller step raises the plateau",
                runs,
                curves.get(5),
                base,
                "a quarter of the rate",
                LARGER_STEP);
        higher(
                evidence,
                "dropping the rate resumes progress",
                runs,
                curves.get(6),
                base,
                "a tenth of the rate",
                LARGER_DROP);
        higher(
                evidence,
                "an anchor that lags raises the plateau",
                runs,
                curves.get(7),
                base,
                "16 updates behind",
                LARGER_ANCHOR);
    }

    private static void higher(
            Evidence evidence,
            String row,
            Measured<Runs> runs,
            Curves with,
            Curves without,
            String what,
            String larger) {
        Estimate gain = Estimate.paired(with.plateaus(), without.plateaus());
        evidence.claim(Recomputed.of(row, gain.mean())
                .within(Tolerance.direction(gain.standardError(), "%d seeds, paired".formatted(gain.samples())))
                .from(runs)
                .tried(String.format(
                        Locale.ROOT,
                        "%s: %.3f ± %.3f against %.3f ± %.3f of an optimum of %.3f%s. %s",
                        what,
                        Estimate.of(with.plateaus()).mean(),
                        Estimate.of(with.plateaus()).standardError(),
                        Estimate.of(without.plateaus()).mean(),
                        Estimate.of(without.plateaus()).standardError(),
                        runs.value().optimum(),
                        Math.abs(gain.mean()) < 2 * gain.standardError() ? ", no farther than chance goes" : "",
                        larger)));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        PpoScaling scaling = PpoScaling.small();
        try {
            List<Recipe> telling = List.of(
                    scaling.byEnvironments(FEW).getFirst(),
                    scaling.byEnvironments(MANY).getFirst(),
                    scaling.coScaled(MANY, 0.5),
                    scaling.slower(0.25));
            return Optional.of(scaling.run(telling, cancel, progress).plot());
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }
}
