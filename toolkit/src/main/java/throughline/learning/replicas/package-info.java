/// Several replicas of a model trained in one process, with what they would send to each other counted to the byte.
///
/// An [throughline.learning.replicas.Objective] is what is trained, a [throughline.learning.replicas.LocalRule] moves
/// one replica, a [throughline.learning.replicas.Schedule] says when replicas exchange what, and an
/// [throughline.learning.replicas.UpdateCodec] says in how many bytes. A new schedule is one record.
package throughline.learning.replicas;
