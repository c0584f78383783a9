/// Slow ranks: chains that make a rank slow from one round to the next, nodes that are slow for long, traces of delays,
/// and how long a master waits for whom.
package throughline.cluster.stragglers;
