package throughline.devs.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.devs.Component;
import throughline.devs.DevStone;
import throughline.devs.Simulation;
import throughline.devs.Tick;

/// The same run stepped, drawn, traced and hashed.
class ViewTest {
    @Test
    void aCycleTellsWhatWasImminentSentAndChanged() {
        Line line = new Line();
        Simulation simulation = new Simulation(line);
        simulation.inject(3, line.in, "rush");
        List<Cycle> cycles = new Stepper(simulation).steps(100);
        assertThat(cycles).extracting(Cycle::toString).containsExactly("""
                t = 2
                  imminent: line.source
                  message: line.source#out -> line.server#in: job; #0
                  transition: line.source internal after 2
                  transition: line.server external after 2: BUSY""", """
                t = 3
                  imminent: none
                  message: line#in -> line.server#in: rush
                  transition: line.server external after 1: BUSY""", """
                t = 4
                  imminent: line.source
                  message: line.source#out -> line.server#in: job; #1
                  transition: line.source internal after 2
                  transition: line.server external after 1: BUSY""", """
                t = 5
                  imminent: line.server
                  message: line.server#out -> nobody: job; #0
                  transition: line.server internal after 1: IDLE""", """
                t = 6
                  imminent: line.source
                  message: line.source#out -> line.server#in: job; #2
                  transition: line.source internal after 2
                  transition: line.server external after 1: BUSY""", """
                t = 9
                  imminent: line.server
                  message: line.server#out -> nobody: job; #2
                  transition: line.server internal after 3: IDLE""");
        assertThat(new Stepper(simulation).step()).isEmpty();
    }

    @Test
    void anArrivalAtTheFinishingInstantIsConfluent() {
        Line line = new Line();
        Simulation simulation = new Simulation(line);
        simulation.inject(5, line.in, "now");
        Cycle cycle = new Stepper(simulation).steps(3).getLast();
        assertThat(cycle.time()).isEqualTo(5);
        assertThat(cycle.imminent()).containsExactly(line.server);
        assertThat(cycle.transitions())
                .extracting(Object::toString)
                .containsExactly("line.server confluent after 1: BUSY");
    }

    @Test
    void steppingChangesNothing() {
        DevStone stepped = new DevStone(DevStone.Shape.HOMOD, 5, 4);
        Simulation slow = new Simulation(stepped);
        stepped.excite(slow, 0);
        long transitions = new Stepper(slow)
                .steps(Integer.MAX_VALUE).stream()
                        .mapToLong(cycle -> cycle.transitions().size())
                        .sum();
        DevStone run = new DevStone(DevStone.Shape.HOMOD, 5, 4);
        Simulation fast = new Simulation(run);
        run.excite(fast, 0);
        fast.runUntil(Component.NEVER);
        assertThat(stepped.counts()).isEqualTo(run.counts());
        assertThat(transitions).isEqualTo(fast.transitions()).isEqualTo(slow.transitions());
    }

    @Test
    void aSequenceDiagramNamesModelsValuesAndTransitions() {
        List<Cycle> cycles = new Stepper(new Simulation(new Line())).steps(3);
        assertThat(SequenceDiagram.mermaid(List.of(cycles.get(0), cycles.get(2))))
                .isEqualTo("""
                sequenceDiagram
                    participant m0 as line.source
                    participant m1 as line.server
                    Note over m0,m1: t = 2
                    m0->>m1: out to in: job#59; #35;0
                    Note over m0: internal, e = 2
                    Note over m1: external, e = 2, BUSY
                    Note over m0,m1: t = 5
                    m1-xm1: out: job#59; #35;0
                    Note over m1: internal, e = 1, IDLE
                """);
        assertThat(SequenceDiagram.mermaid(List.of())).isEqualTo("sequenceDiagram\n");
    }

    @Test
    void aTraceHoldsPhasesAsSlicesAndValuesAsInstants() throws IOException {
        StringWriter json = new StringWriter();
        Simulation simulation = new Simulation(new Line());
        try (ChromeTrace trace = new ChromeTrace(simulation, Tick.MILLISECOND, json)) {
            simulation.runUntil(7);
            assertThat(trace).isNotNull();
        }
        simulation.runUntil(20);
        List<String> slices = new ArrayList<>();
        List<String> instants = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (JsonNode event : new ObjectMapper().readTree(json.toString()).get("traceEvents")) {
            String name = event.get("name").asText();
            switch (event.get("ph").asText()) {
                case "X" ->
                    slices.add("%s %s+%s"
                            .formatted(
                                    name,
                                    event.get("ts").asText(),
                                    event.get("dur").asText()));
                case "i" ->
                    instants.add("%s %s"
                            .formatted(
                                    event.get("ts").asText(),
                                    event.at("/args/value").asText()));
                default -> names.add(event.at("/args/name").asText());
            }
        }
        assertThat(names).containsExactly("run", "line.source", "line.server");
        assertThat(slices).containsExactly("IDLE 0+2000", "BUSY 2000+3000", "IDLE 5000+1000", "BUSY 6000+1000");
        assertThat(instants).containsExactly("2000 job; #0", "4000 job; #1", "5000 job; #0", "6000 job; #2");
    }

    @Test
    void aTraceThatCannotBeWrittenStopsTheRun() {
        Writer full = new Writer() {
            private int room = 200;

            @Override
            public void write(char[] text, int from, int length) throws IOException {
                room -= length;
                if (room < 0) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Simulation simulation = new Simulation(new Line());
        ChromeTrace trace = new ChromeTrace(simulation, Tick.MILLISECOND, full);
        assertThat(trace).isNotNull();
        assertThatThrownBy(() -> simulation.runUntil(20))
                .hasMessageContaining("the trace could not be written: No space left on device");
    }

    private static EventHash hashOfLine(String rush) {
        Line line = new Line();
        Simulation simulation = new Simulation(line);
        EventHash hash = new EventHash(simulation);
        simulation.inject(3, line.in, rush);
        simulation.runUntil(20);
        return hash;
    }

    @Test
    void aHashDependsOnValuesAndOnNothingElse() {
        assertThat(hashOfLine("a").hex()).isEqualTo(hashOfLine("a").hex()).hasSize(64);
        assertThat(hashOfLine("a").hex()).isNotEqualTo(hashOfLine("b").hex());
        assertThat(hashOfLine("a").messages()).isEqualTo(6);
    }

    /// A change of this number is a change of the order of events in every model.
    @Test
    void theOrderOfEventsOfDevStoneStays() {
        DevStone model = new DevStone(DevStone.Shape.HOMOD, 6, 6);
        Simulation simulation = new Simulation(model);
        EventHash hash = new EventHash(simulation);
        model.excite(simulation, 0);
        simulation.runUntil(Component.NEVER);
        assertThat(hash.hex()).isEqualTo("6898bc3cd1552976a289cb76230253ef1461498bdf6408d312b14cff1ec2c05f");
    }
}
