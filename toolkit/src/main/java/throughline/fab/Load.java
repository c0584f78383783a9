package throughline.fab;

import java.util.List;

/// Lots that a tool is to do together. It belongs to whoever holds it: the tool notes in it when they leave.
final class Load {
    /// The lot that ranked first.
    final Lot first;
    /// All of them; null when the first is the only one, which spares most loads a list.
    private final List<Lot> several;

    /// Minutes of the change of set-up that the tool must make first, and what it has then; set when it is given to
    /// one.
    double setupMinutes;

    int setup;
    /// In all lots.
    final int wafers;

    /// When the tool took them, when they leave it, how long it was set up for them, and how long it stood still with
    /// them.
    long started;

    long leaves;
    long setupTicks;
    long stood;

    /// @param lots at the same kind of step, at least one
    Load(List<Lot> lots) {
        first = lots.getFirst();
        several = lots.size() == 1 ? null : List.copyOf(lots);
        int sum = 0;
        for (Lot lot : lots) {
            sum += lot.wafers();
        }
        wafers = sum;
    }

    /// A load of one lot.
    Load(Lot lot) {
        first = lot;
        several = null;
        wafers = lot.wafers();
    }

    List<Lot> lots() {
        return several == null ? List.of(first) : several;
    }

    int size() {
        return several == null ? 1 : several.size();
    }

    Lot lot(int i) {
        return several == null ? first : several.get(i);
    }

    Step step() {
        return first.step();
    }
}
