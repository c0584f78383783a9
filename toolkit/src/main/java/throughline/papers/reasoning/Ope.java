package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Outline;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.reasoning.TraceModel.Strategies;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Paths that follow different outlines tell more than paths that go the same way (OPE, arXiv 2602.08344). Its
/// tables are not known; what it claims is held against the strategies of the population, eight to a problem.
///
/// Coverage is exact ([OpeCoverage]), information is enumerated ([OpeInformation]), votes are run with the same
/// traces for both, the outlines' tokens charged ([Outline]). If strategies differ in name only, outlines gain
/// nothing. An even prior over eight strategies still leaves them a gain, because independent paths still meet.
/// And where three paths of ten are right, or fewer, outlines tell less about the answer, not more: two paths of
/// one strategy that agree are then the best sign there is.
public final class Ope implements Paper {
    private static final String ABSTRACT = "abstract";
    private static final String SUMMARISED = "summary of the paper by arxivlens";
    private static final String LARGEST = "largest gain of four outlined paths, majority or summary";
    private static final String WAYS = "different right answers, outlined over independent";
    private static final String SHORTER = "right paths, outlined over independent, in tokens";
    private static final String FLATTER = "fourth path's information over the first's, outlined less independent";
    private static final String SATURATES = "from 4 to 16 independent paths, gain of coverage less gain of majority";
    private static final String TRAINED = "coverage of four paths, gained by rewarding outlines";
    private static final String REWARDED = "coverage of four paths, gained by rewarding paths";
    private static final int PATHS = 4;
    private static final double BUDGET = 16_384;
    private static final double OUTLINES = 450;
    private static final int PROBLEMS = 2_000;
    private static final int ATTEMPTS = 4;
    private static final ProblemPopulation POPULATION = new ProblemPopulation(0.4, 1.2);
    private static final double CONFUSION = 8;

    /// Eight strategies, half of the outcome decided by them, a prior that prefers few: the middle of the knobs.
    public static final Strategies MIDDLE = new Strategies(8, 0.5, 0.5);

    @Override
    public String id() {
        return "OPE";
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        List<Reported> rows = new ArrayList<>();
        aggregators()
                .keySet()
                .forEach(name -> rows.add(Reported.rises(
                        gain(name), "%", ABSTRACT + ": under different aggregators", Provenance.PRINTED)));
        rows.add(Reported.of(LARGEST, 5.2, "%", SUMMARISED + ", BeyondAIME", told));
        rows.add(Reported.of(WAYS, 27.6 / 23.5, "", SUMMARISED + ": 27.6 and 23.5 a query", told));
        rows.add(Reported.of(SHORTER, 0.9, "", SUMMARISED + ": about 10 % shorter", told));
        rows.add(Reported.rises(FLATTER, "", ABSTRACT + ": information saturates", Provenance.PRINTED));
        rows.add(Reported.rises(SATURATES, "%", "review of the paper by moonlight, HMMT-25", told));
        rows.add(Reported.notKnown("accuracy by benchmark and aggregator", "%", "main table"));
        rows.add(Reported.notKnown(TRAINED, "%", "training of outlines"));
        rows.add(Reported.notKnown(REWARDED, "%", "training of outlines"));
        return rows;
    }

    private static String gain(String aggregator) {
        return "gain of four outlined paths, " + aggregator;
    }

    private static Map<String, Aggregator> aggregators() {
        Map<String, Aggregator> all = new LinkedHashMap<>();
        all.put("majority", Aggregator.majority());
        all.put("summary", Aggregator.summary(0.5, 3));
        all.put("verifier", Aggregator.verifier(1));
        all.put("oracle", Aggregator.oracle());
        return all;
    }

    /// Problems with strategies, as the claims use them: 2,000, four of ten solved by a path.
    public static Exam exam(Strategies strategies) {
        Reasoner reasoner = Reasoner.of(POPULATION, AnswerModel.open(CONFUSION))
                .with(TraceModel.usual().with(strategies));
        return Exam.stratified(reasoner, PROBLEMS, 1);
    }

