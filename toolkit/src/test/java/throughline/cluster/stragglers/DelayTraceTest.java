package throughline.cluster.stragglers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.random.Streams;
import throughline.spec.BadInput;

class DelayTraceTest {
    @TempDir
    private Path folder;

    static DelayTrace fixture() {
        try {
            return DelayTrace.read(
                    Path.of(DelayTraceTest.class.getResource("delays.csv").toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void roundsAreLinesAndRanksColumns() {
        DelayTrace trace = fixture();
        assertThat(trace.rounds()).isEqualTo(5);
        assertThat(trace.ranks()).isEqualTo(4);
        assertThat(trace.round(3)).containsExactly(1, 6, 5, 1.25);
        assertThat(trace.plus(0.5).round(3)).containsExactly(1.5, 6.5, 5.5, 1.75);
        assertThat(trace.heatmap(2, 5).values()[1]).containsExactly(1.25, 1, 1, 6, 1.25);
        assertThat(trace.late(1).stream().map(BitSet::toString)).containsExactly("{3}", "{3}", "{}", "{1, 2}", "{3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b;1,x|line 2, column 2: [x] is not a positive number of seconds",
                "a,b;1,2;0,1|line 3, column 1: [0] is not a positive number of seconds",
                "a,b;1,2;1|line 3: [1] values; the first line names 2 ranks",
                "a,b;1,|line 2, column 2: [] is not a positive number of seconds",
                "0.5,.6;1,2|line 1: [0.5,.6] are numbers; the first line must name the ranks, rounds begin in the second",
                "1,3;1,2|line 1: [1,3] are numbers; the first line must name the ranks, rounds begin in the second",
                "a,b|has [1] lines; it needs a line of names and one of seconds for each round"
            })
    void whatCannotBeReadIsNamedByLineAndColumn(String text, String message) throws IOException {
        Path file = folder.resolve("delays.csv");
        Files.writeString(file, text.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> DelayTrace.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,1", " 1, 2", "a,2"})
    void ranksMayBeNamedByNumber(String names) throws IOException {
        Path file = folder.resolve("delays.csv");
        Files.writeString(file, names + "\n0.5,0.6\n");
        DelayTrace trace = DelayTrace.read(file);
        assertThat(trace.rounds()).isOne();
        assertThatThrownBy(() -> trace.heatmap(3, 1))
                .isInstanceOf(BadInput.class)
                .hasMessage("[3] ranks and [1] rounds of a trace that has 2 and 1");
    }

    @Test
    void aDrawnTraceIsThatOfItsChain() {
        SlowChain chain = SlowChain.lambda();
        DelayTrace trace = DelayTrace.drawn(chain, 64, 10, new Streams(5).below("trace"));
        ChainStragglers same = new ChainStragglers(chain, 64, new Streams(5).below("trace"));
        for (int round = 0; round < 10; round++) {
            for (int rank = 0; rank < 64; rank++) {
                assertThat(trace.round(round)[rank]).isEqualTo(chain.fastest() * same.multiplier(rank));
            }
            same.step();
        }
    }
}
