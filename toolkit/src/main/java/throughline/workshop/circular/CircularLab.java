package throughline.workshop.circular;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.papers.Claim;
import throughline.papers.Leak;
import throughline.papers.Ledger;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A small ledger of a made-up study of queues, some of whose claims are circular. Which, and how, a seed decides; the
/// instruments below find all of them. Everything goes through the toolkit's own ledger.
///
/// ```java
/// var lab = CircularLab.seeded(7);
/// show(lab.table());
/// show(lab.shake("cycle time at 90 %"), lab.fits("cycle time at 90 %"), lab.rulers("cycle time at 90 %"));
/// show(lab.vary("cycle time at 90 %"), lab.study());
/// show(lab.judge(Map.of("cycle time at 90 %", Fault.STRAW_MAN)));
/// ```
public final class CircularLab {
    private static final int LEAST_FAULTS = 3;
    /// What counts as a move: beyond rounding.
    private static final double MOVED = 1e-9;

    private final Study study;
    private final Map<Topic, Fault> faults;
    private final Map<String, Claim> claims = new LinkedHashMap<>();
    private final List<Leak> leaks;
    private final Rulers rulers;

    private CircularLab(Study study, Map<Topic, Fault> faults) {
        this.study = study;
        this.faults = faults;
        QueuePaper paper = new QueuePaper(study, faults, Inputs.STATED);
        List<Claim> all = Ledger.claims(paper, Cancel.NEVER, Progress.NONE);
        all.forEach(claim -> claims.put(claim.what(), claim));
        leaks = Ledger.shake(paper, all, Cancel.NEVER);
        rulers = new Rulers(paper.reported());
    }

    /// The laboratory of a seed: three to five faults of different kinds, on claims that it chooses. Neighbours with
    /// other seeds have other claims to find, and other numbers.
    public static CircularLab seeded(long seed) {
        Stream stream = new Streams(seed).named("circular lab");
        List<Topic> topics = new ArrayList<>(Topic.candidates());
        List<Fault> kinds = new ArrayList<>(List.of(Fault.values()));
        stream.shuffle(topics);
        stream.shuffle(kinds);
        int count = LEAST_FAULTS + stream.below(kinds.size() - LEAST_FAULTS + 1);
        Map<Topic, Fault> faults = new EnumMap<>(Topic.class);
        Set<Topic> unprinted = new LinkedHashSet<>(Set.of(Topic.REMEMBERED));
        for (int i = 0; i < count; i++) {
            faults.put(topics.get(i), kinds.get(i));
            if (kinds.get(i) == Fault.RECALLED_AS_PRINTED) {
                unprinted.add(topics.get(i));
            }
        }
        return new CircularLab(new Study(stream, unprinted), faults);
    }

    /// The claims: what was `reported`, how that came to us (`provenance`) and from `where`; what is `recomputed`, the
    /// `tolerance`, the value of the `null` and the `skill` over it; `grade` and `verdict` as the ledger finds
    /// them.
    public Table table() {
        return ClaimTables.all(List.copyOf(claims.values()));
    }

    /// How far what is recomputed is off, and how far it may be: nearly all looks well.
    public Plot plot() {
        return ClaimTables.plot(List.copyOf(claims.values()));
    }

    /// Changes the reported numbers by a tenth and recomputes, as the shake test of the ledger does: a row for each
    /// number that `moves` the claim though no constant that it names was fitted on it, and `why` that is said.
    /// None when nothing moves.
    ///
    /// @throws BadInput when there is no such claim
    public Table shake(String claim) {
        known(claim);
        Table moved = Table.create("what moves " + claim, StringColumn.create("moved by"), StringColumn.create("why"));
        for (Leak leak : leaks) {
            if (leak.claim().equals(claim)) {
                moved.stringColumn(0).append(String.join(", ", leak.rows()));
                moved.stringColumn(1).append(leak.why());
            }
        }
        return moved;
    }

    /// The constants that a claim names: `constant`, `value`, the rows it was `fitted on`, and where it comes
    /// `from`. None when it names none.
    ///
    /// @throws BadInput when there is no such claim
    public Table fits(String claim) {
        return ClaimTables.constants(known(claim));
    }

