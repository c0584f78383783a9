package throughline.fab;

import java.util.List;

/// Lots that a tool is to do together. It belongs to whoever holds it: the tool notes in it when they leave.
final class Load {
    /// The lot that ranked first.
    final Lot first;
    /// All of them; null when the first is the only one, which spares most loads a list.
    private final List<Lot> several;

    final double setupMinutes;
    /// The set-up that the tool has once it has changed to it.
    final String setup;
    /// In all lots.
    final int wafers;

    /// When the tool took them, when they leave it, how long it was set up for them, and how long it stood still with
    /// them.
    long started;

    long leaves;
    long setupTicks;
    long stood;

    /// @param lots         at the same kind of step, at least one
    /// @param setupMinutes of the change the tool must make first
    /// @param setup        that the tool has then
    Load(List<Lot> lots, double setupMinutes, String setup) {
        first = lots.getFirst();
        several = lots.size() == 1 ? null : List.copyOf(lots);
        this.setupMinutes = setupMinutes;
        this.setup = setup;
        int sum = 0;
        for (Lot lot : lots) {
            sum += lot.wafers();
        }
        wafers = sum;
    }

    /// A load of one lot.
    Load(Lot lot, double setupMinutes, String setup) {
        first = lot;
        several = null;
        this.setupMinutes = setupMinutes;
        this.setup = setup;
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
