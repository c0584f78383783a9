package throughline.cluster;

import java.util.Collections;
import java.util.Iterator;
import throughline.random.Streams;

/// Where faults come from: a model with rates, a fitted model, or a trace.
@FunctionalInterface
public interface FaultProcess {
    /// Nothing ever breaks.
    FaultProcess NONE = (nodes, gpusPerNode, streams) -> Collections.emptyIterator();

    /// The faults of a run in the order of their starts, without an end or with one. A fault of a node that is being
    /// repaired comes as well; the cluster leaves it out.
    ///
    /// @param nodes       physical nodes, spares among them, 1 or more
    /// @param gpusPerNode 1 or more
    /// @param streams     from which to draw, by names
    Iterator<Fault> faults(int nodes, int gpusPerNode, Streams streams);
}