    /// What four outlined paths gain over four independent ones with as many tokens, in percent, over problems.
    public static Estimate gain(Exam exam, Aggregator aggregator) {
        return Estimate.paired(
                percent(exam, new Outline(PATHS, BUDGET, OUTLINES, aggregator)),
                percent(exam, Policy.parallel(PATHS, BUDGET, aggregator)));
    }

    /// Of each problem, over some attempts.
    private static double[] percent(Exam exam, Policy policy) {
        boolean[] right = new boolean[exam.size() * ATTEMPTS];
        int[] at = {0};
        exam.outcomes(policy, ATTEMPTS).forEachOrdered(outcome -> right[at[0]++] = outcome.correct());
        return IntStream.range(0, exam.size())
                .mapToDouble(problem -> 100.0
                        / ATTEMPTS
                        * IntStream.range(problem * ATTEMPTS, (problem + 1) * ATTEMPTS)
                                .filter(i -> right[i])
                                .count())
                .toArray();
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        Exam exam = exam(MIDDLE);
        Map<String, Estimate> gains = new LinkedHashMap<>();
        for (Map.Entry<String, Aggregator> entry : aggregators().entrySet()) {
            if (cancel.requested()) {
                return;
            }
            Estimate gain = gain(exam, entry.getValue());
            gains.put(entry.getKey(), gain);
            direction(evidence, gain(entry.getKey()), gain, "2,000 problems, paired");
            progress.report(gains.size(), 6);
        }
        sizes(
                evidence,
                exam,
                Math.max(gains.get("majority").mean(), gains.get("summary").mean()));
        progress.report(5, 6);
        information(evidence);
        direction(evidence, SATURATES, saturation(exam), "2,000 problems, paired");
        trained(evidence, TRAINED, OpeTraining.Rollout.OUTLINES, cancel);
        trained(evidence, REWARDED, OpeTraining.Rollout.PATH, cancel);
        progress.report(6, 6);
    }

    private static void trained(Evidence evidence, String row, OpeTraining.Rollout rollout, Cancel cancel) {
        OpeTraining training = OpeTraining.usual();
        double before = training.withSteps(0).trained(rollout, 1, cancel).coverage();
        double after = training.trained(rollout, 1, cancel).coverage();
        if (!cancel.requested()) {
            evidence.claim(Recomputed.of(row, 100 * (after - before)).using(assumed()));
        }
    }

    private static void direction(Evidence evidence, String row, Estimate effect, String why) {
        evidence.claim(Recomputed.of(row, effect.mean())
                .within(Tolerance.direction(effect.standardError(), why))
                .using(assumed()));
    }

    private static void sizes(Evidence evidence, Exam exam, double largest) {
        OpeCoverage coverage = new OpeCoverage(exam, PATHS);
        evidence.claim(Recomputed.of(LARGEST, largest)
                .within(Tolerance.absolute(3, "one standard error of a paired gain over 100 problems"))
                .against(Null.of(0, "no effect"))
                .using(assumed())
                .tried("With a prior that prefers fewer strategies (concentration 0.2, correlation 0.8) a summary gains"
                        + " 5.0; of what is published nothing fixes either knob."));
        evidence.claim(Recomputed.of(WAYS, coverage.outlinedWays() / coverage.independentWays())
                .within(Tolerance.relative(0.1, "two numbers of a summary in a unit that is not explained"))
                .against(Null.of(1, "no effect"))
                .using(assumed())
                .tried("Different right strategies among four paths stand for different right answers. A"
                        + " correlation of 0.1 gives 1.35, a prior of concentration 5 gives 1.20."));
        evidence.claim(Recomputed.of(SHORTER, rightTokens(exam))
                .within(Tolerance.absolute(0.03, "'about 10 %'"))
                .against(Null.of(1, "no effect"))
                .using(assumed())
                .tried(
                        "A path's length does not depend on whether it was told its strategy: the model has no search for a"
                                + " strategy that an outline would save."));
    }

