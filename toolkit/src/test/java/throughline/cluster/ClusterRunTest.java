package throughline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.data.Dataset;
import throughline.data.Sweep;
import throughline.data.Trace;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What a run of a cluster leaves behind.
class ClusterRunTest {
    private static final ClusterSpec CALM = ClusterSpec.SMALL
            .with("days", "0.1")
            .with("faults", "none")
            .with("tenants", "2")
            .with("gaps", "0");

    private static ClusterRun struck(ClusterSpec spec, Fault... faults) {
        return ClusterRun.of(
                spec, (nodes, perNode, streams) -> List.of(faults).iterator(), 1, Cancel.NEVER, Progress.NONE);
    }

    private static Fault fault(double start, String category, Effect effect, double severity) {
        return new Fault((long) (start * 1e9), category, 3, 2, effect, severity, (long) (3000 * 1e9));
    }

    /// The mean of a sensor over some cards and a time.
    private static double mean(Trace gpu, String column, int node, int unit, double from, double to) {
        double[] values = gpu.column(column);
        return IntStream.range(0, gpu.rows())
                .filter(row -> gpu.number(1, row) >= from && gpu.number(1, row) < to)
                .filter(row -> node < 0 ? gpu.whole(2, row) < 8 : gpu.whole(2, row) == node)
                .filter(row -> unit < 0 || gpu.whole(3, row) == unit)
                .mapToDouble(row -> values[row])
                .average()
                .orElseThrow();
    }

    @Test
    void eachSensorIsReadOnceInEachSamplingTime() {
        Trace gpu = struck(CALM).table("gpu");
        int sensors = (8 + 4 + 2) * 8;
        assertThat(gpu.rows()).isEqualTo(sensors * (int) (0.1 * 86_400 / 15));
        Map<Long, Double> last = new HashMap<>();
        for (int row = 0; row < gpu.rows(); row++) {
            double time = gpu.number(1, row);
            assertThat(time % 15).isLessThan(0.2 * 15);
            Double before = last.put(gpu.whole(2, row) * 8 + gpu.whole(3, row), time);
            assertThat(before == null || before < time).isTrue();
        }
    }

    @Test
    void samplesAreLostInTheShareThatIsAskedFor() {
        int all = struck(CALM).table("gpu").rows();
        int left = struck(CALM.with("gaps", "0.1")).table("gpu").rows();
        assertThat((double) left / all).isCloseTo(0.9, within(0.02));
    }

    @Test
    void heatFollowsPowerAndAJobThatStandsCoolsDown() {
        ClusterSpec watched = CALM.with("recovery", "recovery-watchdog");
        Trace gpu = struck(watched, fault(5000, "software", Effect.CRASH, 0)).table("gpu");
        double busy = mean(gpu, "temp_c", -1, -1, 4000, 5000);
        double idle = mean(gpu, "temp_c", -1, -1, 5400, 6400);
        double watts = mean(gpu, "power_w", -1, -1, 4000, 5000) - mean(gpu, "power_w", -1, -1, 5400, 6400);
        assertThat(busy - idle).isCloseTo(0.086 * watts, within(1.5));
    }

    @Test
    void aHangKeepsTheGpusBusyAtLittlePower() {
        Trace gpu = struck(CALM, fault(5000, "network", Effect.HANG, 0)).table("gpu");
        Trace slow = struck(CALM.with("recovery", "recovery-watchdog"), fault(5000, "network", Effect.HANG, 0))
                .table("gpu");
        assertThat(mean(slow, "util", -1, -1, 5060, 6700)).isGreaterThan(99);
        assertThat(mean(slow, "power_w", -1, -1, 5060, 6700))
                .isLessThan(0.5 * mean(gpu, "power_w", -1, -1, 3000, 5000));
    }

    @Test
    void aCardWhoseCoolingFailsIsHotAndItsClockIsLow() {
        Trace gpu = struck(CALM.with("recovery", "recovery-watchdog"), fault(5000, "gpu-thermal", Effect.SLOW, 1.5))
                .table("gpu");
        assertThat(mean(gpu, "temp_c", 3, 2, 5100, 7900)).isGreaterThan(mean(gpu, "temp_c", 3, 2, 3000, 5000) + 10);
        assertThat(mean(gpu, "sm_clock_mhz", 3, 2, 5100, 7900)).isLessThan(1000);
        assertThat(mean(gpu, "temp_c", 3, 1, 5100, 7900)).isCloseTo(mean(gpu, "temp_c", 3, 1, 3000, 5000), within(3.0));
    }

