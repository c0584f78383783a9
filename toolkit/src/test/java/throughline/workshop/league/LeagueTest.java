package throughline.workshop.league;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.fab.Dispatch;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class LeagueTest {
    private static final Arena SHORT = Arena.miniFab().lasting(2, 6);
    private static final String LOOP =
            "Dispatch.by((lot, tool) -> { while (true) { if (lot.number() < 0) return 1; } })";

    private static Standings run(League league) {
        return league.seeds(3).run(SHORT, Cancel.NEVER, Progress.NONE);
    }

    private static Map<String, List<Trial>> trials(Standings standings) {
        return standings.results().stream()
                .filter(Result::played)
                .collect(Collectors.toMap(result -> result.entry().name(), Result::trials));
    }

    private static String problem(Standings standings, String name) {
        return standings.problems().stream()
                .filter(result -> result.entry().name().equals(name))
                .findFirst()
                .orElseThrow()
                .problem();
    }

    @Test
    void aRuleThatEqualsAnotherTiesWithItExactly() {
        Standings standings = run(League.of(Map.of("mine", "Dispatch.by((lot, tool) -> lot.waitingSince())")));
        Place mine = standings.place("mine");
        Place fifo = standings.place("FIFO");
        assertThat(mine.result().trials()).isEqualTo(fifo.result().trials());
        assertThat(mine.text()).isEqualTo(fifo.text()).endsWith("=");
    }

    @Test
    void neitherOrderNorNamesNorTheFailuresOfOthersChangeANumber() {
        Map<String, String> some = new LinkedHashMap<>();
        some.put("ada", "Dispatch.SETUP_AVOIDING");
        some.put("bob", "Dispatch.LWKR");
        Standings alone = run(League.of(some));
        Map<String, String> more = new LinkedHashMap<>();
        more.put("eve", "Dispatch.SPTT");
        more.put("fay", LOOP);
        more.put("gus", "null");
        more.put("hal", "Dispatch.by((lot, tool) -> Math.random())");
        more.put("bob", "Dispatch.SETUP_AVOIDING");
        more.put("ada", "Dispatch.LWKR;");
        Standings crowd = run(League.of(more));
        assertThat(crowd.problems()).hasSize(4);
        Map<String, List<Trial>> numbers = trials(crowd);
        assertThat(numbers).hasSize(6);
        trials(alone).forEach((name, own) -> {
            String renamed = name.equals("ada") ? "bob" : name.equals("bob") ? "ada" : name;
            assertThat(numbers.get(renamed)).isEqualTo(own);
        });
        assertThat(alone.places())
                .extracting(Place::place)
                .isEqualTo(crowd.places().stream().map(Place::place).toList());
        assertThat(problem(crowd, "eve")).contains("line 1, column 9", "[Dispatch.SPTT]", "cannot find symbol");
        assertThat(problem(crowd, "fay")).contains("loops more than 1,000,000 times");
        assertThat(problem(crowd, "gus")).contains("is null");
        assertThat(problem(crowd, "hal")).contains("another result when seed 1 is run twice");
    }

    @Test
    void everyKindOfLoopEndsAndOrdinaryOnesDoNot() {
        Standings standings = run(League.of(Map.of(
                "do", "Dispatch.by((lot, tool) -> { int i = 0; do { i++; } while (i != -5 || i < 7); return i; })",
                "for", "Dispatch.by((lot, tool) -> { for (;;) { try { lot.number(); } finally { lot.due(); } } })",
                "deep", "new Dispatch() { public int compare(Lot a, Lot b, Situation s) { return compare(b, a, s); } }",
                "sum", "Dispatch.by((lot, tool) -> { long s = 0; for (int i = 0; i < 99; i++) s += i; return s; })",
                "throws", "Dispatch.by((lot, tool) -> List.of(1).get(lot.number() + 1))")));
        assertThat(problem(standings, "do")).contains("loops more than");
        assertThat(problem(standings, "for")).contains("loops more than");
        assertThat(problem(standings, "deep")).contains("throws StackOverflowError");
        assertThat(problem(standings, "throws")).contains("throws IndexOutOfBoundsException");
        assertThat(standings.place("sum").result().trials()).isNotEmpty();
    }

    @Test
    void aRuleThatNeverComesBackIsLeftBehind() {
        String sleeper = "Dispatch.by((lot, tool) -> "
                + "{ try { Thread.sleep(99_999); } catch (InterruptedException e) {} return 1; })";
        Standings standings =
                League.of(Map.of("zzz", sleeper)).seeds(2).limit(0.2).run(SHORT, Cancel.NEVER, Progress.NONE);
        assertThat(problem(standings, "zzz")).contains("within 0.2 s of wall clock", "hangs on this machine");
    }

    @Test
    void aRuleThatWouldEndTheProcessFailsAlone() {
        Standings standings = run(League.of(Map.of(
                "ada", "Dispatch.SPT",
                "bob", "Dispatch.by((lot, tool) -> { System.exit(3); return 0; })",
                "eve", "Dispatch.by((lot, tool) -> { Runtime.getRuntime().halt(3); return 0; })")));
        assertThat(problem(standings, "bob")).contains("calls [java.lang.System.exit]", "end the league for all");
        assertThat(problem(standings, "eve")).contains("calls [java.lang.Runtime.halt]");
        assertThat(trials(standings)).containsKey("ada");
    }

    @Test
    void threadsChangeNothing() {
        List<Trial> one = new Attempt(SHORT, 3, 99, 1, Cancel.NEVER).of(() -> Dispatch.SPT);
        assertThat(new Attempt(SHORT, 3, 99, 4, Cancel.NEVER).of(() -> Dispatch.SPT))
                .isEqualTo(one);
        assertThat(one).doesNotHaveDuplicates();
    }

    @Test
    void anInterruptKeepsWhatIsDone() {
        Cancel cancel = new Cancel();
        Standings standings = League.of(Map.of("ada", "Dispatch.LPT")).seeds(2).run(SHORT, cancel, (done, total) -> {
            if (done == 2) {
                cancel.cancel();
            }
        });
        assertThat(standings.places()).extracting(Place::name).containsExactlyInAnyOrder("FIFO", "SPT");
        assertThat(standings.problems()).extracting(Result::problem).hasSize(3).containsOnly(Result.INTERRUPTED);
        assertThat(LeagueFiles.junit(List.of(standings))).contains("tests=\"5\" failures=\"0\" skipped=\"3\"");
    }

    @Test
    void inTheLongRunLotHoursOverStartsAreTheMeanCycleTime() {
        Trial year = Trial.run(Arena.miniFab().lasting(10, 365), Dispatch.FIFO, 1, Cancel.NEVER);
        // Scrapped lots, 5 % of those started, leave early.
        assertThat(year.cycleHours()).isCloseTo(year.finishedHours(), within(0.05 * year.finishedHours()));
        assertThat(year.tardinessHours()).isPositive().isLessThan(year.cycleHours());
    }

    @Test
    void aRuleThatLeavesLotsStandingGainsNothingByIt() {
        Arena small = Arena.named("small-fab", Path.of(".."));
        Trial last = Trial.run(small, Dispatch.by((lot, tool) -> -lot.number()), 1, Cancel.NEVER);
        assertThat(last.isDrowned()).isTrue();
        assertThat(last.cycleHours()).isNaN();
        Trial wise = Trial.run(small, Dispatch.SETUP_AVOIDING, 1, Cancel.NEVER);
        assertThat(wise.isDrowned()).isFalse();
        assertThat(last.finishedHours()).isLessThan(wise.finishedHours());
    }

    @Test
    void everyDrawnFabCanBeHeldByFirstComeFirstServed() {
        for (long seed : LongStream.rangeClosed(1, 12).toArray()) {
            Trial trial = Trial.run(Arena.drawn(seed).lasting(5, 25), Dispatch.FIFO, 1, Cancel.NEVER);
            assertThat(trial.isDrowned()).as("drawn fab %d", seed).isFalse();
            assertThat(trial).isEqualTo(Trial.run(Arena.drawn(seed).lasting(5, 25), Dispatch.FIFO, 1, Cancel.NEVER));
        }
        assertThat(Arena.drawn(1).fab().release())
                .isNotEqualTo(Arena.drawn(2).fab().release());
    }

    @Test
    void onTheSameFabOnceMoreNobodyMoves() {
        Standings standings = League.empty().seeds(6).run(SHORT, Cancel.NEVER, Progress.NONE);
        Reshuffle again = standings.reshuffled(SHORT, Cancel.NEVER, Progress.NONE);
        assertThat(again.tau()).isEqualTo(1);
        assertThat(again.overfitted()).isEmpty();
        assertThat(again.table().stringColumn("place").asList())
                .isEqualTo(again.table().stringColumn("unseen").asList());
        assertThat(again.plot().plots()).hasSize(2);
        assertThat(LeagueFiles.csv(standings.table()))
                .isEqualTo(LeagueFiles.csv(again.unseen().table()));
    }

    @Test
    void entriesAreReadFromLinesOrFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("class.txt"), "# us\n\nada:  Dispatch.SPT\nDispatch.FIFO\n");
        List<Entry> entries = Entries.read(file);
        assertThat(entries).extracting(Entry::name).containsExactly("ada", "line 4");
        assertThat(entries.getFirst().place(0, 3)).isEqualTo("class.txt, line 3, column 9");
        assertThat(entries.getLast().fault()).contains("class.txt, line 4: [Dispatch.FIFO] has no name");
        assertThat(Entries.read(folder)).extracting(Entry::name).containsExactly("class");
        assertThatThrownBy(() -> Entries.read(folder.resolve("none")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("are not there");
        Files.writeString(file, "ada: Dispatch.SPT\nada: Dispatch.SPT\n");
        assertThatThrownBy(() -> League.read(file))
                .hasMessageContaining("[ada], at class.txt, line 1, column 6 and class.txt, line 2, column 6");
    }

    @Test
    void whatCannotBeUsedIsSaid() {
        assertThatThrownBy(() -> new RuleCompiler(null)).hasMessageContaining("bare runtime; run it with a JDK 25");
        assertThatThrownBy(() -> League.of(Map.of("FIFO", "Dispatch.SPT"))).hasMessageContaining("[FIFO]");
        assertThatThrownBy(() -> Arena.named("nowhere", Path.of(".."))).hasMessageContaining("fab [nowhere]");
        assertThatThrownBy(() -> League.empty().seeds(1)).hasMessageContaining("seeds [1]");
        assertThatThrownBy(() -> League.empty()
                        .by(Objective.TARDINESS)
                        .seeds(2)
                        .run(SHORT.lasting(0, 0.5), Cancel.NEVER, Progress.NONE))
                .hasMessageContaining("objective [tardiness]");
    }
}
