package throughline.cluster;

import java.util.List;

/// The job has all its nodes again.
///
/// @param swapped nodes that were exchanged
/// @param active  faults that go on and that nobody has isolated
record Ready(int swapped, List<Strike> active) {
    Ready {
        active = List.copyOf(active);
    }
}