    @ParameterizedTest
    @CsvSource({"gpu-hbm, 48", "gpu-sram, 94", "gpu, 79", "gpu-system-processor, 119", "nvlink, 74", "software, 0"})
    void theDriverNamesWhatBroke(String category, double code) {
        double[] xids = struck(CALM, fault(5000, category, Effect.CRASH, 0))
                .table("gpu")
                .column("xid");
        assertThat(Arrays.stream(xids).max().orElseThrow()).isEqualTo(code);
    }

    /// Three an hour in the mean, for half of the memories that fail.
    @Test
    void memoryThatIsAboutToFailCorrectsErrorsBefore() {
        int cards = 8 * 8;
        Fault[] faults = IntStream.range(0, cards)
                .mapToObj(
                        card -> new Fault(7_000_000_000_000L + card, "gpu-hbm", card / 8, card % 8, Effect.CRASH, 0, 0))
                .toArray(Fault[]::new);
        Trace gpu = struck(CALM, faults).table("gpu");
        double[] times = gpu.column("t");
        double[] errors = gpu.column("ecc_sbe");
        double[] until = new double[(8 + 4 + 2) * 8];
        for (int row = 0; row < gpu.rows(); row++) {
            if (times[row] < 7000) {
                int card = (int) (gpu.whole(2, row) * 8 + gpu.whole(3, row));
                assertThat(errors[row]).isGreaterThanOrEqualTo(until[card]);
                until[card] = errors[row];
            }
        }
        double[] failing = Arrays.copyOf(until, cards);
        double announced = 0.5 * 3 * 7000 / 3600;
        double spread = Math.sqrt((announced + announced * announced) / cards);
        assertThat(Arrays.stream(failing).average().orElseThrow()).isCloseTo(announced, within(4 * spread));
        assertThat(Arrays.stream(failing).filter(count -> count == 0).count()).isBetween(16L, 48L);
        assertThat(Arrays.stream(until, cards, until.length).max().orElseThrow())
                .isLessThan(2);
    }

