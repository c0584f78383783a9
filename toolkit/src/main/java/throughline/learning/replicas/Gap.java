package throughline.learning.replicas;

/// How much a stale update is divided by: CO2's staleness gap penalty.
@FunctionalInterface
public interface Gap {
    /// No penalty, as in the authors' public code.
    Gap NONE = (anchor, former, update) -> 1;

    /// One more than how far the anchor has moved since, in units of the update. The paper's own normaliser is not
    /// known here; this is of the family of Gap-Aware (Barkai et al. 2020).
    Gap MEASURED = (anchor, former, update) -> {
        double size = Vectors.norm(update);
        return size == 0 ? 1 : 1 + Vectors.distance(anchor, former) / size;
    };

    /// The divisor of an update.
    ///
    /// @param anchor where the round that ends has begun
    /// @param former where the round before has begun, that the update is of
    /// @param update mean progress of the round before
    /// @return 1 or more
    double divisor(double[] anchor, double[] former, double[] update);
}
