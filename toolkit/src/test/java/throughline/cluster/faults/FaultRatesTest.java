package throughline.cluster.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Rates of faults: they come back, whatever the laws around them are.
class FaultRatesTest {
    private static final FaultRates LLAMA = FaultRates.named("faults-llama-3");
    private static final Category.Harm HARM =
            new Category.Harm(new Range(1.1, 2), new Range(0.2, 0.5), new Range(1e-4, 2e-4));

    private static Category category(Scope scope, double perDay, double shape) {
        return new Category("toy", scope, perDay, shape, Map.of(Effect.CRASH, 1.0), HARM, Optional.empty(), "made up");
    }

    private static FaultRates rates(Category... categories) {
        return new FaultRates("toy", List.of(categories), Offenders.NONE, Environment.STEADY, "made up");
    }

    private static double meanCount(FaultRates rates, double days, int nodes, int seeds) {
        double sum = 0;
        for (int seed = 0; seed < seeds; seed++) {
            sum += rates.within(days, nodes, 8, new Streams(seed)).size();
        }
        return sum / seeds;
    }

    @Test
    void theCountsOfLlamaAddUp() {
        assertThat(LLAMA.expected(2048, 8, 54)).isCloseTo(419, within(1e-9));
        assertThat(LLAMA.categories()).hasSize(18);
    }

    @ParameterizedTest
    @CsvSource({
        "faults-infinitehbd, 400, 348, 584",
        "faults-rsc-1, 128, 1, 0.832",
        "faults-rsc-2, 1000, 1, 2.34",
        "faults-opt, 128, 1, 2",
        "faults-c4-june, 300, 30, 40"
    })
    void aProfileGivesWhatWasSeenInItsExposure(String name, int nodes, double days, double faults) {
        assertThat(FaultRates.named(name).expected(nodes, 8, days)).isCloseTo(faults, within(1e-9));
    }

    /// Of 200 seeds at least 95 % must have counts by category that a chi-square test at 1 % does not reject.
    @Test
    void countsByCategoryAreThoseOfTheProfile() {
        double limit = ChiSquaredDistribution.of(LLAMA.categories().size()).inverseSurvivalProbability(0.01);
        int kept = 0;
        for (int seed = 0; seed < 200; seed++) {
            Map<String, Long> counts = LLAMA.scaled(5).within(54, 2048, 8, new Streams(seed)).stream()
                    .collect(Collectors.groupingBy(Fault::category, Collectors.counting()));
            double sum = 0;
            for (Category category : LLAMA.categories()) {
                double expected =
                        5 * 54 * (category.scope() == Scope.JOB ? category.perDay() : 2048 * category.perNodeDay(8));
                double off = counts.getOrDefault(category.name(), 0L) - expected;
                sum += off * off / expected;
            }
            kept += sum < limit ? 1 : 0;
        }
        assertThat(kept).isGreaterThanOrEqualTo(190);
    }

    /// A clock with memory has the same rate from the first day on, also where its mean is much longer than the run.
    @ParameterizedTest
    @CsvSource({"0.7, 2", "0.9, 2", "1, 2", "0.7, 0.01", "2, 0.05"})
    void aClockHasItsRateWhateverItsShape(double shape, double perDay) {
        double seen = meanCount(rates(category(Scope.GPU, perDay, shape)), 10, 10, 60);
        double expected = 10 * 10 * 8 * perDay;
        double deviation = Math.sqrt(expected / 60) * (shape < 1 ? 2 : 1);
        assertThat(seen).isCloseTo(expected, within(4.5 * deviation));
    }

    @Test
    void gapsOfAWeibullClockHaveItsMeanAndSpread() {
        List<Fault> faults = rates(category(Scope.NODE, 10, 0.7)).within(3000, 1, 8, new Streams(5));
        double squares = 0;
        for (int i = 1; i < faults.size(); i++) {
            double gap = Category.days(faults.get(i).start() - faults.get(i - 1).start());
            squares += gap * gap;
        }
        double mean = 3000.0 / faults.size();
        assertThat(mean).isCloseTo(0.1, within(0.003));
        assertThat(Math.sqrt(squares / faults.size() - mean * mean) / mean)
                .as("of a Weibull law with shape 0.7")
                .isCloseTo(1.462, within(0.06));
    }

