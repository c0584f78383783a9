package throughline.cluster;

import java.util.Collections;
import java.util.Iterator;
import throughline.random.Streams;

/// Other people's jobs that a specification names.
final class Jobs {
    private Jobs() {}

    static Iterator<BackgroundJob> of(ClusterSpec spec, Streams streams) {
        return Collections.emptyIterator();
    }
}
