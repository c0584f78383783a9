/// A sweep that a driver spreads over workers, as an event model: what the driver, its network card, the workers and
/// the storage that all share are asked to do, and which of them a group outgrows first.
///
/// The mechanism is Spark's standalone one: an executor a worker, which fetches the class path from the driver when it
/// starts; a task a part, launched by the driver into a free slot; a part that is written to shared storage under a
/// temporary name and renamed; a small receipt that goes back. A worker that is lost takes its unfinished parts along,
/// and nothing else.
package throughline.cluster.sweep;
