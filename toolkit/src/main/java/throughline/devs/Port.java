package throughline.devs;

import java.util.ArrayList;
import java.util.List;

/// A typed door of a component. Values leave through an [Out] and arrive at an [In].
///
/// @param <T> type of the values
public abstract sealed class Port<T> permits In, Out {
    final Component owner;
    /// Where the couplings of the surrounding model (for an [In] of a coupled model: of that model itself) lead.
    final List<Port<?>> next = new ArrayList<>(1);
    /// The input ports of atomic models that a value starting here arrives at, filled by flattening for the ports where
    /// values start: outputs of atomic models and inputs of the outermost one.
    In<?>[] targets = NOWHERE;
    /// Sees the values that start here; null while nobody watches, which keeps the hot path to one test.
    PortObserver<Object> observer;

    static final In<?>[] NOWHERE = {};

    private final String name;
    private final Class<T> type;

    Port(Component owner, String name, Class<T> type) {
        this.owner = owner;
        this.name = name;
        this.type = type;
    }

    /// The name, unique among the ports of a component.
    public final String name() {
        return name;
    }

    /// The type that every value has.
    public final Class<T> type() {
        return type;
    }

    /// The component it belongs to.
    public final Component owner() {
        return owner;
    }

    /// The component's path and the port's name, as in `fab.litho.Me#done`.
    @Override
    public final String toString() {
        return owner.path() + "#" + name;
    }
}