    /// What every claim rests on: none of it is published.
    private static Constant[] assumed() {
        return new Constant[] {
            assumed("mean chance m", POPULATION.mean()),
            assumed("spread s", POPULATION.spread()),
            assumed("concentration", MIDDLE.concentration()),
            assumed("correlation", MIDDLE.correlation())
        };
    }

    private static Constant assumed(String name, double value) {
        return Constant.frozen(name, value, "assumed: the paper's problems are not known", Provenance.RECALLED);
    }

    /// Mean tokens of right paths that were told strategies one after the other, over those of right paths that
    /// were not.
    private static double rightTokens(Exam exam) {
        ToDoubleFunction<Boolean> mean = told -> exam.problems()
                .flatMap(problem -> IntStream.range(0, PATHS)
                        .mapToObj(path -> told ? problem.trace(path, path) : problem.trace(path)))
                .filter(trace -> trace.correct())
                .mapToDouble(trace -> trace.tokens())
                .average()
                .orElseThrow();
        return mean.applyAsDouble(true) / mean.applyAsDouble(false);
    }

    private static void information(Evidence evidence) {
        OpeInformation information = new OpeInformation(MIDDLE, POPULATION.mean(), (int) CONFUSION + 2);
        double[] outlined = information.outlined(PATHS);
        double[] independent = information.independent(PATHS);
        double flatter = outlined[PATHS - 1] / outlined[0] - independent[PATHS - 1] / independent[0];
        evidence.claim(Recomputed.of(FLATTER, flatter)
                .within(Tolerance.direction(0, "enumerated"))
                .using(assumed())
                .tried("It holds at the assumed chance of 0.4, and turns below 0.3: at 0.2 it is -0.66."));
    }

    private static Estimate saturation(Exam exam) {
        double[] more = new double[exam.size()];
        double[] few = new double[exam.size()];
        add(more, exam, 16, Aggregator.oracle(), 1);
        add(more, exam, 16, Aggregator.majority(), -1);
        add(few, exam, 4, Aggregator.oracle(), 1);
        add(few, exam, 4, Aggregator.majority(), -1);
        return Estimate.paired(more, few);
    }

    private static void add(double[] to, Exam exam, int paths, Aggregator aggregator, double sign) {
        double[] percent = percent(exam, Policy.parallel(paths, BUDGET, aggregator));
        for (int i = 0; i < to.length; i++) {
            to[i] += sign * percent[i];
        }
    }

    /// The information of each further path, independent and outlined.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(informationByPath(MIDDLE));
    }

    /// Bits that each further path tells about the right answer, for six paths.
    public static Plot informationByPath(Strategies strategies) {
        OpeInformation information = new OpeInformation(strategies, POPULATION.mean(), (int) CONFUSION + 2);
        double[] paths = IntStream.rangeClosed(1, 6).asDoubleStream().toArray();
        return Plot.of(
                        "What a further path tells about the answer",
                        Axis.of("path", ""),
                        Axis.of("information", "bits"))
                .line("independent", paths, information.independent(6))
                .line("outlined", paths, information.outlined(6));
    }

    /// Accuracy over paths, 1 to 8, with the same tokens: majority and coverage, independent and outlined.
    public static Plot accuracyByPaths(Strategies strategies) {
        Exam exam = exam(strategies);
        double[] paths = IntStream.rangeClosed(1, 8).asDoubleStream().toArray();
        Plot plot = Plot.of("Paths that follow outlines", Axis.of("paths", ""), Axis.of("problems solved", "%"));
        for (String name : List.of("majority", "oracle")) {
            Aggregator aggregator = aggregators().get(name);
            plot = plot.line(
                            name + ", independent",
                            paths,
                            accuracies(exam, paths, n -> Policy.parallel(n, BUDGET, aggregator)))
                    .line(
                            name + ", outlined",
                            paths,
                            accuracies(exam, paths, n -> new Outline(n, BUDGET, OUTLINES, aggregator)));
        }
        return plot;
    }

    private static double[] accuracies(Exam exam, double[] paths, IntFunction<Policy> policy) {
        return Arrays.stream(paths)
                .map(n -> 100 * exam.run(policy.apply((int) n)).accuracy())
                .toArray();
    }
}
