/// Sweeps on Apache Spark: the parts of a dataset are made by the workers of a cluster.
package throughline.distributed;
