package throughline.cluster.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.cluster.fabric.Routing;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// The detector on made windows: each anomaly is found where it is, and a healthy job is left alone.
class DetectorTest {
    private static final Rules RULES = Rules.USUAL;
    private static final long SECOND = 1_000_000_000L;
    private static final Communicator FOUR = new Communicator(0, List.of(0, 1, 2, 3));

    static Stream<Anomaly> anomalies() {
        return Stream.of(
                new Anomaly.SlowSender(11, 3),
                new Anomaly.SlowReceiver(0, 3),
                new Anomaly.SlowCompute(63, 1.2),
                new Anomaly.Stopped(5),
                new Anomaly.Cut());
    }

    @ParameterizedTest
    @MethodSource("anomalies")
    void anAnomalyIsFoundWhereItIsAndNothingElse(Anomaly anomaly) {
        Rehearsal job = new Rehearsal(RehearsalSpec.QUIET, new Streams(3));
        assertThat(found(job, anomaly)).containsExactly(anomaly.expected(job.communicator()));
    }

    @Property(tries = 20)
    void aSlowLinkIsTheLink(@ForAll @IntRange(max = 63) int edge, @ForAll long seed) {
        Rehearsal job = new Rehearsal(RehearsalSpec.QUIET, new Streams(seed));
        int[] pair = job.pair(edge);
        Anomaly anomaly = new Anomaly.SlowLink(pair[0], pair[1], 3);
        assertThat(found(job, anomaly)).containsExactly(anomaly.expected(job.communicator()));
    }

    private static List<Finding> found(Rehearsal job, Anomaly anomaly) {
        Detector detector = new Detector(List.of(job.communicator()), RULES);
        List<Alarm> alarms = new ArrayList<>();
        job.windows(4).forEach(window -> alarms.addAll(detector.watch(window)));
        assertThat(alarms).as("healthy").isEmpty();
        job.inject(anomaly);
        job.windows(5).forEach(window -> alarms.addAll(detector.watch(window)));
        return alarms.stream().map(Alarm::finding).toList();
    }

    @Test
    void aHealthyJobIsLeftAlone() {
        for (Routing routing : List.of(Routing.PLANNED, Routing.ADAPTIVE)) {
            Rehearsal job = new Rehearsal(
                    RehearsalSpec.QUIET.with("routing", routing.name().toLowerCase()), new Streams(9));
            Detector detector = new Detector(List.of(job.communicator()), RULES);
            assertThat(job.windows(100).stream().flatMap(w -> detector.watch(w).stream()))
                    .isEmpty();
        }
    }

    /// A ring alone gives each rank one cell: the card cannot be told from the link, and the link is named.
    @Test
    void oneRingDoesNotTellACardFromALink() {
        Rehearsal job = new Rehearsal(RehearsalSpec.QUIET.with("channels", "1"), new Streams(3));
        assertThat(found(job, new Anomaly.SlowSender(11, 3))).containsExactly(new Finding.SlowLink(11, 12));
    }

    @Property(tries = 50)
    void theOrderOfRowsDoesNotMatter(@ForAll long seed) {
        Rehearsal job = new Rehearsal(RehearsalSpec.QUIET, new Streams(1));
        job.inject(new Anomaly.SlowReceiver(4, 2.5));
        List<Transport> rows = new ArrayList<>(job.windows(1).getFirst().transports());
        var ordered = SlowPaths.in(rows, RULES);
        Collections.shuffle(rows, new Random(seed));
        assertThat(SlowPaths.in(rows, RULES)).isEqualTo(ordered).contains(new Finding.SlowReceiver(4));
    }

    @Property(tries = 50)
    void delaysHaveNoUnitOfTheirOwn(@ForAll @IntRange(min = 1, max = 10_000) int times) {
        Rehearsal job = new Rehearsal(RehearsalSpec.QUIET, new Streams(2));
        job.inject(new Anomaly.SlowSender(4, 2.5));
        List<Transport> rows = job.windows(1).getFirst().transports();
        List<Transport> longer = rows.stream()
                .map(t -> new Transport(t.src(), t.dst(), t.messages(), t.bytes(), times * t.delay()))
                .toList();
        assertThat(SlowPaths.in(longer, RULES)).isEqualTo(SlowPaths.in(rows, RULES));
    }

