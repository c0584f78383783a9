package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.cluster.FaultProcess;
import throughline.cluster.monitor.Rules;
import throughline.data.Trace;
import throughline.learning.Series;
import throughline.learning.detect.Watched;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class FaultDetectionTest {
    private static final ClusterSpec SMALL =
            FaultDetection.USUAL.with("gpus", "16").with("days", "0.3");

    private static final FaultProcess THREE = (nodes, gpus, streams) -> List.of(
                    new Fault((long) 4000e9, "gpu-thermal", 1, 3, Effect.SLOW, 1.2, (long) 1000e9),
                    new Fault((long) 7000e9, "network", 0, 3, Effect.DEGRADED_LINK, 0.5, (long) 1000e9),
                    new Fault((long) 9000e9, "gpu-system-processor", 1, 3, Effect.HANG, 0, 0))
            .iterator();

    private static final ClusterRun RUN = run(SMALL, THREE);
    private static final Watched WATCHED = FaultDetectionColumns.watched("run", RUN, SMALL);

    private static ClusterRun run(ClusterSpec spec, FaultProcess faults) {
        return ClusterRun.of(spec, faults, 1, Cancel.NEVER, Progress.NONE);
    }

    private static void same(Series longer, Series shorter) {
        for (String column : shorter.columns()) {
            double[] begin = Arrays.copyOf(longer.values(column), shorter.length());
            assertThat(Arrays.mismatch(begin, shorter.values(column)))
                    .as(column)
                    .isEqualTo(-1);
        }
    }

    @Test
    void columnsKnowNothingOfTheFuture() {
        ClusterSpec half = SMALL.with("days", "0.1");
        Watched shorter = FaultDetectionColumns.watched("short", run(half, THREE), half);
        assertThat(shorter.series().length()).isLessThan(WATCHED.series().length());
        same(WATCHED.series(), shorter.series());
    }

    @Test
    void columnsKnowNothingOfTheTruth() {
        Map<String, Trace> tables = new LinkedHashMap<>(RUN.tables());
        tables.put("labels", new Trace(RUN.table("labels").schema()));
        Watched blind = FaultDetectionColumns.watched("blind", new ClusterRun(tables, RUN.goodput()), SMALL);
        same(WATCHED.series(), blind.series());
        assertThat(blind.wrong()).isEmpty();
    }

    @Test
    void eachKindShowsInAColumnOfItsOwn() {
        assertThat(WATCHED.wrong().stream().map(one -> one.kind())).containsExactly("hot", "link", "hang");
        for (Map.Entry<String, Integer> sign :
                Map.of("temp_high", 0, "delay_high", 1, "step_age", 2).entrySet()) {
            double[] values = WATCHED.series().values(sign.getKey());
            var episode = WATCHED.wrong().get(sign.getValue());
            int before = (int) (episode.from() / 15) - 20;
            int within = (int) (episode.from() / 15) + 40;
            assertThat(values[within]).as(sign.getKey()).isGreaterThan(2 * values[before]);
        }
    }

    @Test
    void aHangIsUnknownUntilTheWatchdogBarks() {
        var hang = WATCHED.wrong().get(2);
        assertThat(hang.to() - hang.from()).isBetween(1800.0, 44 * 60.0);
        assertThat(WATCHED.wrongAt((int) (hang.from() / 15) + 10)).isTrue();
        assertThat(WATCHED.judgedAt((int) (hang.to() / 15) + 10)).isFalse();
        Watched without = FaultDetectionColumns.without(WATCHED, "hang");
        assertThat(without.wrong()).hasSize(2);
        assertThat(without.judgedAt((int) (hang.from() / 15) + 10)).isFalse();
    }

    @Test
    void theExchangeThatAJobHangsInIsLoggedWithoutAnEnd() {
        Trace exchanges = RUN.table("collectives");
        double[] launch = exchanges.column("launch");
        double[] end = exchanges.column("end");
        long open = Arrays.stream(end).filter(Double::isNaN).count();
        long missing = Arrays.stream(launch).filter(Double::isNaN).count();
        assertThat(open).isEqualTo(SMALL.gpus());
        assertThat(missing).isOne();
    }

    @Test
    void theMonitorTellsAHang() {
        boolean[] told = FaultDetectionMonitor.alarms(RUN, SMALL, WATCHED, Rules.USUAL, 60);
        int from = (int) (9000 / 15);
        assertThat(IntStream.range(from, from + 16).anyMatch(step -> told[step]))
                .isTrue();
        assertThat(IntStream.range(0, 200).anyMatch(step -> told[step])).isFalse();
    }

    @Test
    void aDrillHasOneFaultOfEachKindInOrder() {
        for (long seed = 1; seed < 30; seed++) {
            List<Fault> faults = new ArrayList<>();
            Iterator<Fault> all = new FaultDetectionDrill(0.5, FaultDetectionHarm.MILD).faults(8, 8, new Streams(seed));
            all.forEachRemaining(faults::add);
            assertThat(faults).isSortedAccordingTo((a, b) -> Long.compare(a.start(), b.start()));
            assertThat(faults.stream()
                            .map(fault ->
                                    FaultDetectionDrill.Kind.of(fault.effect().text(), fault.category()))
                            .filter(kind -> kind != null))
                    .containsExactlyInAnyOrder(FaultDetectionDrill.Kind.values());
            assertThat(faults.getLast().start()).isLessThan((long) (43_200e9));
        }
    }

    @Test
    void aSmallStudyComparesDetectorsRulesAndTheMonitor() {
        FaultDetection study = FaultDetection.simulate(
                SMALL, FaultDetectionHarm.PLAIN, new FaultDetection.Size(2, 2, 2), Cancel.NEVER, Progress.NONE);
        assertThat(study.test()).hasSize(2);
        Table rows = study.compare();
        assertThat(rows.stringColumn("detector").asList())
                .contains("logistic", "perceptron", "threshold on step_age", "C4D's rules");
        assertThat(rows.doubleColumn("found").asList()).allMatch(share -> share >= 0 && share <= 1);
        FaultDetectionRow all = study.row("logistic", FaultDetection.Sight.ALL);
        assertThat(all.outcome().recall("hang")).isEqualTo(1);
        assertThat(all.average())
                .isGreaterThan(study.row("largest-deviation", FaultDetection.Sight.SUBTLE)
                        .average());
        assertThat(study.unseen("logistic", FaultDetection.Sight.ALL).rowCount())
                .isEqualTo(FaultDetectionDrill.Kind.values().length);
    }

    @Test
    void tellingColumnsAreColumns() {
        assertThat(FaultDetectionColumns.ALL).containsAll(FaultDetectionColumns.TELLING);
        assertThat(Stream.of(FaultDetectionColumns.ALL).distinct()).hasSize(1);
    }
}
