package throughline.devs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A model with a name and typed ports: an [Atomic] or a [Coupled].
public abstract sealed class Component permits Atomic, Coupled {
    /// The time advance of a passive model, and the time of an event that never comes.
    public static final long NEVER = Long.MAX_VALUE;

    private final String name;
    private final Map<String, Port<?>> ports = new LinkedHashMap<>();
    Coupled parent;

    Component(String name) {
        if (name.isEmpty() || name.indexOf('.') >= 0) {
            throw new ModelException("component name [%s] must not be empty or hold a dot".formatted(name));
        }
        this.name = name;
    }

    /// The name, unique among the components of one coupled model.
    public final String name() {
        return name;
    }

    /// The names from the outermost model to this one, joined by dots.
    public final String path() {
        return parent == null ? name : parent.path() + "." + name;
    }

    /// The ports in the order of their declaration.
    public final Collection<Port<?>> ports() {
        return Collections.unmodifiableCollection(ports.values());
    }

    /// The port of that name.
    ///
    /// @throws ModelException naming the ports there are, when this one is not among them
    public final Port<?> port(String portName) {
        Port<?> port = ports.get(portName);
        if (port == null) {
            throw new ModelException("%s has no port [%s]; it has %s".formatted(path(), portName, ports.keySet()));
        }
        return port;
    }

    /// Declares an input port; called while the model is constructed.
    protected final <T> In<T> in(String portName, Class<T> type) {
        return declare(new In<>(this, portName, type));
    }

    /// Declares an output port; called while the model is constructed.
    protected final <T> Out<T> out(String portName, Class<T> type) {
        return declare(new Out<>(this, portName, type));
    }

    private <P extends Port<?>> P declare(P port) {
        if (ports.putIfAbsent(port.name(), port) != null) {
            throw new ModelException("%s declares port [%s] twice".formatted(path(), port.name()));
        }
        return port;
    }

    final List<In<?>> inputs() {
        List<In<?>> inputs = new ArrayList<>();
        for (Port<?> port : ports.values()) {
            if (port instanceof In<?> in) {
                inputs.add(in);
            }
        }
        return inputs;
    }

    @Override
    public final String toString() {
        return path();
    }
}
