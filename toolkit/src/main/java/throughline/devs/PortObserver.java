package throughline.devs;

/// Sees every value that passes a port, from outside.
///
/// @param <T> type of the values
@FunctionalInterface
public interface PortObserver<T> {
    /// Called when the value is sent, before any transition of that instant.
    ///
    /// @param time  in ticks
    /// @param value the same object that the receivers get; it must not be changed
    void passed(long time, T value);
}
