package throughline.devs.view;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import throughline.devs.Atomic;
import throughline.devs.Port;
import throughline.devs.TransitionObserver.Kind;

/// What happened in one cycle of a run.
///
/// @param time        in ticks; several cycles may share an instant
/// @param messages    values sent by the imminent models or from outside, in order
/// @param transitions one for each model that was imminent or received something
public record Cycle(long time, List<Message> messages, List<Transition> transitions) {
    /// A value on its way.
    ///
    /// @param from  an output of an atomic model, or an input of the outermost one
    /// @param to    inputs of atomic models; none when nobody listens
    /// @param value it
    public record Message(Port<?> from, List<Port<?>> to, Object value) {
        @Override
        public String toString() {
            return "%s -> %s: %s"
                    .formatted(
                            from,
                            to.isEmpty()
                                    ? "nobody"
                                    : to.stream().map(Port::toString).collect(Collectors.joining(", ")),
                            value);
        }
    }

    /// A change of state.
    ///
    /// @param model   whose
    /// @param kind    by which transition function
    /// @param elapsed ticks since its last transition
    /// @param phase   the new phase of a [throughline.devs.Phased] model; empty for others
    public record Transition(Atomic model, Kind kind, long elapsed, String phase) {
        @Override
        public String toString() {
            return "%s %s after %d%s".formatted(model, label(), elapsed, phase.isEmpty() ? "" : ": " + phase);
        }

        String label() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /// Keeps the messages and transitions as they are now.
    public Cycle {
        messages = List.copyOf(messages);
        transitions = List.copyOf(transitions);
    }

    /// The models whose time advance had run out.
    public List<Atomic> imminent() {
        return transitions.stream()
                .filter(transition -> transition.kind() != Kind.EXTERNAL)
                .map(Transition::model)
                .toList();
    }

    /// The cycle in words: its time, then a line for each imminent model, message and transition.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("t = ").append(time);
        text.append("\n  imminent: ");
        text.append(
                imminent().isEmpty()
                        ? "none"
                        : imminent().stream().map(Atomic::path).collect(Collectors.joining(", ")));
        messages.forEach(message -> text.append("\n  message: ").append(message));
        transitions.forEach(transition -> text.append("\n  transition: ").append(transition));
        return text.toString();
    }
}
