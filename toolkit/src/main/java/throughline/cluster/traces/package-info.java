/// What others recorded of their clusters: jobs and telemetry of public traces, read in place and row by row, and mixes
/// of jobs that are generated after them.
package throughline.cluster.traces;
