package throughline.devs;

/// Sees every value of a run as it starts on its way, from outside.
@FunctionalInterface
public interface MessageObserver {
    /// Called when the value is sent, before any transition of that cycle.
    ///
    /// @param time  in ticks
    /// @param from  an output of an atomic model, or the input of the outermost model at which it came from outside
    /// @param value the same object that the receivers get; it must not be changed
    void sent(long time, Port<?> from, Object value);
}