    @ParameterizedTest
    @CsvSource({"tensor, 4", "pipeline, 2", "data, 8"})
    void theRankThatOthersWaitForWaitsLeast(String op, int group) {
        ClusterRun run = struck(CALM.with("detail", "rank").with("days", "0.02"));
        Trace rows = run.table("collectives");
        Map<String, long[]> groups = new HashMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.text(3, row).equals(op)) {
                String key = rows.number(1, row) + "/" + rows.whole(2, row);
                long[] waits = groups.computeIfAbsent(key, k -> new long[] {Long.MAX_VALUE, 0});
                waits[0] = Math.min(waits[0], rows.whole(7, row));
                waits[1]++;
            }
        }
        assertThat(groups.values()).allMatch(waits -> waits[0] == 0 && waits[1] % group == 0);
    }

    @Test
    void aStepThatTakesLongerHasItsRankInTheTable() {
        ClusterRun run = struck(
                CALM.with("detail", "rank").with("days", "0.06").with("recovery", "recovery-watchdog"),
                fault(3000, "gpu-thermal", Effect.SLOW, 1.5));
        Trace steps = run.table("steps");
        int rank = 3 * 8 + 2;
        for (int row = 0; row < steps.rows(); row++) {
            if (steps.number(3, row) > 3000) {
                assertThat(steps.whole(11, row)).isEqualTo(rank);
            }
        }
    }

    @Test
    void theTruthSaysWhatStruckAndWhenItWasNoticed() {
        Trace labels = struck(CALM, fault(5000, "gpu", Effect.CRASH, 0)).table("labels");
        assertThat(labels.rows()).isEqualTo(1);
        assertThat(labels.text(2, 0)).isEqualTo("gpu");
        assertThat(labels.number(7, 0)).isEqualTo(5000);
        assertThat(labels.whole(9, 0)).isEqualTo(1);
        assertThat(labels.number(10, 0)).isBetween(5005.0, 5030.0);
        assertThat(labels.number(8, 0)).isGreaterThan(labels.number(10, 0));
    }

    private static Fault at(double start, int node, Effect effect, double severity, double lasts) {
        return new Fault((long) (start * 1e9), "test", node, 0, effect, severity, (long) (lasts * 1e9));
    }

    /// Nodes 0 to 7 are the job's, 8 to 11 are spares, 12 and 13 other people's.
    /// Samplers come late, so that what is read in one sampling time is read at many instants.
    @Test
    void noSensorShowsAFaultBeforeItStrikes() {
        ClusterSpec late = CALM.with("jitter", "1").with("sampling", "60").with("recovery", "recovery-watchdog");
        Fault[] faults = IntStream.range(0, 8)
                .mapToObj(node -> new Fault(
                        3_030_000_000_000L + node,
                        "gpu-hbm",
                        node,
                        node,
                        node < 4 ? Effect.CRASH : Effect.SLOW,
                        node < 4 ? 0 : 1.5,
                        3_000_000_000_000L))
                .toArray(Fault[]::new);
        Trace gpu = struck(late, faults).table("gpu");
        double[] xids = gpu.column("xid");
        double[] clocks = gpu.column("sm_clock_mhz");
        double[] doubles = gpu.column("ecc_dbe");
        int shown = 0;
        for (int row = 0; row < gpu.rows(); row++) {
            if (gpu.number(1, row) < 3030 && gpu.whole(2, row) < 8 && gpu.number(1, row) > 1500) {
                assertThat(xids[row] + doubles[row]).isZero();
                assertThat(clocks[row]).isGreaterThan(1300);
            }
            shown += xids[row] == 48 ? 1 : 0;
        }
        assertThat(shown).isEqualTo(4);
    }

    @Test
    void aNodesRowOfLinksIsTheSumOfItsCardsAndOfSensorsTheirMean() {
        Fault slow = fault(5000, "gpu-thermal", Effect.SLOW, 1.5);
        Fault ill = new Fault(4_000_000_000_000L, "nic", 5, 1, Effect.DEGRADED_LINK, 0.9, 4_000_000_000_000L);
        ClusterSpec watched = CALM.with("recovery", "recovery-watchdog").with("jitter", "0");
        ClusterRun cards = struck(watched, ill, slow);
        ClusterRun nodes = struck(watched.with("detail", "node"), ill, slow);
        for (String column : List.of("sm_clock_mhz", "temp_c", "power_w")) {
            assertThat(mean(nodes.table("gpu"), column, 3, -1, 5200, 7900))
                    .as(column)
                    .isCloseTo(mean(cards.table("gpu"), column, 3, -1, 5200, 7900), withinPercentage(5));
        }
        assertThat(mean(nodes.table("links"), "n5")).isCloseTo(mean(cards.table("links"), "n5."), withinPercentage(3));
    }

    /// Sum over the cards of a node of what they send, mean over the sampling times in which there are rows of it.
    private static double mean(Trace links, String node) {
        double[] times = links.column("t");
        double[] sent = links.column("gbps");
        Map<Double, Double> sums = new HashMap<>();
        for (int row = 0; row < links.rows(); row++) {
            if (links.text(2, row).startsWith(node) && times[row] > 4000 && times[row] < 4900) {
                sums.merge(times[row], sent[row], Double::sum);
            }
        }
        return sums.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void everyFaultEndsInTheLogWhenItsLabelSaysSo() {
        ClusterRun run = struck(
                CALM,
                at(1000, 9, Effect.CRASH, 0, 600),
                at(1100, 10, Effect.FLAP, 0, 20),
                at(1200, 12, Effect.HANG, 0, 700),
                at(1300, 13, Effect.SLOW, 1.5, 800),
                at(5000, 1, Effect.CRASH, 0, 3000),
                at(5040, 2, Effect.CRASH, 0, 60));
        Trace labels = run.table("labels");
        double[] isolated = times(run, "isolate");
        assertThat(labels.column("end")).startsWith(1600, 1120, 1900, 2100).endsWith(isolated[0], isolated[1]);
        double[] ends = labels.column("end");
        Arrays.sort(ends);
        assertThat(times(run, "fault_end")).containsExactly(ends);
        assertThat(labels.column("noticed")).startsWith(-1, -1, -1, -1).endsWith(isolated[1]);
        assertThat(labels.column("in_job")).containsExactly(0, 0, 0, 0, 1, 1);
    }

    private static double[] times(ClusterRun run, String kind) {
        Trace events = run.table("events");
        return IntStream.range(0, events.rows())
                .filter(row -> events.text(2, row).equals(kind))
                .mapToDouble(row -> events.number(1, row))
                .toArray();
    }

    @Test
    void otherPeoplesJobsKeepOffANodeThatIsBeingRepaired() {
        Trace jobs = struck(CALM.with("tenants", "1").with("tenantLoad", "2"), at(2000, 12, Effect.CRASH, 0, 3000))
                .table("jobs");
        double[] starts = jobs.column("start");
        assertThat(Arrays.stream(starts).filter(start -> start > 2000 && start < 5000))
                .isEmpty();
        assertThat(Arrays.stream(starts).filter(start -> start >= 5000)).isNotEmpty();
    }

    /// A job that asks for both nodes would else stand before all others until the repair of one ends.
    @Test
    void aNodeInRepairDoesNotStopTheJobsOfOthers() {
        ClusterSpec busy = CALM.with("tenants", "2").with("tenantLoad", "3").with("days", "1");
        Trace jobs = struck(busy, at(2000, 12, Effect.CRASH, 0, 80_000)).table("jobs");
        double[] starts = jobs.column("start");
        double[] gpus = jobs.column("gpus");
        double first = IntStream.range(0, starts.length)
                .filter(row -> starts[row] > 2000 && starts[row] < 82_000 && gpus[row] == 16)
                .mapToDouble(row -> starts[row])
                .min()
                .orElseThrow();
        assertThat(Arrays.stream(starts).filter(start -> start > first && start < 82_000))
                .isNotEmpty();
    }

    @Test
    void hoursOfARunAddUpToItsLength() {
        ClusterRun run = ClusterRun.of(ClusterSpec.SMALL.with("days", "0.3").with("mtbf", "0.5 h"), 5);
        Trace runs = run.table("runs");
        double hours = Arrays.stream(Spell.values())
                .mapToDouble(spell -> runs.column("h_" + spell.text())[0])
                .sum();
        assertThat(hours).isCloseTo(7.2, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"node", "gpu", "rank"})
    void theSameSeedGivesTheSameBytesOnAnyNumberOfThreads(String detail, @TempDir Path folder) throws IOException {
        ClusterSpec spec =
                ClusterSpec.SMALL.with("days", "0.03").with("mtbf", "0.2 h").with("detail", detail);
        Sweep<ClusterSpec> sweep = new Sweep<>(ClusterRun.recipe(), List.of(spec), 3, 7);
        Dataset one = sweep.write(folder.resolve("one"), 1, Cancel.NEVER, Progress.NONE);
        sweep.write(folder.resolve("two"), 2, Cancel.NEVER, Progress.NONE);
        assertThat(one.complete()).isTrue();
        try (Stream<Path> files = Files.walk(folder.resolve("one"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path twin = folder.resolve("two").resolve(folder.resolve("one").relativize(file));
                assertThat(Files.mismatch(file, twin)).as(file.toString()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpus|63|multiple of the 8 in a node",
                "pipeline|3|multiple of tensor x pipeline [4 x 3]",
                "hardware|nowhere|no profile [nowhere]",
                "recovery|telemetry-a100|must be [recovery] here",
                "telemetry|recovery-monitored|must be [telemetry] here",
                "model|gpt-9|gpt-9",
                "model|llama-3-405b|model [llama-3-405b] needs",
                "storage|none.yaml|no profile [none.yaml]",
            })
    void whatDoesNotFitIsNamed(String knob, String value, String message) {
        ClusterSpec spec = CALM.with(knob, value);
        assertThatThrownBy(() -> ClusterRun.of(spec, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFaultThatTheClusterCannotHaveIsNamed() {
        assertThatThrownBy(() -> struck(CALM, at(5, 14, Effect.CRASH, 0, 1)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("node [14]; the cluster has nodes 0 to 13");
        assertThatThrownBy(() -> struck(CALM, at(5, Fault.JOB, Effect.SLOW, 2, 1)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("effect [slow] must be crash, hang or silent");
    }
}
