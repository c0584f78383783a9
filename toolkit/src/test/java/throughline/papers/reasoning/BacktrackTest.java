package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The paper on backtracking, with trainings too short to learn.
class BacktrackTest {
    /// The dossier's figures: how much more one search of 4,096 tokens costs than 16 direct answers of 212.
    @ParameterizedTest
    @CsvSource({"3M, 2.23", "17M, 1.73", "38M, 1.52", "144M, 1.40"})
    void oneSearchCostsMoreThanSixteenAnswers(String model, double ratio) {
        assertThat(BacktrackTable.cost(model, 1, 4096) / BacktrackTable.cost(model, 16, 212))
                .isCloseTo(ratio, within(0.005));
    }

    @Test
    void theSharesAreOutOf200() {
        Map<String, Integer> sizes = Map.of("3M", 6, "17M", 6, "38M", 5, "144M", 5);
        sizes.forEach((model, size) -> assertThat(
                        BacktrackTable.curve("CountDown", "direct", model).cells())
                .hasSize(size)
                .allSatisfy(cell -> assertThat(2 * cell.solved()).isEqualTo(Math.rint(2 * cell.solved()))));
    }
}
