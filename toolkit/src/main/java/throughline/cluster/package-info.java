/// A training job on a GPU cluster as a factory: steps are its products, and machines wear out. Ranks, fabric,
/// failures, stragglers, checkpoints, monitors and repairs as one Parallel DEVS model, and the time series that it
/// leaves.
package throughline.cluster;