    @Test
    void lemonsHaveTheirShareOfFaultsAndTheRateStays() {
        FaultRates sour = rates(category(Scope.NODE, 0.1, 1)).with(new Offenders(0.1, 9, 0, 1));
        double[] byNode = new double[2000];
        List<Fault> faults = sour.within(1000, 2000, 8, new Streams(3));
        faults.forEach(fault -> byNode[fault.node()]++);
        double expected = 0.1 * 1000;
        long lemons =
                Arrays.stream(byNode).filter(count -> count > 2 * expected).count();
        double theirs =
                Arrays.stream(byNode).filter(count -> count > 2 * expected).sum();
        assertThat(lemons / 2000.0).isCloseTo(0.1, within(0.025));
        assertThat(theirs / faults.size()).isCloseTo(0.5, within(0.07));
        assertThat(meanCount(sour, 10, 1000, 30)).isCloseTo(1000, within(45.0));
    }

    @Test
    void whatFailsAgainDoesSoOnTheSameNodeAndTheRateStays() {
        FaultRates base = rates(category(Scope.GPU, 1e-4, 1));
        FaultRates again = base.with(new Offenders(0, 1, 0.4, 0.5));
        List<Fault> faults = again.within(2000, 500, 8, new Streams(1));
        assertThat((double) faults.size()).isCloseTo(800, within(150.0));
        Map<Integer, Fault> last = new HashMap<>();
        int soon = 0;
        for (Fault fault : faults) {
            Fault before = last.put(fault.node(), fault);
            if (before != null && fault.unit() == before.unit() && Category.days(fault.start() - before.start()) < 3) {
                soon++;
            }
        }
        assertThat((double) soon / faults.size()).isCloseTo(0.4, within(0.06));
    }

    @Test
    void anEnvironmentKeepsTheRateAndSpreadsTheCounts() {
        FaultRates steady = rates(category(Scope.NODE, 0.02, 1));
        FaultRates bursty =
                steady.with(new Environment(List.of(new Environment.Scale(1, 1), new Environment.Scale(0.01, 5))));
        assertThat(overDispersion(steady)).isCloseTo(1, within(0.15));
        assertThat(overDispersion(bursty))
                .as("variance over mean of daily counts of mean 2: about 1 + 2 (1 (2/3) (1 + 5/100) + 5/100)")
                .isBetween(1.9, 3.6);
        assertThat(meanCount(bursty, 100, 100, 100)).isCloseTo(200, within(12.0));
    }

    private static double overDispersion(FaultRates rates) {
        int days = 2000;
        double[] counts = new double[days];
        rates.within(days, 100, 8, new Streams(11)).forEach(fault -> counts[(int) Category.days(fault.start())]++);
        double mean = Arrays.stream(counts).average().orElseThrow();
        return Arrays.stream(counts)
                        .map(count -> (count - mean) * (count - mean))
                        .sum()
                / days
                / mean;
    }

    @Property(tries = 20)
    void whatBreaksInANodeDoesNotDependOnTheOthers(
            @ForAll @IntRange(min = 1, max = 40) int nodes,
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @DoubleRange(min = 0.5, max = 1) double shape) {
        FaultRates rates = rates(category(Scope.GPU, 0.01, shape))
                .with(new Offenders(0.2, 4, 0.3, 1))
                .with(new Environment(List.of(new Environment.Scale(2, 1))));
        List<Fault> small = rates.within(30, nodes, 8, new Streams(seed));
        List<Fault> large = rates.within(30, nodes + 25, 8, new Streams(seed));
        assertThat(large.stream().filter(fault -> fault.node() < nodes).toList())
                .isEqualTo(small);
    }

    @Property(tries = 20)
    void faultsComeInOrderAndTheSameForTheSameSeed(@ForAll @IntRange(max = 1000) int seed) {
        FaultRates rates = LLAMA.scaled(3)
                .with(new Offenders(0.05, 10, 0.3, 0.2))
                .with(new Environment(List.of(new Environment.Scale(1, 2))));
        List<Fault> faults = rates.within(10, 256, 8, new Streams(seed));
        assertThat(faults).isEqualTo(rates.within(10, 256, 8, new Streams(seed)));
        for (int i = 1; i < faults.size(); i++) {
            assertThat(faults.get(i).start())
                    .isGreaterThanOrEqualTo(faults.get(i - 1).start());
        }
        assertThat(faults).allMatch(fault -> fault.node() < 256 && fault.unit() < 8);
    }

