package throughline.learning.replicas;

import java.util.List;

/// What a training of replicas came to.
///
/// @param points     from step 0 on
/// @param parameters that all shared at the end
public record ReplicaCurve(List<Point> points, double[] parameters) {
    public ReplicaCurve {
        points = List.copyOf(points);
    }

    /// The loss at one time.
    ///
    /// @param step      local steps of each replica so far
    /// @param loss      of the shared parameters, on samples that no replica sees
    /// @param exchanged bytes of updates that all replicas have sent so far
    /// @param within    bytes sent within replicas, between stages, so far
    public record Point(int step, double loss, long exchanged, long within) {
        boolean finite() {
            return Double.isFinite(loss);
        }

        /// All bytes sent so far.
        public long sent() {
            return exchanged + within;
        }
    }

    /// The last point.
    public Point last() {
        return points.getLast();
    }
}
