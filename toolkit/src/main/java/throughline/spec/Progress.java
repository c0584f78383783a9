package throughline.spec;

/// Told by a long loop how far it is. Implementations must be safe to call from several threads and must return fast:
/// a loop calls them as often as it likes.
@FunctionalInterface
public interface Progress {
    /// Listens to nothing.
    Progress NONE = (done, total) -> {};

    /// Reports the state of the work.
    ///
    /// @param done  units done so far, `0 <= done <= total`
    /// @param total units in all, positive; it may change when more work is found
    void report(long done, long total);
}
