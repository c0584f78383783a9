package throughline.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// The toolkit's own ledger against its baseline. To write both this one and that of validations anew, and then to read
/// their diff: `mvn -pl toolkit test -Dtest='LedgerTest,ValidationsTest' -Dthroughline.baseline=write`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerTest {
    /// Misses of which nobody has written what was tried. None may join them.
    private static final Set<String> SILENT = Set.of(
            "RSA: throughput over that of tensor parallelism, devices: 2",
            "StreamBP: table: longest, SFT, 32B LoRA, without checkpoints");

    /// Not recomputed once more to see that the same comes out: that would be most of a minute of a core.
    private static final Set<String> LONG = Set.of("ISBJSSP", "PPO-1M", "UCP");

    private static final int THREADS = 2;

    private final Ledger ledger = Ledger.all();

    /// What the ledger gives: recomputed once for all that is asked of it. Papers know nothing of each other, so two
    /// are recomputed at a time.
    private final List<Entry> recomputed =
            Workers.all(
                            ledger.catalogue().listings().stream()
                                    .map(this::recompute)
                                    .toList(),
                            THREADS)
                    .stream()
                    .flatMap(List::stream)
                    .toList();

    private Supplier<List<Entry>> recompute(Catalogue.Listing paper) {
        return () -> ledger.recompute(List.of(paper), Cancel.NEVER, Progress.NONE);
    }

    @Test
    void noVerdictOfTheLedgerIsWorseThanTheBaseline() throws IOException {
        assertThat(CommittedBaseline.complaints("baseline.csv", recomputed)).isEmpty();
    }

    @Test
    void noReportedNumberOfTheLedgerLeaksIntoWhatRecomputesIt() {
        List<Supplier<String>> shaken = ledger.built().stream()
                .map(paper ->
                        (Supplier<String>) () -> paper.id() + " " + Ledger.shake(paper, claims(paper), Cancel.NEVER))
                .toList();
        assertThat(Workers.all(shaken, THREADS)).allMatch(leaks -> leaks.endsWith(" []"));
    }

    /// The shake leaves out what no reported number can have reached.
    @Test
    void papersThatFitNothingComeOutTwiceAlike() {
        List<Supplier<String>> again = ledger.built().stream()
                .filter(paper -> !LONG.contains(paper.id()))
                .filter(paper ->
                        claims(paper).stream().allMatch(claim -> claim.seen().isEmpty()))
                .map(paper -> (Supplier<String>) () -> paper.id() + " " + restless(paper))
                .toList();
        assertThat(Workers.all(again, THREADS)).hasSizeGreaterThan(5).allMatch(restless -> restless.endsWith(" []"));
    }

    private List<String> restless(Paper paper) {
        Map<String, Recomputed> again =
                Ledger.claims(paper).stream().collect(Collectors.toMap(Claim::what, Claim::recomputed));
        return claims(paper).stream()
                .filter(claim -> !claim.recomputed().same(again.get(claim.what())))
                .map(Claim::what)
                .toList();
    }

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        assertThat(recomputed.stream()
                        .filter(entry -> entry.verdict() == Verdict.OUTSIDE)
                        .filter(entry ->
                                entry.claim().orElseThrow().recomputed().tried().isEmpty())
                        .map(entry -> entry.paper().id() + ": "
                                + entry.claim().orElseThrow().what()))
                .isSubsetOf(SILENT);
    }

    private List<Claim> claims(Paper paper) {
        return recomputed.stream()
                .filter(entry -> entry.paper().id().equals(paper.id()))
                .map(entry -> entry.claim().orElseThrow())
                .toList();
    }

    @Test
    void everyPaperIsListedBuiltOrNot() {
        List<Entry> entries = MadeUpLedger.ledger().recompute();
        assertThat(entries).extracting(entry -> entry.paper().id()).containsExactly("Furnace", "Furnace", "Etcher");
        assertThat(entries)
                .extracting(Entry::verdict)
                .containsExactly(Verdict.INSIDE, Verdict.UNKNOWN, Verdict.NOT_YET);
    }

    @Test
    void aPaperOutsideTheCatalogueOrBuiltTwiceIsRefused() {
        Catalogue catalogue = MadeUpLedger.CATALOGUE;
        Paper stranger = new MadeUp("Stranger", List.of(), evidence -> {});
        Paper furnace = new MadeUp("Furnace", List.of(), evidence -> {});
        assertThatIllegalArgumentException().isThrownBy(() -> new Ledger(catalogue, List.of(stranger)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ledger(catalogue, List.of(furnace, furnace)));
    }

    @Test
    void aCancelledLedgerKeepsWhatIsDone() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        Ledger ledger = MadeUpLedger.ledger();
        assertThat(ledger.recompute(ledger.catalogue().listings(), cancel, Progress.NONE))
                .isEmpty();
    }

    @Test
    void progressEndsAtItsTotal() {
        List<Long> left = new ArrayList<>();
        Ledger ledger = MadeUpLedger.ledger();
        ledger.recompute(ledger.catalogue().listings(), Cancel.NEVER, (done, total) -> left.add(total - done));
        assertThat(left).isSortedAccordingTo((a, b) -> Long.compare(b, a)).endsWith(0L);
    }
}
