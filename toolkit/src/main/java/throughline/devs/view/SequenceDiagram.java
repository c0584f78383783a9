package throughline.devs.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Component;
import throughline.devs.Port;

/// A few cycles as a sequence diagram in Mermaid's language, which GitHub and JupyterLab draw: a line of life for each
/// model, an arrow for each value, a note for each transition.
public final class SequenceDiagram {
    private final Map<Component, String> ids = new LinkedHashMap<>();
    private final StringBuilder body = new StringBuilder();

    private SequenceDiagram(List<Cycle> cycles) {
        for (Cycle cycle : cycles) {
            for (Cycle.Message message : cycle.messages()) {
                ids(message);
            }
            cycle.transitions().forEach(transition -> id(transition.model()));
        }
        cycles.forEach(this::draw);
    }

    /// The diagram's text, one statement a line; to be put between the fences of a `mermaid` block.
    ///
    /// @param cycles of one run, in order; more than a screen holds are better seen with [ChromeTrace]
    public static String mermaid(List<Cycle> cycles) {
        SequenceDiagram diagram = new SequenceDiagram(cycles);
        StringBuilder text = new StringBuilder("sequenceDiagram\n");
        diagram.ids.forEach((model, id) -> text.append("    participant %s as %s\n".formatted(id, safe(model.path()))));
        return text.append(diagram.body).toString();
    }

    private void ids(Cycle.Message message) {
        id(message.from().owner());
        message.to().forEach(port -> id(port.owner()));
    }

    private String id(Component model) {
        return ids.computeIfAbsent(model, m -> "m" + ids.size());
    }

    private void draw(Cycle cycle) {
        String last = "m" + (ids.size() - 1);
        line("Note over %s: t = %d".formatted(ids.size() == 1 ? last : "m0," + last, cycle.time()));
        for (Cycle.Message message : cycle.messages()) {
            String from = id(message.from().owner());
            for (Port<?> to : message.to()) {
                line("%s->>%s: %s"
                        .formatted(
                                from,
                                id(to.owner()),
                                safe("%s to %s: %s".formatted(message.from().name(), to.name(), message.value()))));
            }
            if (message.to().isEmpty()) {
                line("%s-x%s: %s"
                        .formatted(
                                from,
                                from,
                                safe("%s: %s".formatted(message.from().name(), message.value()))));
            }
        }
        for (Cycle.Transition transition : cycle.transitions()) {
            String phase = transition.phase().isEmpty() ? "" : ", " + transition.phase();
            line("Note over %s: %s, e = %d%s"
                    .formatted(id(transition.model()), transition.label(), transition.elapsed(), safe(phase)));
        }
    }

    private void line(String statement) {
        body.append("    ").append(statement).append('\n');
    }

    /// Mermaid ends a statement at a semicolon or a line break and reads `#` as the start of a character's code.
    private static String safe(String text) {
        return text.replace("#", "#35;").replaceAll("(?<!#35);", "#59;").replaceAll("\\R", " ");
    }
}