    @Test
    void oneWindowIsNotEnoughAndAGapStartsAnew() {
        Rehearsal well = new Rehearsal(RehearsalSpec.QUIET, new Streams(1));
        Rehearsal ill = new Rehearsal(RehearsalSpec.QUIET, new Streams(1));
        ill.inject(new Anomaly.SlowSender(4, 3));
        Detector detector = new Detector(List.of(well.communicator()), RULES);
        int alarms = 0;
        for (int i = 0; i < 4; i++) {
            alarms += detector.watch(ill.windows(1).getFirst()).size();
            alarms += detector.watch(ill.windows(1).getFirst()).size();
            alarms += detector.watch(well.windows(1).getFirst()).size();
        }
        assertThat(alarms).isZero();
    }

    @Test
    void whoHasNotComeIsSuspectedAndWhoIsStuckIsNot() {
        List<Operation> parts =
                List.of(part(0, 1, Operation.NEVER), part(1, 2, Operation.NEVER), part(3, 2, Operation.NEVER));
        assertThat(Hangs.in(parts, FOUR, 20 * SECOND, RULES)).isEmpty();
        assertThat(Hangs.in(parts, FOUR, 40 * SECOND, RULES)).contains(new Finding.RankHang(0, List.of(2)));
        List<Operation> all = new ArrayList<>(parts);
        all.add(part(2, 30, Operation.NEVER));
        assertThat(Hangs.in(all, FOUR, 20 * SECOND, RULES)).isEmpty();
        assertThat(Hangs.in(all, FOUR, 40 * SECOND, RULES))
                .contains(new Finding.CommunicationHang(0, List.of(0, 1, 2, 3)));
    }

    @Test
    void aLongOperationThatHasEndedIsNoHang() {
        List<Operation> parts =
                IntStream.range(0, 4).mapToObj(rank -> part(rank, 1, 100)).toList();
        assertThat(Hangs.in(parts, FOUR, 200 * SECOND, RULES)).isEmpty();
        assertThat(Hangs.in(parts, FOUR, 50 * SECOND, RULES)).isPresent();
    }

    private static Operation part(int rank, long launch, long end) {
        return new Operation(0, 0, rank, launch * SECOND, 0, end == Operation.NEVER ? end : end * SECOND);
    }

    @Test
    void rowsBecomeWindows() {
        CollectiveRows collectives = new CollectiveRows(
                new long[] {0, 0, 0, 0},
                new int[] {0, 1, 0, 1},
                new double[] {1, 2, 11, 12},
                new double[] {1e6, 0, 1e6, 0},
                new double[] {3, 3, Double.NaN, Double.NaN});
        TransportRows transports = new TransportRows(
                new double[] {1, 4, 25},
                new int[] {0, 0, 1},
                new int[] {1, 1, 0},
                new long[] {1, 3, 1},
                new double[] {10, 30, 10},
                new double[] {8, 4, 7});
        List<Window> windows = Windows.of(collectives, transports, 10, 34);
        assertThat(windows).hasSize(3);
        assertThat(windows.get(0).operations()).hasSize(2).allMatch(part -> part.sequence() == 0);
        assertThat(windows.get(1).operations())
                .isEqualTo(windows.get(2).operations())
                .hasSize(2);
        assertThat(windows.get(0).transports()).containsExactly(new Transport(0, 1, 4, 40, 5));
        assertThat(windows.get(2).transports()).containsExactly(new Transport(1, 0, 1, 10, 7));
    }

    @Test
    void aHangEndsWhereTheJobStartsAgain() {
        CollectiveRows collectives = new CollectiveRows(
                new long[] {0, 0}, new int[] {0, 0}, new double[] {1, 45}, new double[] {0, 0}, new double[] {
                    Double.NaN, 46
                });
        List<Window> windows = Windows.of(collectives, TransportRows.NONE, 10, 60);
        assertThat(windows).extracting(window -> window.operations().size()).containsExactly(1, 1, 1, 1, 1, 0);
        assertThat(windows.get(4).operations().getFirst().sequence()).isEqualTo(1);
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> new Communicator(3, List.of(1, 1)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("communicator 3: members [1, 1]");
        assertThatThrownBy(() -> Windows.of(CollectiveRows.NONE, TransportRows.NONE, 0, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0.0 s]");
        assertThatThrownBy(() -> RULES.withWindows(0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("windows");
    }
}
