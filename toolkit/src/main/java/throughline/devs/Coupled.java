package throughline.devs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A model made of components and the couplings between their ports. Coupled models nest to any depth; a simulation
/// flattens them, which changes nothing but speed.
///
/// Subclass it, or assemble one on the spot:
/// ```java
/// var model = new Coupled("gpt");
/// var generator = model.add(new Generator("generator", 1));
/// var processor = model.add(new Processor("processor", 3));
/// model.couple(generator.out, processor.in);
/// ```
public non-sealed class Coupled extends Component {
    private final Map<String, Component> components = new LinkedHashMap<>();
    /// Set while a simulation relies on the structure.
    boolean running;

    /// @param name unique among its siblings, without dots
    public Coupled(String name) {
        super(name);
    }

    /// Adds a component.
    ///
    /// @return the component itself
    /// @throws ModelException when the name is taken or the component already belongs to a model
    public final <C extends Component> C add(C component) {
        checkOpen();
        if (component.parent != null) {
            throw new ModelException("%s is already part of %s".formatted(component, component.parent));
        }
        if (components.putIfAbsent(component.name(), component) != null) {
            throw new ModelException("%s has two components named [%s]".formatted(path(), component.name()));
        }
        component.parent = this;
        return component;
    }

    /// Removes a component and its couplings.
    ///
    /// @throws ModelException when it is not part of this model
    public final void remove(Component component) {
        checkOpen();
        if (component.parent != this) {
            throw new ModelException("%s is not part of %s".formatted(component, path()));
        }
        components.remove(component.name());
        component.parent = null;
        ports().forEach(port -> port.next.removeIf(to -> to.owner == component));
        for (Component sibling : components.values()) {
            sibling.ports().forEach(port -> port.next.removeIf(to -> to.owner == component));
        }
        for (Port<?> port : component.ports()) {
            if (port instanceof Out<?>) {
                port.next.clear();
            }
        }
    }

    /// Takes a coupling away.
    ///
    /// @throws ModelException naming both ports, when there is no such coupling
    public final void uncouple(Port<?> from, Port<?> to) {
        checkOpen();
        if (!from.next.remove(to)) {
            throw new ModelException("%s does not couple %s to %s".formatted(path(), from, to));
        }
    }

    private void checkOpen() {
        if (running) {
            throw new ModelException("%s is being simulated; change it by Simulation.change".formatted(path()));
        }
    }

    /// The components in the order in which they were added.
    public final Collection<Component> components() {
        return Collections.unmodifiableCollection(components.values());
    }

    /// Couples two ports: an input of this model to an input of a component, an output of a component to an input of
    /// another, or an output of a component to an output of this model.
    ///
    /// @throws ModelException naming both ports, when they do not belong here, their types do not fit, a
    ///                        component would be coupled to itself, or the coupling is there already
    public final <T> void couple(Port<? extends T> from, Port<? super T> to) {
        checkAndCouple(from, to);
    }

    /// Couples two ports by name: `component.port`, or `port` alone for one of this model's own.
    ///
    /// @throws ModelException when there is no such component or port, and as in [#couple(Port, Port)]
    public final void couple(String from, String to) {
        checkAndCouple(named(from), named(to));
    }

    private void checkAndCouple(Port<?> from, Port<?> to) {
        checkOpen();
        boolean fromHere = from instanceof In ? from.owner == this : from.owner.parent == this;
        boolean toHere = to instanceof Out ? to.owner == this : to.owner.parent == this;
        if (!fromHere || !toHere) {
            throw new ModelException(
                    ("%s cannot couple %s to %s: allowed are its own inputs to its components' inputs, and its"
                                    + " components' outputs to its components' inputs or to its own outputs")
                            .formatted(path(), from, to));
        }
        if (from.owner == this && to.owner == this) {
            throw new ModelException(
                    "%s cannot couple its input %s straight to its output %s".formatted(path(), from, to));
        }
        if (from.owner == to.owner) {
            throw new ModelException("%s cannot couple %s to %s: a self-loop".formatted(path(), from, to));
        }
        if (!to.type().isAssignableFrom(from.type())) {
            throw new ModelException("%s cannot couple %s to %s: a %s is not a %s"
                    .formatted(
                            path(),
                            from,
                            to,
                            from.type().getSimpleName(),
                            to.type().getSimpleName()));
        }
        if (from.next.contains(to)) {
            throw new ModelException("%s couples %s to %s twice".formatted(path(), from, to));
        }
        from.next.add(to);
    }

    /// Puts the components and couplings of this model and of all within it in another order, which must not matter.
    final void shuffle(RandomGenerator random) {
        List<Component> shuffled = new ArrayList<>(components.values());
        Collections.shuffle(shuffled, random);
        components.clear();
        ports().forEach(port -> Collections.shuffle(port.next, random));
        for (Component component : shuffled) {
            components.put(component.name(), component);
            if (component instanceof Coupled coupled) {
                coupled.shuffle(random);
            } else {
                component.ports().forEach(port -> Collections.shuffle(port.next, random));
            }
        }
    }

    private Port<?> named(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return port(text);
        }
        Component component = components.get(text.substring(0, dot));
        if (component == null) {
            throw new ModelException("%s has no component [%s]; it has %s"
                    .formatted(path(), text.substring(0, dot), components.keySet()));
        }
        return component.port(text.substring(dot + 1));
    }
}
