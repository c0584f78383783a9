package throughline.fab;

import java.util.List;

/// Lots that a tool is to do together.
///
/// @param lots         at the same kind of step, at least one
/// @param setupMinutes of the change the tool must make first
record Load(List<Lot> lots, double setupMinutes) {
    Step step() {
        return lots.getFirst().step();
    }

    int wafers() {
        return lots.stream().mapToInt(lot -> lot.product().wafers()).sum();
    }
}
