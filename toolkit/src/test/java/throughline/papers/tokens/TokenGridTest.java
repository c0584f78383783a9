package throughline.papers.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.OpenArrays;
import throughline.papers.tokens.TokenGrid.Size;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class TokenGridTest {
    private static final TokenGrid SMALL = new TokenGrid(
            List.of(new Size(1, 4, 1), new Size(1, 8, 1)),
            List.of(512L, 1_024L),
            List.of(1, 2),
            16,
            2,
            4,
            0.05,
            512,
            3);

    @TempDir
    private static Path folder;

    private static TokenResults whole;

    @BeforeAll
    static void train() {
        whole = SMALL.run(folder.resolve("one"), 1, Cancel.NEVER, Progress.NONE);
    }

    private static void same(Path other) throws IOException {
        for (String file : List.of("losses.csv", "prediction.csv")) {
            assertThat(other.resolve(file))
                    .hasSameTextualContentAs(folder.resolve("one").resolve(file));
        }
    }

    @Test
    void twoWorkersWriteTheSameBytes() throws IOException {
        SMALL.run(folder.resolve("two"), 2, Cancel.NEVER, Progress.NONE);
        same(folder.resolve("two"));
    }

    @Test
    void aGridThatIsInterruptedEndsAtTheSameBytes() throws IOException {
        Path other = folder.resolve("interrupted");
        int rounds = 0;
        TokenResults results;
        do {
            Cancel cancel = new Cancel();
            long[] reports = {0};
            results = SMALL.run(other, 1, cancel, (done, of) -> {
                if (++reports[0] == 37) {
                    cancel.cancel();
                }
            });
            rounds++;
        } while (!results.complete());
        assertThat(rounds).isGreaterThan(2);
        same(other);
        try (var files = Files.list(other)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("settings.txt", "losses.csv", "seconds.csv", "prediction.csv");
        }
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws IOException {
        Path file = folder.resolve("one/losses.csv");
        Object before = Files.getLastModifiedTime(file);
        List<Long> reports = new ArrayList<>();
        TokenResults again = SMALL.run(folder.resolve("one"), 1, Cancel.NEVER, (done, of) -> reports.add(done));
        assertThat(reports).isEmpty();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(again.text()).isEqualTo(whole.text());
    }

    @Test
    void theLargestIsPredictedBeforeItIsTrained() throws IOException {
        Path other = folder.resolve("largest");
        Cancel cancel = new Cancel();
        List<Path> seen = new ArrayList<>();
        SMALL.run(other, 1, cancel, (done, of) -> {
            if (Files.exists(other.resolve("prediction.csv"))) {
                seen.add(other);
                cancel.cancel();
            }
        });
        assertThat(seen).isNotEmpty();
        assertThat(Files.readAllLines(other.resolve("losses.csv")))
                .hasSize(SMALL.cells().size());
        assertThat(other.resolve("prediction.csv")).hasSameTextualContentAs(folder.resolve("one/prediction.csv"));
        assertThat(whole.predicted().orElseThrow()).isPositive();
    }

    /// A fit that was cut short is not kept as the law's prediction, and who is trained already is not predicted.
    @Test
    void whatIsInterruptedPredictsNothing() throws IOException {
        List<TokenLoss> all = Files.readAllLines(folder.resolve("one/losses.csv")).stream()
                .skip(1)
                .map(line -> TokenLoss.parse(line, "one"))
                .toList();
        List<TokenLoss> trained = all.subList(0, all.size() - 1);
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(TokenPrediction.of(trained, all.getLast(), cancel)).isEmpty();
        assertThat(TokenPrediction.of(trained, all.getLast(), Cancel.NEVER)).isPresent();
        Path other = folder.resolve("afterwards");
        Files.createDirectories(other);
        Files.copy(folder.resolve("one/settings.txt"), other.resolve("settings.txt"));
        List<String> lines = Files.readAllLines(folder.resolve("one/losses.csv"));
        Files.write(other.resolve("losses.csv"), List.of(lines.getFirst(), lines.getLast()));
        assertThat(SMALL.run(other, 1, Cancel.NEVER, Progress.NONE).predicted()).isEmpty();
        assertThat(other.resolve("losses.csv")).hasSameTextualContentAs(folder.resolve("one/losses.csv"));
    }

    @Test
    void progressEndsAtAll() {
        List<Long> left = new ArrayList<>();
        SMALL.run(folder.resolve("progress"), 1, Cancel.NEVER, (done, of) -> left.add(of - done));
        assertThat(left).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(left.getLast()).isZero();
    }

    @Test
    void theRowsAreThoseOfTheGrid() {
        assertThat(whole.observations().size()).isEqualTo(8);
        assertThat(whole.observations().column("D")).containsOnly(512, 1_024);
        assertThat(Arrays.stream(whole.observations().column("loss")))
                .allMatch(loss -> loss > 0 && loss < Math.log(100));
        assertThat(whole.doubling(2))
                .hasValueSatisfying(change -> assertThat(change.samples()).isEqualTo(4));
        assertThat(whole.fit().law().variables()).containsExactly("N", "D", "P");
    }

    @Test
    void nothingIsLeftOpen() {
        int before = OpenArrays.settled();
        SMALL.run(folder.resolve("open"), 2, Cancel.NEVER, Progress.NONE);
        assertThat(OpenArrays.count()).isEqualTo(before);
    }

    @Test
    void aFolderOfAnotherGridIsRefused() {
        TokenGrid other = new TokenGrid(SMALL.sizes(), SMALL.tokens(), SMALL.streams(), 16, 2, 4, 0.05, 512, 4);
        assertThatThrownBy(() -> other.run(folder.resolve("one"), 1, Cancel.NEVER, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is of another grid");
        assertThatThrownBy(() ->
                        new TokenGrid(SMALL.sizes(), List.of(500L, 1_024L), SMALL.streams(), 16, 2, 4, 0.05, 512, 4))
                .isInstanceOf(BadInput.class)
                .hasMessage("tokens [500] must be a multiple of a step's, 64");
    }

    /// Before anything is simulated or trained.
    @Test
    void aGridThatCannotBeTrainedOrFittedIsRefused() {
        List<Size> sizes = SMALL.sizes();
        List<Long> tokens = SMALL.tokens();
        refused("must each rise", sizes.reversed(), tokens, List.of(1, 2), 16, 2, 512);
        refused("must each rise", sizes, tokens.reversed(), List.of(1, 2), 16, 2, 512);
        refused("must each rise", sizes, tokens, List.of(2, 2), 16, 2, 512);
        refused("[4] configurations; a law of 5 coefficients", sizes, tokens, List.of(1), 16, 2, 512);
        refused("context [0]", sizes, tokens, List.of(1, 2), 0, 2, 512);
        refused("prefix [0]", sizes, tokens, List.of(1, 2), 16, 0, 512);
        refused("heldOut [0]", sizes, tokens, List.of(1, 2), 16, 2, 0);
        refused("width [8]", List.of(new Size(1, 4, 1), new Size(1, 8, 3)), tokens, List.of(1, 2), 16, 2, 512);
    }

    private static void refused(
            String message,
            List<Size> sizes,
            List<Long> tokens,
            List<Integer> streams,
            int context,
            int prefix,
            long heldOut) {
        assertThatThrownBy(() -> new TokenGrid(sizes, tokens, streams, context, prefix, 4, 0.05, heldOut, 3))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDamagedTableIsSaid() throws IOException {
        Path other = folder.resolve("damaged");
        Files.createDirectories(other);
        Files.copy(folder.resolve("one/settings.txt"), other.resolve("settings.txt"));
        for (String[] file : new String[][] {
            {"losses.csv", "1,4,1,1,9,9,512,NaN"},
            {"losses.csv", "1,4"},
            {"seconds.csv", "what"},
            {"seconds.csv", "a,b"}
        }) {
            Files.write(other.resolve(file[0]), List.of("headings", file[1]));
            assertThatThrownBy(() -> SMALL.run(other, 1, Cancel.NEVER, Progress.NONE))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(file[0] + " [" + file[1] + "] must");
            Files.delete(other.resolve(file[0]));
        }
    }

    @Test
    void theFullGridReachesFiftyMillionParameters() {
        for (TokenGrid grid : List.of(TokenGrid.STANDARD, TokenGrid.FULL)) {
            assertThat(grid.sizes().size()).isGreaterThanOrEqualTo(5);
            assertThat(grid.tokens().size()).isGreaterThanOrEqualTo(3);
            assertThat(grid.streams()).containsExactly(1, 2, 4);
        }
        long largest = TokenGrid.FULL.cells().getLast().shape(80, 256, 16).size();
        assertThat(largest).isBetween(48_000_000L, 56_000_000L);
    }
}
