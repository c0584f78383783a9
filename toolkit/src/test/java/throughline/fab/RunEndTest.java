package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.data.Trace;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A run ends at the instant at which nothing more can come of it, whoever looks how often.
class RunEndTest {
    private static final MiniFabSpec SMALL = MiniFabSpec.KEMPF
            .with("repair", "pm")
            .with("finiteBuffers", "true")
            .with("diffusionPlaces", "9")
            .with("implantationPlaces", "3")
            .with("lithographyPlaces", "3");

    private static Map<String, Trace> run(MiniFabSpec spec, long seed) {
        return MiniFab.run(spec, seed, Cancel.NEVER, Progress.NONE);
    }

    private static List<List<Object>> rows(Trace trace, String... without) {
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < trace.rows(); row++) {
            List<Object> values = new ArrayList<>();
            for (int c = 0; c < trace.schema().columns().size(); c++) {
                Column column = trace.schema().columns().get(c);
                if (!List.of(without).contains(column.name())) {
                    values.add(
                            column.type() == Type.TEXT
                                    ? trace.text(c, row)
                                    : column.type() == Type.DOUBLE ? trace.number(c, row) : trace.whole(c, row));
                }
            }
            rows.add(values);
        }
        return rows;
    }

    private static String end(Trace runs) {
        return runs.text(
                runs.schema().columns().stream().map(Column::name).toList().indexOf("end"), 0);
    }

    @ParameterizedTest
    @CsvSource({"quiet", "deadlock", "horizon"})
    void theStepOfTheSeriesChangesNothingElse(String end) {
        MiniFabSpec spec =
                switch (end) {
                    case "quiet" -> MiniFabSpec.KEMPF.with("lots", "20");
                    case "deadlock" -> SMALL;
                    default -> MiniFabSpec.KEMPF.with("horizon", "3");
                };
        Map<String, Trace> fine = run(spec.with("sampling", "1 min"), 1);
        double ended = fine.get("runs").column("ended")[0];
        assertThat(end(fine.get("runs"))).isEqualTo(end);
        for (String sampling : List.of("7 min", "15 min", "17 h", "60 d")) {
            MiniFabSpec coarse = spec.with("sampling", sampling);
            Map<String, Trace> tables = run(coarse, 1);
            assertThat(rows(tables.get("runs"), "sampling")).isEqualTo(rows(fine.get("runs"), "sampling"));
            assertThat(rows(tables.get("lots"))).isEqualTo(rows(fine.get("lots")));
            assertThat(tables.get("series").rows()).isEqualTo((int) (ended / coarse.sampling()) + 1);
        }
    }

    /// The first instant, found by looking at every one.
    @Property(tries = 20)
    void theEndIsTheFirstInstantThatIsQuietOrDeadlocked(
            @ForAll @IntRange(min = 1, max = 60) int lots,
            @ForAll @IntRange(min = 0, max = 7) int repairs,
            @ForAll @IntRange(min = 0, max = RandomSpecs.ALL) int switches,
            @ForAll @IntRange(min = 1, max = 6) int places,
            @ForAll long seed) {
        MiniFabSpec spec = RandomSpecs.spec(lots, 84, repairs, switches, false)
                .with("diffusionPlaces", "" + (places + 5))
                .with("implantationPlaces", "" + places)
                .with("lithographyPlaces", "" + places);
        FabModel model = MiniFab.model(spec, seed);
        Simulation simulation = new Simulation(model);
        long horizon = Tick.MILLISECOND.days(12);
        boolean over = false;
        while (!over && simulation.nextTime() <= horizon) {
            simulation.step();
            over = simulation.nextTime() > simulation.now()
                    && (model.quiet() || !model.deadlock().isEmpty());
        }
        Trace runs = run(spec, seed).get("runs");
        assertThat(end(runs)).isEqualTo(!over ? "horizon" : model.quiet() ? "quiet" : "deadlock");
        assertThat(runs.column("ended")[0]).isEqualTo(Tick.MILLISECOND.toMinutes(over ? simulation.now() : horizon));
    }

    @Test
    void aDeadlockEndsAMeasurementAtItsInstant() {
        Trace runs = run(SMALL, 1).get("runs");
        double days = runs.column("ended")[0] / 1440;
        SteadyState cut = SteadyState.measure(MiniFab.model(SMALL, 1), 0, 35, Cancel.NEVER);
        assertThat(cut.days()).isEqualTo(days);
        assertThat(cut.weeks()).isCloseTo(days / 7, within(1e-12));
        assertThat(cut.deadlock()).isNotEmpty();
        assertThat(cut.finishedPerWeek() * cut.weeks()).isCloseTo(runs.column("finished")[0], within(1e-9));
        SteadyState none = SteadyState.measure(MiniFab.model(SMALL, 1), 34, 35, Cancel.NEVER);
        assertThat(none.days()).isEqualTo(days);
        assertThat(none.weeks()).isZero();
        assertThat(List.of(none.cycleHours(), none.meanWip(), none.finishedPerWeek()))
                .containsOnly(Double.NaN);
    }
}