    /// What predictions that know other rows and nothing of queues make of the claim's row, the claim's own null first:
    /// `prediction`, how far it is `off [%]`, and whether that is `inside` the claim's tolerance.
    ///
    /// @throws BadInput when there is no such claim
    public Table rulers(String name) {
        return rulers.table(known(name));
    }

    /// What the ledger says to a null that reads the very row it predicts: that circle it refuses by itself.
    public String refused() {
        return rulers.refused();
    }

    /// What becomes of the claim when what goes into its model is another: all loads a tenth lower, service times or
    /// arrivals a half more variable. A row for each `input`: `before`, `after`, and whether it `moved`.
    ///
    /// @throws BadInput when there is no such claim
    public Table vary(String claim) {
        double before = known(claim).reproduced();
        Map<String, Inputs> changes = new LinkedHashMap<>();
        Inputs stated = Inputs.STATED;
        changes.put("loads, less by a tenth", new Inputs(0.9, stated.service(), stated.arrivals()));
        changes.put("variability of service, half more", new Inputs(1, 1.5 * stated.service(), stated.arrivals()));
        changes.put("variability of arrivals, half more", new Inputs(1, stated.service(), 1.5 * stated.arrivals()));
        Table table = Table.create(
                claim + " with other inputs",
                StringColumn.create("input"),
                DoubleColumn.create("before"),
                DoubleColumn.create("after"),
                StringColumn.create("moved"));
        changes.forEach((input, inputs) -> {
            double after = recomputed(claim, inputs);
            table.stringColumn(0).append(input);
            table.doubleColumn(1).append(ClaimTables.round(before));
            table.doubleColumn(2).append(ClaimTables.round(after));
            table.stringColumn(3).append(Math.abs(after / before - 1) > MOVED ? "yes" : "no");
        });
        return table;
    }

    private double recomputed(String claim, Inputs inputs) {
        return Ledger.claims(new QueuePaper(study, faults, inputs), Cancel.NEVER, Progress.NONE).stream()
                .filter(other -> other.what().equals(claim))
                .findFirst()
                .orElseThrow()
                .reproduced();
    }

    /// What the study prints, and where: the paper copy on the desk.
    public Table study() {
        return study.table();
    }

    /// What is right of some suspicions, with a hint for each way of being wrong.
    ///
    /// @param suspected the kind of fault by claim; claims that are honest are left out
    /// @throws BadInput when there is no such claim
    public Judgement judge(Map<String, Fault> suspected) {
        suspected.keySet().forEach(this::known);
        SortedMap<String, Fault> truth = new TreeMap<>();
        faults.forEach((topic, fault) -> truth.put(topic.key(), fault));
        return Judgement.of(new TreeMap<>(suspected), truth);
    }

    /// The faults, found by a method that uses the instruments above and nothing else: the proof that it can be done.
    /// It is not public, as it would offer the answer to whoever types `lab.` in a notebook.
    Map<String, Fault> solve() {
        Map<String, Fault> found = new LinkedHashMap<>();
        Table table = table();
        List<String> printed = study().stringColumn("row").asList();
        for (int row = 0; row < table.rowCount(); row++) {
            String claim = table.stringColumn("claim").get(row);
            boolean saysPrinted = table.stringColumn("provenance").get(row).equals("PRINTED");
            boolean saysIdentity = table.stringColumn("verdict").get(row).equals("IDENTITY");
            if (!shake(claim).isEmpty()) {
                found.put(claim, Fault.READS_ITS_NUMBER);
            } else if (fits(claim).stringColumn("fitted on").asList().contains(claim)) {
                found.put(claim, Fault.FITTED_ON_ITSELF);
            } else if (rulers(claim).stringColumn("inside").contains("yes")) {
                found.put(claim, Fault.STRAW_MAN);
            } else if (saysPrinted && !printed.contains(claim)) {
                found.put(claim, Fault.RECALLED_AS_PRINTED);
            } else if (!saysIdentity && !vary(claim).stringColumn("moved").contains("yes")) {
                found.put(claim, Fault.IDENTITY);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    private Claim known(String name) {
        Claim claim = claims.get(name);
        if (claim == null) {
            throw new BadInput("the laboratory has no claim [%s]; it has %s", name, claims.keySet());
        }
        return claim;
    }
}
