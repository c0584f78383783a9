/// Checkpoints that are copied while training goes on, run for real on threads, memory and files: DataStates-LLM's lazy
/// snapshots (Maurya et al. 2024, arXiv 2406.10707). [throughline.parallel.snapshot.LazyCheckpointer] takes them,
/// [throughline.parallel.snapshot.SavedCheckpoint] reads them back.
package throughline.parallel.snapshot;
