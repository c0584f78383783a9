package throughline.reasoning;

/// What a strategy made of a problem.
///
/// @param answer 0 for right, above for wrong, [Trace#NONE] for none
/// @param work   the calls it took
public record Outcome(int answer, WorkGraph work) {
    /// Whether it is right.
    public boolean correct() {
        return answer == 0;
    }
}
