/// The course on planning a training run, from a roofline to failures: its exercises, and the bid it ends with.
///
/// What is right is asked of [throughline.hardware], [throughline.training] and [throughline.cluster] when an answer is
/// judged; the wrong answers that are known by name are computed from the reasoning that leads to them.
package throughline.workshop.planning;
