package throughline.parallel.coding;

/// A mini-task: what a worker computes and sends in a round.
public sealed interface Task {
    /// The job it is for, from 0.
    int job();

    /// The gradient of one chunk, as it is.
    ///
    /// @param chunk as in [Scheme#chunks()]
    record Plain(int job, int chunk) implements Task {}

    /// The worker's combination of the gradients of a group of n chunks, by the scheme's code.
    ///
    /// @param group from 0; its chunk c is `Scheme.firstCoded() + group * n + c`
    record Coded(int job, int group) implements Task {}
}
