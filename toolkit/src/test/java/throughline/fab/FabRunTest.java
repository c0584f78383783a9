package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.data.Timeline;
import throughline.data.Trace;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Runs of a whole fab, measured, compared and recorded.
class FabRunTest {
    @TempDir
    Path temp;

    private static Fab small() {
        return Smt2020.read(Path.of("..", "datasets", "small-fab"));
    }

    @Test
    void sharesOfAToolsTimeAddUpToOne() {
        Table stations =
                FabRun.of(small(), 1, 10, 50, Cancel.NEVER, Progress.NONE).stations();
        for (int row = 0; row < stations.rowCount(); row++) {
            double sum = 0;
            for (String share : List.of("processing", "setup", "maintenance", "down", "blocked", "starved")) {
                sum += stations.doubleColumn(share).get(row);
            }
            assertThat(sum).isBetween(1 - 1e-12, 1 + 1e-12);
            assertThat(stations.doubleColumn("utilisation").get(row)).isBetween(0.0, 1.0);
        }
    }

    @Test
    void partsOfTheCycleTimeAddUpToIt() {
        FabRun run = FabRun.of(small(), 1, 60);
        for (String order : run.orders().stringColumn("order")) {
            double sum = 0;
            for (Spent part : Spent.values()) {
                sum += run.of(order, part.name().toLowerCase() + " [d]");
            }
            if (order.equals("Lot_b")) {
                assertThat(sum).isLessThanOrEqualTo(run.of(order, "cycle time [d]") + 1e-9);
            }
        }
        assertThat(run.of("HotLot_a", "cycle time [d]")).isLessThan(run.of("Lot_a", "cycle time [d]"));
        assertThatThrownBy(() -> run.of("Lot_z", "finished"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("has no [finished] of order [Lot_z]");
    }

    /// The areas of a fab hold all of its lots, so that the lines of the figure add up to the work in progress.
    @Test
    void everyLotIsAtSomeArea() {
        FabRun run = FabRun.of(small(), 1, 60);
        Plot plot = run.byArea();
        for (int day = 0; day <= 60; day++) {
            int at = day;
            assertThat(plot.series().stream().mapToDouble(area -> area.y()[at]).sum())
                    .isEqualTo(run.path().intColumn("wip").getDouble(day));
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        FabRun one = FabRun.of(small(), 4, 40);
        FabRun two = FabRun.of(small(), 4, 40);
        assertThat(two.orders().toString()).isEqualTo(one.orders().toString());
        assertThat(two.path().toString()).isEqualTo(one.path().toString());
        assertThat(FabRun.of(small(), 5, 40).orders().toString())
                .isNotEqualTo(one.orders().toString());
    }

    /// Breakdowns, releases, sampling and rework are the same under any rule: hot lots first changes who waits.
    @Test
    void comparisonsShareTheirRandomNumbers() {
        SequencedMap<String, Fab> variants = new LinkedHashMap<>();
        variants.put("FIFO", small().with(Dispatch.FIFO));
        variants.put("again", small().with(Dispatch.by((lot, tool) -> lot.waitingSince())));
        variants.put("hot", small().with(Dispatch.HOT_LOT.then(Dispatch.FIFO)));
        Comparison comparison = Comparison.of(variants, 4, 5, 60, Cancel.NEVER, Progress.NONE);
        Table hot = comparison.table("hot", run -> run.of("HotLot_a", "cycle time [d]"));
        assertThat(hot.doubleColumn("difference").get(1)).isEqualTo(0);
        assertThat(hot.doubleColumn("difference high").get(2)).isNegative();
        Table started =
                comparison.table("lots", run -> run.path().intColumn("started").get(60));
        assertThat(started.doubleColumn("difference").asDoubleArray()).containsOnly(0);
        assertThat(started.intColumn("seeds").asIntArray()).containsOnly(4);
    }

    @Test
    void aCancelledComparisonKeepsWholeSeedsOnly() {
        SequencedMap<String, Fab> variants = new LinkedHashMap<>();
        variants.put("FIFO", small());
        Cancel cancelled = new Cancel();
        cancelled.cancel();
        Comparison comparison = Comparison.of(variants, 2, 0, 30, cancelled, Progress.NONE);
        assertThat(comparison.runs().get("FIFO")).isEmpty();
        assertThatThrownBy(() -> comparison.table("x", run -> 1)).isInstanceOf(BadInput.class);
    }

    /// Every step of every lot in a row, in the order of its route save for rework, without overlaps on the way.
    @Test
    void everyStepOfEveryLotIsRecorded() {
        Trace trace = new Trace(FabRun.steps());
        FabRun run = FabRun.of(small(), 2, 30, trace, Cancel.NEVER, Progress.NONE);
        double[] lots = trace.column("lot");
        double[] came = trace.column("came");
        double[] started = trace.column("started");
        double[] ended = trace.column("ended");
        Map<Double, Double> last = new HashMap<>();
        for (int i = 0; i < trace.rows(); i++) {
            assertThat(came[i]).isLessThanOrEqualTo(started[i]);
            assertThat(started[i]).isLessThan(ended[i]);
            assertThat(last.getOrDefault(lots[i], 0.0)).isLessThanOrEqualTo(came[i]);
            last.put(lots[i], ended[i]);
        }
        double taken = run.stations().doubleColumn("lots a day").sum() * 30;
        assertThat((double) trace.rows()).isBetween(taken - 150, taken);
    }

    @Test
    void activitiesFillTheTimeAToolIsNotIdleAndPerfettoCanOpenThem() throws IOException {
        Table pieces = Activities.of(small(), 3, 10, 20, List.of("Scanner", "Implanter", "Microscope"));
        Map<String, Double> hours = new HashMap<>();
        Map<String, Double> ends = new HashMap<>();
        for (int row = 0; row < pieces.rowCount(); row++) {
            String tool = pieces.stringColumn("tool").get(row);
            double from = pieces.doubleColumn("from [h]").get(row);
            double to = pieces.doubleColumn("to [h]").get(row);
            assertThat(from).isGreaterThanOrEqualTo(ends.getOrDefault(tool, 240.0));
            assertThat(to).isBetween(from, 480.0);
            ends.put(tool, to);
            hours.merge(tool, to - from, Double::sum);
        }
        FabRun run = FabRun.of(small(), 3, 10, 10, Cancel.NEVER, Progress.NONE);
        for (String station : List.of("Scanner", "Implanter", "Microscope")) {
            double busy = 0;
            double tools = 0;
            for (Map.Entry<String, Double> each : hours.entrySet()) {
                if (each.getKey().startsWith(station)) {
                    busy += each.getValue();
                    tools++;
                }
            }
            assertThat(busy / (240 * tools))
                    .isBetween(1 - run.at(station, "starved") - 1e-6, 1 - run.at(station, "starved") + 1e-6);
        }
        Path file = temp.resolve("fab.json");
        Timeline.chromeTrace(pieces, "tool", "activity", "from [h]", "to [h]", file);
        JsonNode events = new ObjectMapper().readTree(Files.readString(file)).get("traceEvents");
        assertThat(events).hasSize(pieces.rowCount() + hours.size());
        assertThatThrownBy(() -> Timeline.chromeTrace(pieces, "tool", "what", "from [h]", "to [h]", file))
                .hasMessageContaining("has no column [what]");
        assertThatThrownBy(() -> Activities.of(small(), 3, 1, 2, List.of("Scammer")))
                .hasMessageContaining("has no station [Scammer]");
    }
}
