package throughline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import throughline.notebook.Notebook;
import throughline.papers.Baseline;
import throughline.papers.Catalogue;
import throughline.papers.Entry;
import throughline.papers.Ledger;
import throughline.papers.LedgerFiles;
import throughline.papers.LedgerText;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// `lab papers`: recomputes the papers that are built, and prints the ledger.
@Command(
        name = "papers",
        description = "Recompute the papers and print the ledger: what was reported, and what comes out here.")
public final class Papers implements Callable<Integer> {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Ledger ledger;

    @Spec
    private CommandSpec spec;

    @Option(names = "--chapter", paramLabel = "C", description = "Only the papers of this chapter: its number or name.")
    private String chapter;

    @Option(names = "--paper", paramLabel = "ID", description = "Only this paper, and every field of its claims.")
    private String paper;

    @Option(names = "--csv", paramLabel = "F", description = "Write the ledger as CSV to this file.")
    private Path csv;

    @Option(
            names = "--json",
            paramLabel = "F",
            arity = "0..1",
            fallbackValue = "-",
            description = "Write the ledger as JSON to this file; without one, print it in place of the table.")
    private Path json;

    @Option(
            names = "--baseline",
            paramLabel = "F",
            description = "Fail where a verdict is worse than in this CSV table of paper, claim and verdict.")
    private Path baseline;

    @Option(
            names = "--validation",
            paramLabel = "DIR",
            description =
                    "In place of the papers, what else the simulators are held against, with the data in this folder.")
    private Path validation;

    /// The command for the toolkit's own ledger.
    public Papers() {
        this(Ledger.all());
    }

    /// The command for any ledger.
    public Papers(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Recomputes, prints and writes.
    ///
    /// @return 0, or 1 if a verdict is worse than the baseline's, or if interrupted: then what was done is printed,
    /// and no file is written
    /// @throws BadInput if there is no such chapter or paper, or a file cannot be written or read; found before
    /// recomputing
    @Override
    public Integer call() throws IOException {
        Ledger asked = validation == null ? ledger : Ledger.validations(validation);
        List<Catalogue.Listing> chosen = chosen(asked.catalogue());
        Optional<Baseline> before = Optional.ofNullable(baseline).map(file -> read(file, chosen));
        boolean printJson = STANDARD_OUTPUT.equals(json);
        try (NewFile csvFile = csv == null ? null : NewFile.open("--csv", csv);
                NewFile jsonFile = json == null || printJson ? null : NewFile.open("--json", json)) {
            Cancel cancel = Cancel.onInterrupt();
            List<Entry> entries = asked.recompute(chosen, cancel, Notebook.progress("papers"));
            PrintWriter out = spec.commandLine().getOut();
            if (cancel.requested()) {
                print(entries, out);
                spec.commandLine()
                        .getErr()
                        .println("lab: interrupted; the ledger above ends early, no file is written");
                return 1;
            }
            write(csvFile, LedgerFiles.csv(entries));
            String records =
                    before.map(held -> LedgerFiles.json(entries, held)).orElseGet(() -> LedgerFiles.json(entries));
            write(jsonFile, records);
            if (printJson) {
                out.print(records);
                out.flush();
            } else {
                print(entries, out);
            }
            List<String> complaints =
                    before.map(held -> held.complaints(entries)).orElse(List.of());
            complaints.forEach(line -> spec.commandLine().getErr().println("lab: " + line));
            spec.commandLine().getErr().flush();
            return complaints.isEmpty() ? 0 : 1;
        }
    }

    private static Baseline read(Path file, List<Catalogue.Listing> chosen) {
        try {
            return Baseline.parse(Files.readString(file))
                    .on(chosen.stream().map(Catalogue.Listing::id).collect(Collectors.toSet()));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadInput(
                    "--baseline [%s] cannot be read (%s); give a CSV table of paper, claim and verdict",
                    file, e.getClass().getSimpleName());
        }
    }

    private List<Catalogue.Listing> chosen(Catalogue catalogue) {
        List<Catalogue.Listing> ofChapter = chapter == null ? catalogue.listings() : catalogue.chapter(chapter);
        if (paper == null) {
            return ofChapter;
        }
        Catalogue.Listing listing = catalogue.paper(paper);
        if (!ofChapter.contains(listing)) {
            throw new BadInput(
                    "--paper [%s] is in chapter %d, not in --chapter [%s]", paper, listing.chapter(), chapter);
        }
        return List.of(listing);
    }

    private void print(List<Entry> entries, PrintWriter out) {
        LedgerText.table(entries).forEach(out::println);
        if (paper != null) {
            LedgerText.details(entries).forEach(out::println);
        }
        out.println();
        LedgerText.headline(entries).forEach(out::println);
        out.flush();
    }

    private static void write(NewFile file, String text) throws IOException {
        if (file != null) {
            Files.writeString(file.draft(), text);
            file.commit();
        }
    }
}
