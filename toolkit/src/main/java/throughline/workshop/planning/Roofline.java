package throughline.workshop.planning;

import throughline.hardware.Matmul;

/// What a class hands in as its roofline.
@FunctionalInterface
public interface Roofline {
    /// The least seconds that a matrix product can take.
    double seconds(Matmul product);
}
