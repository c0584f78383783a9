/// What breaks in a cluster, how often, and for how long: rates from profiles, traces of real clusters, and models
/// fitted to traces. Each is a [throughline.cluster.FaultProcess].
package throughline.cluster.faults;
