/// The course from one machine to a whole fab: what its notebook shows, and what its exercises are held against.
///
/// Each model is small, runs on `devs` or `fab`, and has a closed form beside it wherever there is one:
/// [throughline.workshop.queues.Queueing] and [throughline.workshop.queues.Line].
package throughline.workshop.queues;
