package throughline.site;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.InheritDocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.RawTextTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.util.DocTreePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import jdk.javadoc.doclet.DocletEnvironment;

/// The words of one comment as Markdown.
record Words(DocTreePath comment, DocletEnvironment environment) {
    String of(List<? extends DocTree> parts) {
        return parts.stream().map(this::of).collect(Collectors.joining());
    }

    private String of(DocTree part) {
        return switch (part) {
            case RawTextTree raw -> raw.getContent();
            case TextTree text -> text.getBody();
            case LiteralTree literal -> "`%s`".formatted(literal.getBody().getBody());
            case LinkTree link -> link(link);
            case InheritDocTree _ -> "";
            default -> part.toString();
        };
    }

    private String link(LinkTree link) {
        ReferenceTree reference = link.getReference();
        String label = link.getLabel().isEmpty() ? "`%s`".formatted(brief(reference)) : of(link.getLabel());
        Element element = environment.getDocTrees().getElement(new DocTreePath(comment, reference));
        boolean here = element != null && environment.isIncluded(element);
        return here ? "[%s](%s)".formatted(label, target(element)) : label;
    }

    /// A reference as people say it: without packages, and with a dot before the member.
    private static String brief(ReferenceTree reference) {
        return reference
                .getSignature()
                .replaceAll("\\b(?:[a-z_]\\w*\\.)+(?=[A-Z])", "")
                .replaceFirst("^#", "")
                .replace('#', '.');
    }

    /// The page and the place in it; a member without words of its own, such as a record's component, is told with its
    /// type.
    private String target(Element element) {
        String page = environment.getElementUtils().getPackageOf(element).getQualifiedName() + ".html";
        boolean told = element.getKind() == ElementKind.ENUM_CONSTANT
                || environment.getDocTrees().getDocCommentTree(element) != null;
        return switch (element) {
            case PackageElement _ -> page;
            case TypeElement type -> page + "#" + Signature.local(type);
            default -> {
                String type = Signature.local((TypeElement) element.getEnclosingElement());
                yield page + "#" + type + (told ? "." + Signature.name(element) : "");
            }
        };
    }

    /// Parameters, results and errors: lists of `kind`, `name`, `text`.
    List<Map<String, String>> tags(List<? extends DocTree> tags) {
        List<Map<String, String>> told = new ArrayList<>();
        for (DocTree tag : tags) {
            switch (tag) {
                case ParamTree param -> told.add(tag("param", param.getName().toString(), of(param.getDescription())));
                case ReturnTree result -> told.add(tag("returns", "", of(result.getDescription())));
                case ThrowsTree error ->
                    told.add(tag("throws", error.getExceptionName().getSignature(), of(error.getDescription())));
                default -> {}
            }
        }
        return told;
    }

    private static Map<String, String> tag(String kind, String name, String text) {
        Map<String, String> tag = new LinkedHashMap<>();
        tag.put("kind", kind);
        tag.put("name", name);
        tag.put("text", text);
        return tag;
    }
}
