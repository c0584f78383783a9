package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
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
import throughline.papers.reasoning.TestTimePlateauCurves.Level;
import throughline.papers.reasoning.TestTimePlateauCurves.Way;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Saturation;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Where more thinking stops to pay (arXiv 2505.20522): samples side by side, and rounds of rethinking, both tend to a
/// ceiling, `top (1 - (1 - p)^N)`, and so both have a number beyond which one more brings less than it is worth.
///
/// The law is of problems that are all alike. With the pass@1 of AIME24, 30, it would solve all at 32 samples, where
/// the paper has 53.3: what it needs is the ceiling, and a spread of problems has it without asking. Hits are not
/// votes: coverage goes on where the majority stands.
public final class TestTimePlateau implements Paper {
    private static final String VANILLA = "AIME24, 1.5B: pass@1";
    private static final String VOTED = "AIME24, 1.5B: 32 samples";
    private static final String MATH = "MATH-500, 1.5B: 32 samples";
    private static final String LARGER = "MATH-500, 7B: pass@1";
    private static final String BEATS = "MATH-500: 1.5B with 32 samples less 7B with one";
    private static final String PEARSON = "correlation of predicted and observed plateaus, 7B, MATH-500";
    private static final String CEILING = "AIME24, 1.5B: fitted ceiling";
    private static final String CHANCE = "AIME24, 1.5B: fitted chance";
    private static final String TOLD = "table 1, as told by others";
    private static final double LEAST = 0.01;
    private static final int LEVEL = 100;
    private static final int DRAWS = 20;
    private static final Constant SMALL = Constant.frozen(
            "m of 1.5B, MATH-500",
            0.79,
            "others' reports say 0.79 to 0.83; the paper's is not known",
            Provenance.RECALLED);
    private static final Constant NOTICES =
            Constant.frozen("chance to notice a wrong answer", 0.5, "ours", Provenance.RECALLED);
    private static final Constant ABANDONS =
            Constant.frozen("chance to abandon a right answer", 0.05, "ours", Provenance.RECALLED);

    @Override
    public String id() {
        return "TTSPM";
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        return List.of(
                Reported.of(VANILLA, 30.0, "%", TOLD, told),
                Reported.of(VOTED, 53.3, "%", TOLD, told),
                Reported.of(MATH, 83.6, "%", TOLD, told),
                Reported.of(LARGER, 82.0, "%", TOLD, told),
                Reported.of(BEATS, 83.6 - 82.0, "points", TOLD + ": one number less the other", told),
                Reported.of(PEARSON, 0.803, "", "figure 5, as told by others", told),
                Reported.notKnown(CEILING, "", "fits of the paper, none of them told"),
                Reported.notKnown(CHANCE, "", "fits of the paper, none of them told"));
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        votes(evidence);
        progress.report(1, 3);
        fitted(evidence);
        progress.report(2, 3);
        if (!cancel.requested()) {
            plateaus(evidence);
            progress.report(3, 3);
        }
    }

    private static TestTimePlateauCurves curves(double mean) {
        return new TestTimePlateauCurves(
                new ProblemPopulation(mean, Distilled.SPREAD.value()), NOTICES.value(), ABANDONS.value());
    }

    private static double voted(double mean) {
        return 100 * curves(mean).curve(Way.VOTE)[TestTimePlateauCurves.MOST - 1];
    }

    private static void votes(Evidence evidence) {
        Constant mean = evidence.fit("m of 1.5B, AIME24", rows -> rows.value(VANILLA) / 100);
        evidence.claim(Recomputed.of(VOTED, voted(mean.value()))
                .within(Tolerance.absolute(7, "two problems of 30"))
                .against(Null.of("as with one sample", rows -> rows.value(VANILLA)))
                .using(mean, Distilled.SPREAD, Distilled.CONFUSION));
        evidence.claim(Recomputed.of(MATH, voted(SMALL.value()))
                .within(Tolerance.absolute(2.5, "twelve problems of 500"))
                .against(Null.of("as the 7B with one sample", rows -> rows.value(LARGER)))
                .using(SMALL, Distilled.SPREAD, Distilled.CONFUSION)
                .tried("Chances are spread as on AIME. The paper's own gain on MATH-500 is small: answers were cut, or"
                        + " problems are either always or never solved there."));
        Constant larger = evidence.fit("7B with one sample", rows -> rows.value(LARGER));
        evidence.claim(Recomputed.of(BEATS, voted(SMALL.value()) - larger.value())
                .within(Tolerance.absolute(2.5, "twelve problems of 500"))
                .against(Null.of(0, "as good as the larger one"))
                .using(SMALL, larger, Distilled.SPREAD, Distilled.CONFUSION)
                .tried("The sign is right and says little: see the accuracy of 32 samples."));
    }

