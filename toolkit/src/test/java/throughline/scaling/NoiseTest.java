package throughline.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Published coefficients, recovered from points with one percent of noise.
///
/// Exponents come out within three percent, save two that such points do not hold: the routed law's `b` and `c`,
/// which nearly make up for the two ends at which experts are bent, and the granularity's `gamma`, whose term is
/// small.
class NoiseTest {
    private static final double[] N = Synthetic.ratios(1e7, 1e10, 15);
    private static final double[] D = Synthetic.ratios(1e8, 1e12, 15);

    static List<Arguments> laws() {
        return List.of(
                Arguments.of(
                        Law.kaplan(),
                        new double[] {6.4e13, 0.076, 1.8e13, 0.103},
                        List.of("alphaN", "alphaD"),
                        new double[][] {N, D}),
                Arguments.of(
                        Law.chinchilla(),
                        new double[] {1.8172, 482.01, 0.3478, 2085.43, 0.3658},
                        List.of("alpha", "beta"),
                        new double[][] {N, D}),
                Arguments.of(
                        Law.dataConstrained(),
                        new double[] {1.87, 521, 1488, 0.353, 15.39, 5.31},
                        List.of("alpha"),
                        new double[][] {
                            Synthetic.ratios(1e7, 1e10, 8), Synthetic.ratios(1e9, 1e12, 8), {1e9, 1e10, 1e11}
                        }),
                Arguments.of(
                        Law.routed(),
                        new double[] {-0.082, -0.108, 0.009, 1.104, 1.85, 314},
                        List.of("a"),
                        new double[][] {Synthetic.ratios(1e7, 1e10, 60), {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}}),
                Arguments.of(
                        Law.fineGrained(),
                        new double[] {0.47, 18.1, 0.115, 30.8, 0.147, 2.1, 0.58},
                        List.of("alpha", "beta"),
                        new double[][] {Synthetic.ratios(1e6, 1e11, 8), Synthetic.ratios(1e8, 1e13, 8), {1, 4, 16}}));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void exponentsComeOutOfNoise(Law law, double[] truth, List<String> exponents, double[][] sizes) {
        Fit fit = law.fit(Synthetic.rows(law, truth, 0.01, 1, sizes));
        List<String> names = law.coefficients().stream().map(Coefficient::name).toList();
        double[] ratios = exponents.stream()
                .mapToDouble(name -> fit.coefficient(name) / truth[names.indexOf(name)])
                .toArray();
        System.out.printf(
                "%s, %d rows with 1 %% noise: %s over the truth %s%n",
                law.formula(), fit.rows().size(), exponents, Arrays.toString(ratios));
        assertThat(Arrays.stream(ratios).boxed()).allMatch(ratio -> Math.abs(ratio - 1) <= 0.03);
    }
}
