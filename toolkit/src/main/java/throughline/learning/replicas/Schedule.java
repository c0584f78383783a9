package throughline.learning.replicas;

/// When replicas exchange what: DDP, local SGD, SlowMo, OSGP, DiLoCo, CO2, SparseLoCo, or one of your own.
///
/// A round is a number of local steps of every replica, and the exchange that follows them.
public interface Schedule {
    /// Local steps of a round, at least 1.
    int localSteps();

    /// An exchange among replicas that all start alike.
    ///
    /// @param start    parameters, `[P]`; copied
    /// @param tensors  lengths of the tensors that they are made of
    /// @param replicas at least 1
    Exchange begin(double[] start, int[] tensors, int replicas);

    /// A name for tables and figures.
    String name();
}