    private static void fitted(Evidence evidence) {
        Constant mean = evidence.fit("m of 1.5B, AIME24, fitted", rows -> rows.value(VANILLA) / 100);
        Saturation law = TestTimePlateauCurves.fit(curves(mean.value()).curve(Way.VOTE));
        evidence.claim(Recomputed.of(CEILING, law.top()).using(mean, Distilled.SPREAD, Distilled.CONFUSION));
        evidence.claim(Recomputed.of(CHANCE, law.chance()).using(mean, Distilled.SPREAD, Distilled.CONFUSION));
    }

    /// Two models and five levels of a hundred problems each, drawn anew several times: one draw says little, its
    /// correlations lie between 0.6 and 1.
    private static void plateaus(Evidence evidence) {
        Constant larger = evidence.fit("m of 7B, MATH-500", rows -> rows.value(LARGER) / 100);
        double predicted = 0;
        double alike = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            List<Level> levels = new ArrayList<>(curves(larger.value()).levels(LEVEL, LEAST, 2 * draw + 1));
            levels.addAll(curves(SMALL.value()).levels(LEVEL, LEAST, 2 * draw + 2));
            predicted += pearson(levels, Level::predicted) / DRAWS;
            alike += pearson(levels, Level::alike) / DRAWS;
        }
        evidence.claim(Recomputed.of(PEARSON, predicted)
                .within(Tolerance.absolute(0.2, "of ten pairs"))
                .against(Null.of(alike, "problems of a level are all alike, without a ceiling"))
                .using(larger, SMALL, Distilled.SPREAD)
                .tried("Observed plateaus are those of coverage with a hundred problems a level: the last sample that"
                        + " solved two problems more, which is often due to chance. Pass@1 alone, without a ceiling, goes"
                        + " with them better than the fitted law does: to be nearer to the paper's number is no merit"
                        + " of the law."));
    }

    private static double pearson(List<Level> levels, ToIntFunction<Level> predicted) {
        double x = levels.stream().mapToInt(predicted).average().orElseThrow();
        double y = levels.stream().mapToInt(Level::observed).average().orElseThrow();
        double[] sums = new double[3];
        for (Level level : levels) {
            double byX = predicted.applyAsInt(level) - x;
            double byY = level.observed() - y;
            sums[0] += byX * byY;
            sums[1] += byX * byX;
            sums[2] += byY * byY;
        }
        return sums[0] / Math.sqrt(sums[1] * sums[2]);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        double mean = published.value(VANILLA) / 100;
        double[] n = IntStream.rangeClosed(1, TestTimePlateauCurves.MOST)
                .asDoubleStream()
                .toArray();
        Plot plot = Plot.of(
                "A few samples say where the law stands, not where votes and rounds go (AIME24, 1.5B)",
                Axis.of("samples or rounds", "").logarithmic(),
                Axis.of("accuracy", "%"));
        for (Way way : List.of(Way.VOTE, Way.ROUNDS)) {
            double[] curve = curves(mean).curve(way);
            Saturation law = TestTimePlateauCurves.fit(curve);
            int plateau = Math.max(1, law.plateau(LEAST));
            String name = way == Way.VOTE ? "votes" : "rounds";
            plot = plot.points(name, n, percent(curve))
                    .line(
                            name + ", law of up to 8",
                            n,
                            percent(IntStream.rangeClosed(1, n.length)
                                    .mapToDouble(law::at)
                                    .toArray()))
                    .line(name + ", plateau", new double[] {plateau, plateau}, new double[] {
                        100 * mean, 100 * law.at(plateau)
                    });
        }
        progress.report(1, 1);
        return Optional.of(plot.published("1.5B", new double[] {1, 32}, published.values(VANILLA, VOTED)));
    }

    private static double[] percent(double[] shares) {
        return IntStream.range(0, shares.length)
                .mapToDouble(i -> 100 * shares[i])
                .toArray();
    }
}
