package throughline.devs;

import java.util.ArrayList;
import java.util.List;

/// The abstract simulator by the book: a tree of coordinators, every child visited in every cycle, no flattening, no
/// heap. Slow and plain, so that the fast one can be held against it.
final class ReferenceSimulator implements Atomic.Host {
    private record Message(Port<?> port, Object value) {}

    private record Input(long time, In<?> port, Object value) {}

    private abstract static class Node {
        long last;
        long next;

        abstract void output(long time, List<Message> out);

        abstract void receive(In<?> port, Object value);

        abstract boolean waiting();

        abstract void transition(long time);
    }

    private final class Leaf extends Node {
        private final Atomic atomic;
        private boolean received;

        Leaf(Atomic atomic) {
            this.atomic = atomic;
            atomic.host = ReferenceSimulator.this;
            schedule(0);
        }

        private void schedule(long time) {
            last = time;
            long advance = atomic.timeAdvance();
            next = advance == Component.NEVER ? Component.NEVER : time + advance;
        }

        @Override
        void output(long time, List<Message> out) {
            emitted = out;
            atomic.output();
        }

        @Override
        void receive(In<?> port, Object value) {
            port.add(value);
            received = true;
        }

        @Override
        boolean waiting() {
            return received;
        }

        @Override
        void transition(long time) {
            if (next == time && received) {
                atomic.confluentTransition();
            } else if (received) {
                atomic.externalTransition(time - last);
            } else {
                atomic.internalTransition();
            }
            atomic.inputs().forEach(In::clear);
            received = false;
            schedule(time);
        }
    }

    private final class Branch extends Node {
        private final List<Node> children = new ArrayList<>();
        private final List<Component> components;

        Branch(Coupled coupled) {
            components = List.copyOf(coupled.components());
            components.forEach(component -> children.add(node(component)));
            schedule(0);
        }

        private void schedule(long time) {
            last = time;
            next = children.stream().mapToLong(child -> child.next).min().orElse(Component.NEVER);
        }

        private Node child(Component component) {
            return children.get(components.indexOf(component));
        }

        @Override
        void output(long time, List<Message> out) {
            for (Node child : children) {
                if (child.next == time) {
                    List<Message> messages = new ArrayList<>();
                    child.output(time, messages);
                    for (Message message : messages) {
                        for (Port<?> to : message.port().next) {
                            if (to instanceof In<?> in) {
                                child(in.owner).receive(in, message.value());
                            } else {
                                out.add(new Message(to, message.value()));
                            }
                        }
                    }
                }
            }
        }

        @Override
        void receive(In<?> port, Object value) {
            for (Port<?> to : port.next) {
                child(to.owner).receive((In<?>) to, value);
            }
        }

        @Override
        boolean waiting() {
            return children.stream().anyMatch(Node::waiting);
        }

        @Override
        void transition(long time) {
            for (Node child : children) {
                if (child.next == time || child.waiting()) {
                    child.transition(time);
                }
            }
            schedule(time);
        }
    }

    private final Node root;
    private final List<Input> inputs = new ArrayList<>();
    private List<Message> emitted;
    private long now;

    ReferenceSimulator(Component model) {
        root = node(model);
    }

    private Node node(Component component) {
        return switch (component) {
            case Atomic atomic -> new Leaf(atomic);
            case Coupled coupled -> new Branch(coupled);
        };
    }

    /// Schedules a value from outside for an input of the outermost model.
    void inject(long time, In<?> port, Object value) {
        inputs.add(new Input(time, port, value));
    }

    private long next() {
        return Math.min(root.next, inputs.stream().mapToLong(Input::time).min().orElse(Component.NEVER));
    }

    void runUntil(long time) {
        while (next() <= time) {
            now = next();
            root.output(now, new ArrayList<>());
            inputs.stream()
                    .filter(input -> input.time() == now)
                    .forEach(input -> root.receive(input.port(), input.value()));
            inputs.removeIf(input -> input.time() == now);
            root.transition(now);
        }
    }

    @Override
    public void emit(Out<?> port, Object value) {
        emitted.add(new Message(port, value));
    }

    @Override
    public long now() {
        return now;
    }
}
