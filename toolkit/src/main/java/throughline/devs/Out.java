package throughline.devs;

/// An output port.
///
/// @param <T> type of the values
public final class Out<T> extends Port<T> {
    Out(Component owner, String name, Class<T> type) {
        super(owner, name, type);
    }

    /// Sends a value to everything coupled to this port.
    ///
    /// @throws ModelException outside of the owner's [Atomic#output()]
    public void send(T value) {
        if (!(owner instanceof Atomic atomic)) {
            throw new ModelException("%s belongs to a coupled model; only atomic models send".formatted(this));
        }
        if (atomic.host == null) {
            throw new ModelException("%s sends before the simulation has started".formatted(this));
        }
        atomic.host.emit(this, value);
    }
}
