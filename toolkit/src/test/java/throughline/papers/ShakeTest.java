package throughline.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static throughline.papers.MadeUp.FIVE_PERCENT;
import static throughline.papers.MadeUp.row;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import throughline.spec.Cancel;

class ShakeTest {
    private static final List<Reported> ROWS = List.of(row("a", 10), row("b", 20), row("c", 30));

    private static Recomputed judged(String row, double value) {
        return Recomputed.of(row, value).within(FIVE_PERCENT).against(Null.of(1, "made up"));
    }

    @Test
    void aPaperThatReadsNoReportedNumberStandsStill() {
        assertThat(Ledger.shake(MadeUp.paper(ROWS, evidence -> evidence.claim(judged("a", 10)))))
                .isEmpty();
    }

    /// What was recomputed before is not recomputed to be compared with.
    @Test
    void claimsOfAnEarlierRunAreSearchedForTheSameLeaks() {
        AtomicInteger runs = new AtomicInteger();
        Paper paper = MadeUp.paper(ROWS, evidence -> {
            runs.incrementAndGet();
            double smuggled = evidence.fit("kappa", rows -> rows.value("c")).value();
            evidence.claim(judged("b", 20));
            evidence.claim(judged("c", smuggled));
        });
        List<Leak> leaks = Ledger.shake(paper);
        int alone = runs.getAndSet(0);
        List<Claim> claims = Ledger.claims(paper);
        assertThat(Ledger.shake(paper, claims, Cancel.NEVER)).isEqualTo(leaks).isNotEmpty();
        assertThat(runs).hasValue(alone);
    }

    /// What nothing had been read before needs no other run to be sure of.
    @Test
    void whatIsEnteredBeforeAnyOtherRowWasReadIsNotRecomputed() {
        AtomicInteger runs = new AtomicInteger();
        Paper paper = MadeUp.paper(ROWS, evidence -> {
            runs.incrementAndGet();
            evidence.claim(judged("a", 10));
            Constant kappa = evidence.fit("kappa", rows -> rows.value("c"));
            evidence.claim(judged("b", 20 * kappa.value()).using(kappa));
        });
        List<Claim> claims = Ledger.claims(paper);
        assertThat(claims).extracting(Claim::seen).containsExactly(Set.of(), Set.of("c"));
        assertThat(Ledger.shake(paper, claims, Cancel.NEVER)).isEmpty();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aRunEndsWithTheLastClaimInQuestion() {
        AtomicInteger ends = new AtomicInteger();
        Paper paper = MadeUp.paper(ROWS, evidence -> {
            Constant kappa = evidence.fit("kappa", rows -> rows.value("c"));
            evidence.claim(judged("b", 20));
            evidence.claim(judged("a", 10 * kappa.value()).using(kappa));
            ends.incrementAndGet();
        });
        List<Claim> claims = Ledger.claims(paper);
        assertThat(Ledger.shake(paper, claims, Cancel.NEVER)).isEmpty();
        assertThat(ends).hasValue(1);
    }

    /// Rows that a rule keeps can be read after its end.
    @Test
    void whatIsReadBehindTheEndOfAFitIsCaught() {
        Paper paper = MadeUp.paper(ROWS, evidence -> {
            AtomicReference<Published> kept = new AtomicReference<>();
            evidence.fit("kappa", rows -> {
                kept.set(rows);
                return 1;
            });
            evidence.claim(judged("a", 10));
            evidence.claim(judged("b", kept.get().value("b")));
        });
        assertThat(Ledger.shake(paper, Ledger.claims(paper), Cancel.NEVER))
                .singleElement()
                .satisfies(leak -> assertThat(leak.rows()).containsExactly("b"));
    }

    @Test
    void aFittedConstantMayMoveTheClaimsThatNameIt() {
        assertThat(Ledger.shake(MadeUp.paper(ROWS, evidence -> {
                    Constant kappa = evidence.fit("kappa", rows -> rows.value("a"));
                    evidence.claim(judged("b", 2 * kappa.value()).using(kappa));
                    evidence.claim(judged("c", 30));
                })))
                .isEmpty();
    }

    @Test
    void aReportedNumberSmuggledOutOfAFitIsCaughtWithItsRow() {
        List<Leak> leaks = Ledger.shake(MadeUp.paper(ROWS, evidence -> {
            double smuggled = evidence.fit("kappa", rows -> rows.value("c")).value();
            evidence.claim(judged("b", 20));
            evidence.claim(judged("c", 1.001 * smuggled));
        }));
        assertThat(leaks).singleElement().satisfies(leak -> {
            assertThat(leak.claim()).isEqualTo("c");
            assertThat(leak.rows()).containsExactly("c");
        });
    }

    @Test
    void anHonestConstantDoesNotCoverForASmuggledRow() {
        List<Leak> leaks = Ledger.shake(MadeUp.paper(ROWS, evidence -> {
            Constant kappa = evidence.fit("kappa", rows -> rows.value("a"));
            double smuggled = evidence.fit("other", rows -> rows.value("b")).value();
            evidence.claim(judged("b", kappa.value() * 0 + smuggled).using(kappa));
        }));
        assertThat(leaks).extracting(Leak::rows).containsExactly(List.of("b"));
    }

    @Test
    void aSmuggledRatioMovesThoughAllRowsGrow() {
        List<Leak> leaks = Ledger.shake(MadeUp.paper(ROWS, evidence -> {
            double ratio = evidence.fit("ratio", rows -> rows.value("b") / rows.value("c"))
                    .value();
            evidence.claim(judged("a", 15 * ratio));
        }));
        assertThat(leaks).extracting(Leak::rows).containsExactly(List.of("b", "c"));
    }

    @Test
    void aSmuggledToleranceIsCaught() {
        List<Leak> leaks = Ledger.shake(MadeUp.paper(ROWS, evidence -> {
            double width = evidence.fit("width", rows -> Math.abs(rows.value("a") - 12))
                    .value();
            evidence.claim(judged("a", 12).within(Tolerance.absolute(width, "wide enough")));
        }));
        assertThat(leaks).extracting(Leak::rows).containsExactly(List.of("a"));
    }

    @Test
    void aClaimThatVanishesIsCaught() {
        List<Leak> leaks = Ledger.shake(MadeUp.paper(ROWS, evidence -> {
            if (evidence.fit("kappa", rows -> rows.value("a")).value() == 10) {
                evidence.claim(judged("b", 20));
            }
        }));
        assertThat(leaks).extracting(Leak::claim).containsExactly("b");
    }

    @Test
    void whatMovesByItselfIsNotReproducibleUnlessItIsTimed() {
        AtomicInteger runs = new AtomicInteger();
        List<Leak> leaks = Ledger.shake(MadeUp.paper(ROWS, evidence -> {
            Measured<Integer> run = evidence.measure("counter", runs::incrementAndGet);
            evidence.claim(judged("a", run.value()).from(run));
            evidence.claim(judged("b", run.value()).timedBy(run));
        }));
        assertThat(leaks).singleElement().satisfies(leak -> {
            assertThat(leak.claim()).isEqualTo("a");
            assertThat(leak.why()).contains("not reproducible");
        });
    }
}
