package throughline.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What holds of laws and their fits whatever the rows are.
class LawsTest {
    private static final double[] N = Synthetic.ratios(1e7, 1e10, 6);
    private static final double[] D = Synthetic.ratios(1e8, 1e12, 6);
    private static final double[] K = Synthetic.ratios(1, 256, 9);
    private static final double[] EPOCH = {1.8172, 482.01, 0.3478, 2085.43, 0.3658};

    static List<Arguments> laws() {
        return List.of(
                Arguments.of(Law.chinchilla(), EPOCH, new double[][] {N, D}),
                Arguments.of(Law.power("C"), new double[] {0.5, 40, 0.1}, new double[][] {D}),
                Arguments.of(Law.parScale(), new double[] {0.69, 1.13e7, 0.19, 0.39}, new double[][] {N, {1, 2, 4, 8}}),
                Arguments.of(
                        Law.parallelChinchilla(),
                        new double[] {1.8172, 482.01, 0.3478, 2085.43, 0.3658, 0.39},
                        new double[][] {N, D, {1, 2, 4}}),
                Arguments.of(Law.kaplan(), new double[] {6.4e13, 0.076, 1.8e13, 0.103}, new double[][] {N, D}),
                Arguments.of(Law.routed(), new double[] {-0.082, -0.108, 0.009, 1.104, 1.85, 314}, new double[][] {
                    N, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}
                }),
                Arguments.of(
                        Law.fineGrained(),
                        new double[] {0.47, 18.1, 0.115, 30.8, 0.147, 2.1, 0.58},
                        new double[][] {N, D, {1, 2, 4, 8}}),
                Arguments.of(Law.dataConstrained(), new double[] {1.87, 521, 1488, 0.353, 15.39, 5.31}, new double[][] {
                    N, D, {1e9, 1e10, 1e11}
                }),
                Arguments.of(Law.repeatedSampling(), new double[] {-1.839, -0.209}, new double[][] {K}),
                Arguments.of(Law.betaPopulation(), new double[] {0.122, 0.645}, new double[][] {K}),
                Arguments.of(Law.saturating(), new double[] {0.7, 0.05}, new double[][] {K}),
                Arguments.of(Law.ceiling(), new double[] {0.7, 0.5, 0.3}, new double[][] {K}));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void aLawFindsItsOwnCoefficients(Law law, double[] truth, double[][] sizes) {
        Fit fit = law.fit(Synthetic.rows(law, truth, 0, 1, sizes));
        for (int i = 0; i < truth.length; i++) {
            assertThat(fit.values()[i] / truth[i]).isCloseTo(1, within(1e-4));
        }
    }

    /// The slopes that laws know of themselves are those of differences.
    @ParameterizedTest
    @MethodSource("laws")
    void slopesAreThoseOfDifferences(Law law, double[] truth, double[][] sizes) {
        double[] point = new double[sizes.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = sizes[i][sizes[i].length / 2];
        }
        double[] known = new double[truth.length];
        double[] differences = new double[truth.length];
        assertThat(law.logarithm(truth, point, known))
                .isCloseTo(Differences.logarithm(law, truth, point, differences), within(1e-12));
        assertThat(known).containsExactly(differences, within(1e-8));
    }

    @Property(tries = 15)
    void chinchillasLawIsFoundWhateverItsCoefficients(
            @ForAll @DoubleRange(min = 0.5, max = 3) double floor,
            @ForAll @DoubleRange(min = 0.2, max = 0.6) double alpha,
            @ForAll @DoubleRange(min = 0.2, max = 0.6) double beta,
            @ForAll @DoubleRange(min = 0.2, max = 2) double byParameters,
            @ForAll @DoubleRange(min = 0.2, max = 2) double byData) {
        double[] truth = {floor, byParameters * Math.pow(3e8, alpha), alpha, byData * Math.pow(1e10, beta), beta};
        Fit fit = Law.chinchilla().fit(Synthetic.rows(Law.chinchilla(), truth, 0, 1, N, D));
        assertThat(fit.coefficient("E")).isCloseTo(floor, within(1e-3 * floor));
        assertThat(fit.coefficient("alpha")).isCloseTo(alpha, within(1e-3));
        assertThat(fit.coefficient("beta")).isCloseTo(beta, within(1e-3));
    }

    @Property(tries = 10)
    void theOrderOfRowsDoesNotMatter(@ForAll @LongRange(min = 1, max = 1000) long seed) {
        Observations rows = Synthetic.rows(Law.chinchilla(), EPOCH, 0.01, seed, N, D);
        Fit fit = Law.chinchilla().fit(rows);
        Fit other = Law.chinchilla().fit(Synthetic.shuffled(rows, seed));
        assertThat(other.objective()).isCloseTo(fit.objective(), within(1e-10));
        assertThat(other.predict(Map.of("N", 1e11, "D", 1e12)))
                .isCloseTo(fit.predict(Map.of("N", 1e11, "D", 1e12)), within(1e-4));
    }

