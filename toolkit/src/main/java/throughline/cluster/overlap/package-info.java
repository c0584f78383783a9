/// What goes on at the same time: tasks that share resources ([throughline.cluster.overlap.PhaseMachine]), and on it
/// the checkpoints of a training job ([throughline.cluster.overlap.CheckpointScheme]).
package throughline.cluster.overlap;
