package throughline.learning.replicas;

/// An exchange in which all replicas begin a round at one anchor.
abstract class Anchored implements Exchange {
    final double[] anchor;
    long sent;

    Anchored(double[] start) {
        anchor = start.clone();
    }

    @Override
    public double[] shared() {
        return anchor;
    }

    @Override
    public long sent() {
        return sent;
    }

    /// The mean progress of a round, sent as dense floats by every replica. It is computed in double: what rounding to
    /// floats would change is not of interest here.
    double[] meanProgress(double[][] starts, double[][] ends) {
        sent += Dense.bytes(anchor.length) * starts.length;
        return Vectors.mean(Vectors.progress(starts, ends));
    }
}
