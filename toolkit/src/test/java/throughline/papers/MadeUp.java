package throughline.papers;

import java.util.List;
import java.util.function.Consumer;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A paper made up for a test: rows, and what is entered.
record MadeUp(String id, List<Reported> reported, Consumer<Evidence> recomputation) implements Paper {
    static MadeUp paper(List<Reported> reported, Consumer<Evidence> recomputation) {
        return new MadeUp("Furnace", reported, recomputation);
    }

    static Reported row(String key, double value) {
        return Reported.printed(key, value, "h", "table 1");
    }

    static final Tolerance FIVE_PERCENT = Tolerance.relative(0.05, "made up");

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        recomputation.accept(evidence);
    }
}
