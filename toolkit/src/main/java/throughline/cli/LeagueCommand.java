package throughline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.data.WholeFile;
import throughline.notebook.Figure;
import throughline.notebook.Notebook;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.workshop.league.Arena;
import throughline.workshop.league.League;
import throughline.workshop.league.LeagueFiles;
import throughline.workshop.league.Objective;
import throughline.workshop.league.Reshuffle;
import throughline.workshop.league.Standings;

/// `lab league ENTRIES`: a class's dispatching rules on the same seeds, and once more on a fab that nobody has seen.
@Command(
        name = "league",
        description = {
            "Run every student's one-line dispatching rule on the same seeds, then on a fab that nobody has seen.",
            "ENTRIES is a text file with a line [name: expression] each, such as",
            "  ada: Dispatch.by(Dispatch.HOT_LOT).then(Dispatch.SPT)",
            "where # begins a comment line, or a folder with a file NAME.txt each. FIFO, SPT, CRITICAL_RATIO and a"
                    + " random order run along, with a star. A rule that does not compile, throws, never ends or is"
                    + " null fails alone. Rules that the seeds cannot tell from the best share its place (95 %%,"
                    + " multiple comparisons with the best).",
            "Expressions are run as you, with your rights: read them first if you do not trust who wrote them.",
            "FAB is minifab, small-fab, drawn:SEED (a fab that a seed draws), or a folder in the format of SMT2020.",
            ""
        })
final class LeagueCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ENTRIES", description = "File or folder with the rules.")
    private Path entries;

    @Option(names = "--fab", paramLabel = "FAB", description = "Fab that the rules were made on; minifab.")
    private String fab = "minifab";

    @Option(names = "--unseen", paramLabel = "FAB", description = "Fab to reshuffle on, or none; a drawn one.")
    private String unseen;

    @Option(
            names = "--unseen-seed",
            paramLabel = "N",
            description = "Seed of the drawn fab to reshuffle on, for the teacher to keep; 1.")
    private Long unseenSeed;

    @Option(names = "--objective", paramLabel = "O", description = "cycle (if not given), tardiness or throughput.")
    private String objective = "cycle";

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds that each rule meets, 2 to 1000; 12.")
    private int seeds = League.SEEDS;

    @Option(names = "--days", paramLabel = "D", description = "Days of a run that count; 60.")
    private double days = Arena.DAYS;

    @Option(names = "--warm-up", paramLabel = "D", description = "Days before that do not; 10.")
    private double warmUp = Arena.WARM_UP;

    @Option(
            names = "--limit",
            paramLabel = "S",
            description = "Seconds of wall clock for all runs of a rule; 120. A loop in a rule ends by itself.")
    private double limit = League.LIMIT;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for standings.csv, unseen.csv, reshuffle.csv and league.png; out/league.")
    private Path out = Path.of("out", "league");

    @Option(names = "--junit", paramLabel = "F", description = "Write JUnit XML to this file: a case a rule and fab.")
    private Path junit;

    /// Runs, prints and writes.
    ///
    /// @return 0, also where rules failed; 1 when interrupted: then what is done is printed and written
    /// @throws BadInput when entries cannot be read, or a fab or option cannot be used; found before the first run,
    /// or after it where nothing is due
    @Override
    public Integer call() throws IOException {
        League league = League.read(entries).by(objective()).seeds(seeds).limit(limit);
        Arena arena = arena(fab);
        Arena other = "none".equals(unseen) ? null : arena(unseenFab());
        try (NewFile report = junit == null ? null : NewFile.open("--junit", junit);
                NewFile writable = NewFile.open("--out", out.resolve("standings.csv"))) {
            Cancel cancel = Cancel.onInterrupt();
            Standings standings = league.run(arena, cancel, Notebook.progress(arena.name()));
            List<Standings> all = new ArrayList<>(List.of(standings));
            print(standings.text());
            Figure figure = standings.places().isEmpty() ? null : Figure.of(standings.plot());
            if (other != null && !cancel.requested()) {
                Reshuffle reshuffle = standings.reshuffled(other, cancel, Notebook.progress(other.name()));
                all.add(reshuffle.unseen());
                print(reshuffle.text());
                write("unseen.csv", LeagueFiles.csv(reshuffle.unseen().table()));
                write("reshuffle.csv", LeagueFiles.csv(reshuffle.table()));
                figure = reshuffle.moves().isEmpty() ? figure : Figure.of(reshuffle.plot());
            }
            Files.writeString(writable.draft(), LeagueFiles.csv(standings.table()));
            writable.commit();
            if (figure != null) {
                WholeFile.write(out.resolve("league.png"), figure.png());
            }
            if (report != null) {
                Files.writeString(report.draft(), LeagueFiles.junit(all));
                report.commit();
            }
            print("tables and figure: " + out + "\n");
            if (cancel.requested()) {
                spec.commandLine().getErr().println("lab: interrupted; what is above was done before");
                return Lab.FAILED;
            }
            return Lab.DONE;
        }
    }

    private Objective objective() {
        for (Objective known : Objective.values()) {
            if (known.name().equalsIgnoreCase(objective)) {
                return known;
            }
        }
        throw new BadInput("--objective [%s] is none of cycle, tardiness, throughput", objective);
    }

    private String unseenFab() {
        if (unseen != null && unseenSeed != null) {
            throw new BadInput("--unseen [%s] and --unseen-seed [%d]: give one of them", unseen, unseenSeed);
        }
        return unseen != null ? unseen : "drawn:" + (unseenSeed == null ? 1 : unseenSeed);
    }

    private Arena arena(String name) {
        Path home = Path.of(System.getProperty("throughline.home", "."));
        return Arena.named(name, home).lasting(warmUp, days);
    }

    private void write(String name, String text) {
        WholeFile.write(out.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private void print(String text) {
        PrintWriter to = spec.commandLine().getOut();
        to.print(text);
        to.flush();
    }
}
