package throughline.learning;

/// One fit, and what is asked after it.
///
/// @param cutoff     first step of the test runs that the fit must not see; 0 when it sees none of them
/// @param train      windows to fit to
/// @param validation windows of other runs, to stop and to regularise by
/// @param test       windows whose answers begin at the cut-off or later, to score on
public record Fold(int cutoff, Windows train, Windows validation, Windows test) {
    /// @throws throughline.spec.BadInput if training or test hold no window
    public Fold {
        train.orElseThrow("train");
        test.orElseThrow("test");
    }
}