    /// Counting parameters in thousands changes A and nothing that is predicted.
    @Property(tries = 10)
    void unitsDoNotMatter(@ForAll @IntRange(min = -6, max = 3) int power) {
        double unit = Math.pow(10, power);
        double[] truth = {EPOCH[0], EPOCH[1] * Math.pow(unit, EPOCH[2]), EPOCH[2], EPOCH[3], EPOCH[4]};
        double[] scaled = Arrays.stream(N).map(n -> n * unit).toArray();
        Fit fit = Law.chinchilla().fit(Synthetic.rows(Law.chinchilla(), EPOCH, 0.005, 7, N, D));
        Fit other = Law.chinchilla().fit(Synthetic.rows(Law.chinchilla(), truth, 0.005, 7, scaled, D));
        assertThat(other.coefficient("alpha")).isCloseTo(fit.coefficient("alpha"), within(1e-3));
        assertThat(other.predict(Map.of("N", 1e11 * unit, "D", 1e12)))
                .isCloseTo(fit.predict(Map.of("N", 1e11, "D", 1e12)), within(1e-4));
    }

    @Property(tries = 100)
    void moreIsNeverWorse(
            @ForAll @DoubleRange(min = 1e6, max = 1e12) double n,
            @ForAll @DoubleRange(min = 1, max = 64) double p,
            @ForAll @DoubleRange(min = 1, max = 10) double factor) {
        Fit fit =
                Fit.given(Law.parScale(), Published.stack(), Map.of("E", 0.69, "A", 1.13e7, "alpha", 0.19, "k", 0.39));
        double loss = fit.predict(Map.of("N", n, "P", p));
        assertThat(fit.predict(Map.of("N", n * factor, "P", p))).isLessThanOrEqualTo(loss);
        assertThat(fit.predict(Map.of("N", n, "P", p * factor))).isLessThanOrEqualTo(loss);
    }

    @Property(tries = 50)
    void whatEqualsWhatGoesBackAndForth(
            @ForAll @DoubleRange(min = 1e8, max = 1e11) double n, @ForAll @DoubleRange(min = 1, max = 16) double p) {
        Fit fit =
                Fit.given(Law.parScale(), Published.stack(), Map.of("E", 0.69, "A", 1.13e7, "alpha", 0.19, "k", 0.39));
        double alone = fit.equivalent("N", Map.of("N", n, "P", p), Map.of("P", 1.0));
        assertThat(alone / (n * (1 + 0.39 * Math.log(p)))).isCloseTo(1, within(1e-9));
        assertThat(fit.equivalent("P", Map.of("N", alone, "P", 1.0), Map.of("N", n)))
                .isCloseTo(p, within(1e-7 * p));
    }

    /// Hoffmann and others' closed form, and nothing beside it is better.
    @Property(tries = 50)
    void aBudgetIsSpentWhereNothingIsToBeGained(@ForAll @DoubleRange(min = 1e18, max = 1e26) double flop) {
        Observations none =
                Observations.of(Map.of("N", new double[] {1}, "D", new double[] {1}, "loss", new double[] {1}));
        Fit fit = Fit.given(
                Law.chinchilla(),
                none,
                Map.of("E", EPOCH[0], "A", EPOCH[1], "alpha", EPOCH[2], "B", EPOCH[3], "beta", EPOCH[4]));
        ComputeOptimal best = fit.computeOptimal(flop);
        double a = EPOCH[4] / (EPOCH[2] + EPOCH[4]);
        double g = Math.pow(EPOCH[2] * EPOCH[1] / (EPOCH[4] * EPOCH[3]), 1 / (EPOCH[2] + EPOCH[4]));
        assertThat(best.parameters() / (g * Math.pow(flop / 6, a))).isCloseTo(1, within(1e-4));
        assertThat(6 * best.parameters() * best.tokens() / flop).isCloseTo(1, within(1e-12));
        assertThat(best.exponent(fit.computeOptimal(100 * flop))).isCloseTo(a, within(1e-4));
        for (double factor : new double[] {0.9, 1.1}) {
            assertThat(fit.predict(Map.of("N", best.parameters() * factor, "D", best.tokens() / factor)))
                    .isGreaterThan(best.loss());
        }
    }

    @Test
    void intervalsCoverAsOftenAsTheySay() {
        Law law = Law.repeatedSampling();
        long covered = IntStream.range(0, 30)
                .mapToObj(seed ->
                        Synthetic.rows(law, new double[] {-1.839, -0.209}, 0.02, seed, Synthetic.ratios(1, 250, 40)))
                .filter(rows -> law.fit(rows)
                        .bootstrap(80, 1, Cancel.NEVER, Progress.NONE)
                        .interval("b", 0.9)
                        .contains(-0.209))
                .count();
        assertThat(covered).isBetween(23L, 30L);
    }

