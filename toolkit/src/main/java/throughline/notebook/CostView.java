package throughline.notebook;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import throughline.hardware.Cost;

/// A cost as a tree that can be folded; each term with its share of the whole.
///
/// @param cost    the root
/// @param sources that its terms name by number
record CostView(Cost cost, List<String> sources) {
    CostView(Cost cost) {
        this(cost, cost.sources());
    }

    Bundle bundle() {
        return Bundle.html(html(cost, true) + notes(), cost.explain());
    }

    private String notes() {
        return sources.isEmpty()
                ? ""
                : sources.stream()
                        .map(source -> "<li>" + Html.escape(source) + "</li>")
                        .collect(Collectors.joining("\n", "\n<ol style=\"opacity:.7\">\n", "\n</ol>"));
    }

    private String html(Cost term, boolean open) {
        String line = "<b>%s</b> %s %s <span style=\"opacity:.7\">%s%s</span>"
                .formatted(
                        Html.escape(term.name()),
                        String.format(Locale.ROOT, "%.4g", term.value()),
                        Html.escape(term.unit()),
                        share(term),
                        Html.escape(about(term)));
        if (term.terms().isEmpty()) {
            return "<li>" + line + "</li>";
        }
        String parts = term.terms().stream().map(part -> html(part, false)).collect(Collectors.joining("\n"));
        String folded = "<details%s><summary>%s</summary>\n<ul>\n%s\n</ul></details>"
                .formatted(open ? " open" : "", line, parts);
        return term == cost ? folded : "<li>" + folded + "</li>";
    }

    private String share(Cost term) {
        return term == cost || cost.value() == 0
                ? ""
                : String.format(Locale.ROOT, "%.0f %% ", 100 * term.value() / cost.value());
    }

    private String about(Cost term) {
        String formula = term.formula().isEmpty() ? "" : " = " + term.formula();
        String source = term.source().isEmpty() ? "" : " [" + (sources.indexOf(term.source()) + 1) + "]";
        return term.basis().name().toLowerCase(Locale.ROOT) + formula + source;
    }
}
