/// Checkpoints of a training on many ranks, put together and cut anew for other ranks: universal checkpointing (arXiv
/// 2406.18820), run for real on files.
///
/// [Sharding] says which rank keeps what of a [Model] under a [Layout] and [Rules]. A [DistributedCheckpoint] is what
/// the ranks write; an [AtomicCheckpoint] is made of it, and another distributed checkpoint of that:
///
/// | operator    | here                                     |
/// |-------------|------------------------------------------|
/// | Extract     | a shard of a rank's file                 |
/// | Union       | [Sharding#unite]                         |
/// | StripPadding| [Region#runs], which passes over padding |
/// | GenMetadata | [Sharding#shards]                        |
/// | Load        | [Sharding#cut], cast by [Tensors#in]     |
package throughline.parallel.checkpoint;