    @Test
    void aBootstrapIsTheSameEachTimeAndStopsWhenAsked() {
        Fit fit = Law.parScale().fit(Published.stack());
        Bootstrap draws = fit.bootstrap(20, 3, Cancel.NEVER, Progress.NONE);
        assertThat(fit.bootstrap(20, 3, Cancel.NEVER, Progress.NONE).interval("k", 0.9))
                .isEqualTo(draws.interval("k", 0.9));
        Cancel cancel = new Cancel();
        Bootstrap few = fit.bootstrap(20, 3, cancel, (done, total) -> {
            if (done == 5) {
                cancel.cancel();
            }
        });
        assertThat(few.refits()).hasSize(5);
    }

    /// A law that asks for a cancel at one of the times that it predicts: within a draw.
    @Test
    void aDrawThatWasCutShortIsNoDraw() {
        Cancel cancel = new Cancel();
        AtomicInteger asked = new AtomicInteger();
        Law stopping = Law.of("loss", List.of("N"), List.of(Coefficient.positive("a", 1)), (c, x) -> {
            if (asked.incrementAndGet() == 20_000) {
                cancel.cancel();
            }
            return c.get("a") * Math.pow(x.get("N"), -0.1);
        });
        Fit simple = stopping.fit(Published.stack(), Cancel.NEVER, Progress.NONE);
        asked.set(0);
        List<Double> cut = draws(simple.bootstrap(200, 1, cancel, Progress.NONE));
        List<Double> whole = draws(simple.bootstrap(200, 1, Cancel.NEVER, Progress.NONE));
        assertThat(cut).hasSizeBetween(1, 199).isEqualTo(whole.subList(0, cut.size()));
    }

    private static List<Double> draws(Bootstrap bootstrap) {
        return bootstrap.refits().stream().map(refit -> refit.coefficient("a")).toList();
    }

    @Test
    void aHoldOutStopsWhenAsked() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        HoldOut hold = Law.parScale().holdOut(Published.stack(), row -> row.get("P") == 8, cancel, Progress.NONE);
        HoldOut whole = Law.parScale().holdOut(Published.stack(), row -> row.get("P") == 8);
        assertThat(hold.fit().objective()).isGreaterThan(2 * whole.fit().objective());
    }

    /// A sixth of the rows half too high leave the exponent where it was: what Huber's loss is for.
    @Test
    void aFewWildRowsDoNotMoveAFit() {
        Observations rows =
                Synthetic.rows(Law.power("N"), new double[] {1, 30, 0.2}, 0, 1, Synthetic.ratios(1e6, 1e10, 30));
        double[] losses = rows.column("loss");
        for (int i = 0; i < losses.length; i += 6) {
            losses[i] *= 1.5;
        }
        Fit fit = Law.power("N").fit(Observations.of(Map.of("N", rows.column("N"), "loss", losses)));
        assertThat(fit.coefficient("alpha")).isCloseTo(0.2, within(0.01));
    }

    /// Nothing fits: an error, and not whatever the search began with.
    @Test
    void aFormulaThatIsNeverAboveZeroIsRefused() {
        Coefficient a = Coefficient.positive("a", 1);
        for (double sign : new double[] {-1, Double.NaN}) {
            Law law = Law.of("loss", List.of("N"), List.of(a), (c, x) -> sign * c.get("a"));
            assertThatThrownBy(() -> law.fit(Published.stack()))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("none of its [1] starts");
        }
    }

    @Test
    void twoCoefficientsOfOneNameAreRefused() {
        Law law = Law.sum("E", Term.of("A", "N", "alpha"), Term.of("B", "P", "alpha"));
        assertThatThrownBy(() -> law.fit(Published.stack()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[alpha] twice");
    }

    @Test
    void aVariableThatTheLawDoesNotKnowHasNoCurve() {
        Fit fit = Law.power("N").fit(Published.stack());
        assertThatThrownBy(() -> fit.plot("P")).isInstanceOf(BadInput.class).hasMessageContaining("[P]");
        assertThat(fit.residualPlot("P").series()).hasSize(1);
    }

    @Test
    void aLawOfOnesOwnIsAFormula() {
        Law mine = Law.of(
                "loss",
                List.of("steps"),
                List.of(Coefficient.positive("E", 1, 2), Coefficient.positive("a", 1), Coefficient.positive("b", 0.5)),
                (c, x) -> c.get("E") + c.get("a") * Math.pow(x.get("steps"), -c.get("b")));
        Fit fit = mine.fit(Synthetic.rows(mine, new double[] {1.5, 4, 0.3}, 0, 1, Synthetic.ratios(10, 1e5, 12)));
        assertThat(fit.coefficient("b")).isCloseTo(0.3, within(1e-5));
    }
}
