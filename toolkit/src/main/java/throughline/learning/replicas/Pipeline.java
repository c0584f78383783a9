package throughline.learning.replicas;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How replicas of a transformer are cut into stages, and which of them send how much between stages.
///
/// @param width      d, of the residual stream
/// @param heads      of attention, dividing the width
/// @param stages     of the pipeline, a layer each
/// @param context    tokens of a text
/// @param batch      texts of a replica's step
/// @param rank       k, dimensions that a compressed boundary sends; the width for no compression
/// @param compressed replicas, the first ones, whose boundaries are compressed
/// @param projection what is projected after an exchange
/// @param refresh    rounds between steps of the subspace, 0 for never
/// @param step       of the subspace on the Grassmann manifold
public record Pipeline(
        @Param(value = "width", min = 2, max = 4096) int width,
        @Param(value = "heads", min = 1) int heads,
        @Param(value = "stages", min = 1, max = 64) int stages,
        @Param(value = "context", min = 2) int context,
        @Param(value = "texts of a step", min = 1) int batch,
        @Param(value = "rank of the subspace", min = 1) int rank,
        @Param(value = "compressed replicas", min = 0) int compressed,
        @Param("what is projected after an exchange") Projection projection,

        @Param(value = "rounds between steps of the subspace", min = 0)
        int refresh,

        @Param(value = "step of the subspace", min = 0, max = 1)
        double step) {
    /// What is projected onto the subspace after an exchange. Which of the paper's adaptations this is, is not known.
    public enum Projection {
        /// The copies that compressed replicas begin the next round with; what all share may leave the subspace.
        COMPRESSED,
        /// What all share, so that every replica begins within the subspace.
        ALL
    }

    public Pipeline {
        Spec.check(Pipeline.class, width, heads, stages, context, batch, rank, compressed, projection, refresh, step);
        if (width % heads != 0) {
            throw new BadInput("heads [%d] must divide the width, %d", heads, width);
        }
        if (rank > width) {
            throw new BadInput("rank [%d] must be at most the width, %d", rank, width);
        }
    }

    /// Whether a replica's boundaries are compressed.
    boolean compresses(int replica) {
        return replica < compressed;
    }

    /// Values that a replica sends over all its boundaries in a step, there and back.
    ///
    /// @param replica from 0
    public long values(int replica) {
        return 2L * (stages - 1) * batch * context * (compresses(replica) ? rank : width);
    }

    /// Bytes that all replicas send between stages, as float32.
    ///
    /// @param replicas there are
    /// @param steps    of each
    public long bytes(int replicas, int steps) {
        long values = 0;
        for (int r = 0; r < replicas; r++) {
            values += values(r);
        }
        return Float.BYTES * values * steps;
    }
}
