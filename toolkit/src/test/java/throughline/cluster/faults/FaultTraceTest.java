package throughline.cluster.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.cluster.faults.FaultTrace.Placing;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Traces of faults: read, paired, and put onto clusters of other sizes.
class FaultTraceTest {
    private static final Path FIXTURE = Path.of("src/test/resources/throughline/cluster/faults/trace.json");
    private static final FaultTrace TRACE = FaultTrace.infiniteHbd(FIXTURE, 6);

    private static List<Fault> faults(FaultTrace trace, int nodes, long seed) {
        List<Fault> faults = new ArrayList<>();
        trace.faults(nodes, 8, new Streams(seed)).forEachRemaining(faults::add);
        return faults;
    }

    @Test
    void startsAndEndsArePairedAndTheRestIsSaid() {
        assertThat(TRACE.entries()).extracting(FaultTrace.Entry::day).containsExactly(1.0, 1.5, 2.25, 10.0);
        assertThat(TRACE.entries()).extracting(FaultTrace.Entry::away).containsExactly(2.0, 2.5, 0.25, 0.0);
        assertThat(TRACE.pairing())
                .isEqualTo("4 faults; 1 starts without an end last until the trace ends;"
                        + " 1 ends without a start are left out");
    }

    @Test
    void nodesThatTheFileDoesNotNameLieAmongTheOthers() {
        assertThat(TRACE.entries()).extracting(FaultTrace.Entry::node).containsExactly(0, 2, 0, 2);
        assertThat(TRACE.nodes()).isEqualTo(6);
    }

    @Test
    void classesHaveTheEffectsOfTheTable() {
        List<Fault> faults = faults(TRACE, 6, 1);
        assertThat(faults)
                .extracting(Fault::effect)
                .containsExactly(Effect.CRASH, Effect.DEGRADED_LINK, Effect.CRASH, Effect.SLOW);
        assertThat(faults).extracting(Fault::category).containsExactly("gpu", "nic", "other", "fan");
        assertThat(faults.get(2).unit()).isEqualTo(Fault.WHOLE);
        assertThat(faults.get(0).lasts()).isEqualTo(2 * 86_400_000_000_000L);
    }

    @Test
    void aSmallerClusterHasTheFirstNodesOrDrawnOnes() {
        assertThatThrownBy(() -> TRACE.faults(3, 8, new Streams(1)))
                .isInstanceOf(BadInput.class)
                .hasMessage("a trace of [6] nodes does not fit a cluster of [3]; place it FIRST or RESAMPLED");
        assertThat(faults(TRACE.placed(Placing.FIRST), 2, 1)).hasSize(2);
        double mean = 0;
        for (int seed = 0; seed < 200; seed++) {
            mean += faults(TRACE.placed(Placing.RESAMPLED), 60, seed).size() / 200.0;
        }
        assertThat(mean).isCloseTo(40, within(3.0));
    }

    @Test
    void aResampledNodeDoesNotDependOnTheOthers() {
        FaultTrace trace = TRACE.placed(Placing.RESAMPLED);
        assertThat(faults(trace, 50, 3).stream().filter(fault -> fault.node() < 20))
                .isEqualTo(faults(trace, 20, 3));
    }

    @Test
    void aPartOfATraceBeginsOnItsDayZero() {
        FaultTrace part = TRACE.between(1.5, 10);
        assertThat(part.entries()).extracting(FaultTrace.Entry::day).containsExactly(0.0, 0.75);
        assertThat(part.counts(2)).containsExactly(2, 0, 0, 0);
        assertThat(part.gaps()).containsExactly(0.75);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "event_time": 1.5     | "event_time": "x"     | line 6: entry 2: event_time [x] must be a number of days
            "event_time": 1.5     | "event_time": -1      | line 6: entry 2: event_time [-1] must be
            "n-b", "event_time": 1.5, "event_type": "fault_start" | "n-b", "event_time": 1.5, "event_type": "fault" | entry 2: event_type [fault] must be
            "Class": "NIC", "Desc": "NIC Link Speed low"}},       | "Desc": "NIC Link Speed low"}},                 | line 6: entry 2: fault_type: Class is missing
            "event_time": 1.5,    | "event_time": 1.5         | line 6: Unexpected character
            """)
    void aMistakeIsNamedWithLineAndEntry(String right, String wrong, String message, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("fault_trace.json");
        Files.writeString(file, Files.readString(FIXTURE).replace(right, wrong));
        assertThatThrownBy(() -> FaultTrace.infiniteHbd(file, 6))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsMissingOrOfALargerClusterIsRefused() {
        assertThatThrownBy(() -> FaultTrace.infiniteHbd(Path.of("nowhere.json"), 6))
                .hasMessage("no file [nowhere.json]");
        assertThatThrownBy(() -> FaultTrace.infiniteHbd(FIXTURE, 2)).hasMessageContaining("names [3] nodes");
    }

    /// What `10-audit` and the trace's own readers count in it.
    @Test
    @Tag("external")
    @EnabledIfSystemProperty(named = "throughline.external", matches = ".+")
    void theirTraceHasTheirNumbers() {
        FaultTrace trace = FaultTrace.infiniteHbd(
                Path.of(System.getProperty("throughline.external"), "cluster-faults", "infinitehbd-fault-trace.json"),
                400);
        assertThat(trace.entries()).hasSize(584);
        assertThat(trace.unpairedStarts() + trace.unpairedEnds()).isZero();
        assertThat(trace.counts(54)).containsExactly(38, 151, 108, 58, 100, 83);
        assertThat(trace.between(0, 174).entries()).hasSize(312);
        assertThat(trace.repeats(1)).isCloseTo(0.24, within(0.005));
        assertThat(trace.repeats(7)).isCloseTo(0.43, within(0.005));
        assertThat(trace.unavailable()).isCloseTo(0.023, within(0.0005));
    }
}
