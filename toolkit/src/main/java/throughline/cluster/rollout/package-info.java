/// Post-training by reinforcement learning as an event system: instances that generate responses, a reference
/// model that scores them and a trainer that learns from them, on devices they share, on devices of their own
/// one after the other, in a stream of micro-batches, or asynchronously with a bound on staleness, as AsyncFlow
/// does (arXiv 2507.01663).
///
/// [throughline.cluster.rollout.RolloutSpec] has the knobs, [throughline.cluster.rollout.Rollout#run] runs them.
/// Durations are seconds outside of the model, which ticks in nanoseconds.
package throughline.cluster.rollout;
