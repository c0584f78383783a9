package throughline.devs;

import java.util.ArrayList;
import java.util.List;

/// The atomic models of a tree and, for each port that values start from, the atomic input ports they reach.
///
/// Two paths to one port stay two targets. A value that leaves the outermost model reaches nobody.
final class Flattening {
    final List<Atomic> atomics = new ArrayList<>();
    /// Where values start: the inputs of the outermost model and the outputs of the atomic ones.
    final List<Port<?>> origins = new ArrayList<>();

    Flattening(Component root) {
        if (root.parent != null) {
            throw new ModelException("%s is part of %s; simulate the outermost model".formatted(root, root.parent));
        }
        collect(root);
        origins.addAll(root.inputs());
        for (Atomic atomic : atomics) {
            for (Port<?> port : atomic.ports()) {
                if (port instanceof Out<?>) {
                    origins.add(port);
                }
            }
        }
        origins.forEach(Flattening::fillTargets);
    }

    /// Lets the structure of a simulated model be changed, until it is flattened again.
    static void open(Component component) {
        if (component instanceof Coupled coupled) {
            coupled.running = false;
            coupled.components().forEach(Flattening::open);
        }
    }

    private void collect(Component component) {
        switch (component) {
            case Atomic atomic -> {
                for (In<?> in : atomic.inputs()) {
                    in.receiver = atomics.size();
                }
                atomics.add(atomic);
            }
            case Coupled coupled -> {
                coupled.running = true;
                coupled.components().forEach(this::collect);
            }
        }
    }

    /// In the order of the couplings.
    private static void fillTargets(Port<?> from) {
        List<In<?>> targets = new ArrayList<>();
        follow(from, targets);
        from.targets = targets.toArray(Port.NOWHERE);
    }

    private static void follow(Port<?> from, List<In<?>> targets) {
        if (from instanceof In<?> in && from.owner instanceof Atomic) {
            targets.add(in);
        }
        for (Port<?> next : from.next) {
            follow(next, targets);
        }
    }

    /// How many paths lead from one port to another; a port leads to itself once.
    static int paths(Port<?> from, Port<?> to) {
        if (from == to) {
            return 1;
        }
        int paths = 0;
        for (Port<?> next : from.next) {
            paths += paths(next, to);
        }
        return paths;
    }
}