    @Test
    void onlyTheJobBreaksWhereThereAreNoNodes() {
        Iterator<Fault> faults = LLAMA.faults(0, 8, new Streams(1));
        for (int i = 0; i < 10; i++) {
            assertThat(faults.next().node()).isEqualTo(Fault.JOB);
        }
        assertThat(rates(category(Scope.NODE, 1, 1)).faults(0, 8, new Streams(1)))
                .isExhausted();
    }

    @Test
    void largeClustersAreNoTrouble() {
        FaultRates rates = LLAMA.with(new Environment(List.of(
                new Environment.Scale(30, 0.2), new Environment.Scale(1, 0.7), new Environment.Scale(0.01, 10))));
        assertThat(rates.within(54, 16_384, 8, new Streams(1))).hasSizeBetween(1000, 6000);
    }

    static List<List<String>> mistakes() {
        return List.of(
                List.of(
                        "scope: gpu",
                        "scope: gpus",
                        "categories.gpu.scope [gpus] must be one of [job, node, gpu, card]"),
                List.of(
                        "crash: 1",
                        "crush: 1",
                        "effects.crush [crush] must be one of [crash, hang, slow, degraded-link"),
                List.of("count: 3", "counts: 3", "categories.gpu.count is missing"),
                List.of("most: 3", "most: 0.5", "line 9: harm.slow.least: range from [1.05] to [0.5]"),
                List.of("mean: 5 h", "mean: 1 h", "categories.gpu.repair.median: log-normal median"),
                List.of("median: 2 h", "median: 2", "has no unit"),
                List.of("days: 10", "days: 10\nlemons: 3", "lemons is not a key"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeInAProfileIsNamed(List<String> mistake, @TempDir Path folder) throws IOException {
        String text = """
                kind: faults
                name: toy
                source: made up
                exposure:
                  nodes: 10
                  gpus-per-node: 8
                  days: 10
                harm:
                  slow: {least: 1.05, most: 3}
                  left: {least: 0.1, most: 0.9}
                  flap: {least: 1 s, most: 30 s}
                effects: {crash: 1}
                offenders: {lemons: 0.1, factor: 5, again: 0.2, after: 3 h}
                environment:
                  days: {lasts: 1 d, variance: 0.5}
                categories:
                  gpu: {count: 3, scope: gpu, repair: {median: 2 h, mean: 5 h}}
                """;
        Path file = folder.resolve("toy.yaml");
        Files.writeString(file, text);
        FaultRates rates = FaultRates.read(file);
        assertThat(rates.offenders()).isEqualTo(new Offenders(0.1, 5, 0.2, 0.125));
        assertThat(rates.environment()).isEqualTo(new Environment(List.of(new Environment.Scale(1, 0.5))));
        Files.writeString(file, text.replace(mistake.get(0), mistake.get(1)));
        assertThatThrownBy(() -> FaultRates.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(mistake.get(2));
    }

    @Test
    void severitiesAndRepairsAreThoseOfTheCategory() {
        Category slow = new Category(
                "slow",
                Scope.GPU,
                1,
                1,
                Map.of(Effect.SLOW, 1.0, Effect.FLAP, 1.0, Effect.DEGRADED_LINK, 1.0, Effect.SILENT, 0.0),
                HARM,
                Optional.of(new LogNormal(0.5, 1)),
                "made up");
        List<Fault> faults = new ArrayList<>(rates(slow).within(40, 20, 8, new Streams(2)));
        assertThat(faults).noneMatch(fault -> fault.effect() == Effect.SILENT || fault.effect() == Effect.CRASH);
        assertThat(faults.stream()
                        .filter(fault -> fault.effect() != Effect.FLAP)
                        .mapToDouble(fault -> Category.days(fault.lasts()))
                        .average()
                        .orElseThrow())
                .isCloseTo(1, within(0.1));
        assertThat(faults.stream().filter(fault -> fault.effect() == Effect.FLAP))
                .allMatch(fault -> fault.lasts() <= Category.nanos(2e-4) && fault.passes());
    }
}
