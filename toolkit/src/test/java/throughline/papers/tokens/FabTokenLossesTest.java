package throughline.papers.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.learning.tokens.TokenShape;
import throughline.learning.tokens.TokenTraining;
import throughline.learning.tokens.Tokens;
import throughline.scaling.Observations;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The table that is committed is that of the grid.
class FabTokenLossesTest {
    private static final Path TABLE = Path.of("../datasets/fab-token-losses/losses.csv");
    private static final TokenGrid GRID = TokenGrid.STANDARD;

    private static List<TokenLoss> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .skip(1)
                .map(line -> TokenLoss.parse(line, TABLE.toString()))
                .toList();
    }

    @Test
    void everyConfigurationHasARow() throws IOException {
        assertThat(rows()).extracting(TokenLoss::cell).containsExactlyElementsOf(GRID.cells());
    }

    @Test
    void aLawReadsIt() throws IOException {
        Observations table = Observations.csv(TABLE);
        Observations own = TokenPrediction.rows(rows());
        for (String column : List.of("N", "D", "P", "loss")) {
            assertThat(table.column(column)).as(column).containsExactly(own.column(column));
        }
    }

    /// Other processors add in another order.
    @Test
    void theSmallestModelEndsThereAgain() throws IOException {
        TokenLoss row = rows().getFirst();
        Tokens text =
                FabTokens.simulate(GRID.tokens().getLast(), GRID.heldOut(), GRID.seed(), Cancel.NEVER, Progress.NONE);
        TokenShape shape = row.cell().shape(text.vocabulary().size(), GRID.context(), GRID.prefix());
        assertThat(shape.size()).isEqualTo(row.n());
        assertThat(shape.embeddings()).isEqualTo(row.rest());
        try (TokenTraining training =
                TokenTraining.start(shape, text.train(), GRID.schedule(row.cell()), GRID.seed())) {
            training.run(Cancel.NEVER, Progress.NONE);
            assertThat(training.model().loss(text.heldOut(), Cancel.NEVER)).isCloseTo(row.loss(), within(0.01));
        }
    }
}
