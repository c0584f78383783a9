package throughline.papers;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import throughline.data.Plot;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A ledger of one paper that is built, with a figure, and one that is not.
public final class MadeUpLedger {
    static final Catalogue CATALOGUE = Catalogue.parse("""
            id,chapter,chapterName,title,source
            Furnace,1,fab,"Of Furnaces, Large and Small","arXiv 1234.56789, 2026"
            Etcher,2,training,"How to ""Etch\""",arXiv 1234.56780
            """);

    private MadeUpLedger() {}

    /// The ledger.
    public static Ledger ledger() {
        return ledger(() -> 29.5);
    }

    /// The ledger, its one judged claim recomputed as asked.
    static Ledger ledger(DoubleSupplier cycleTime) {
        return new Ledger(CATALOGUE, List.of(new Furnace(cycleTime)));
    }

    private record Furnace(DoubleSupplier cycleTime) implements Paper {
        @Override
        public String id() {
            return "Furnace";
        }

        @Override
        public List<Reported> reported() {
            return List.of(
                    Reported.printed("cycle time", 29.2, "h", "table 2"),
                    Reported.notKnown("forecast RMSE", "h", "table 5"));
        }

        @Override
        public void claims(Evidence evidence, Cancel cancel, Progress progress) {
            evidence.claim(Recomputed.of("cycle time", cycleTime.getAsDouble())
                    .within(Tolerance.relative(0.05, "three seeds differ by 4 %"))
                    .against(Null.of(14.1, "no waiting"))
                    .tried("another seed"));
            progress.report(1, 2);
            evidence.claim(Recomputed.of("forecast RMSE", 0.75));
        }

        @Override
        public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
            return Optional.of(Plot.of("Cycle time", Plot.Axis.of("time", "h"), Plot.Axis.of("cycle time", "h"))
                    .published("table 2", new double[] {0}, published.values("cycle time")));
        }
    }
}
