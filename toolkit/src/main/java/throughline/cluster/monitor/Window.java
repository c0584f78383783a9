package throughline.cluster.monitor;

import java.util.List;

/// What ranks logged in a while.
///
/// @param from       instant, ns
/// @param to         instant, ns, excluded
/// @param operations that were launched in it, and those before it that had not ended when it began
/// @param transports one a pair of ranks that exchanged messages in it
public record Window(long from, long to, List<Operation> operations, List<Transport> transports) {
    public Window {
        operations = List.copyOf(operations);
        transports = List.copyOf(transports);
    }
}
