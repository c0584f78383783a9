package throughline.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.util.DocTreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import jdk.javadoc.doclet.Doclet;
import jdk.javadoc.doclet.DocletEnvironment;
import jdk.javadoc.doclet.Reporter;

/// The API as JSON, what is public and what is left to subclasses: packages with types with members, each with its
/// signature and its words in Markdown. The standard doclet's pages are larger than the whole site may be.
///
/// References to what is in it are links such as `throughline.devs.html#Atomic.timeAdvance`.
public final class ApiDoclet implements Doclet {
    private static final Set<ElementKind> MEMBERS =
            Set.of(ElementKind.ENUM_CONSTANT, ElementKind.FIELD, ElementKind.CONSTRUCTOR, ElementKind.METHOD);

    private Reporter reporter;
    private Path file;

    @Override
    public void init(Locale locale, Reporter reporter) {
        this.reporter = reporter;
    }

    @Override
    public String getName() {
        return "api";
    }

    @Override
    public Set<? extends Option> getSupportedOptions() {
        return Set.of(new FileOption("--file", path -> file = path));
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean run(DocletEnvironment environment) {
        List<Map<String, Object>> packages = ElementFilter.packagesIn(environment.getIncludedElements()).stream()
                .sorted(Comparator.comparing(each -> each.getQualifiedName().toString()))
                .map(each -> described(each, environment))
                .filter(described -> !((List<?>) described.get("types")).isEmpty())
                .toList();
        try {
            new ObjectMapper().writeValue(file.toFile(), packages);
            return true;
        } catch (IOException e) {
            reporter.print(Diagnostic.Kind.ERROR, "cannot write %s: %s".formatted(file, e.getMessage()));
            return false;
        }
    }

    private static Map<String, Object> described(PackageElement each, DocletEnvironment environment) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", each.getQualifiedName().toString());
        described.putAll(words(each, environment));
        described.put("types", types(each, environment));
        return described;
    }

    /// Types in alphabetical order, each followed by those nested in it.
    private static List<Map<String, Object>> types(Element outer, DocletEnvironment environment) {
        List<Map<String, Object>> types = new ArrayList<>();
        ElementFilter.typesIn(outer.getEnclosedElements()).stream()
                .filter(environment::isIncluded)
                .sorted(Comparator.comparing(type -> type.getSimpleName().toString()))
                .forEach(type -> {
                    types.add(type(type, environment));
                    types.addAll(types(type, environment));
                });
        return types;
    }

    private static Map<String, Object> type(TypeElement type, DocletEnvironment environment) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", Signature.local(type));
        described.put("kind", Signature.kind(type));
        described.put("signature", Signature.of(type));
        described.putAll(words(type, environment));
        described.put(
                "members",
                type.getEnclosedElements().stream()
                        .filter(member -> MEMBERS.contains(member.getKind()) && environment.isIncluded(member))
                        .map(member -> member(member, environment))
                        .filter(ApiDoclet::isTold)
                        .toList());
        return described;
    }

    /// A member without words says no more than its type does, or the method that it overrides: it was written by the
    /// compiler, is a component of a record, or does what an interface asks.
    private static boolean isTold(Map<String, Object> member) {
        return member.get("kind").equals("enum_constant")
                || !((String) member.get("doc")).isBlank()
                || !((List<?>) member.get("tags")).isEmpty();
    }

    private static Map<String, Object> member(Element member, DocletEnvironment environment) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", Signature.name(member));
        described.put("kind", member.getKind().name().toLowerCase(Locale.ROOT));
        described.put("signature", Signature.of(member));
        described.putAll(words(member, environment));
        return described;
    }

    private static Map<String, Object> words(Element element, DocletEnvironment environment) {
        DocCommentTree comment = environment.getDocTrees().getDocCommentTree(element);
        if (comment == null) {
            return Map.of("doc", "", "tags", List.of());
        }
        Words words = new Words(new DocTreePath(environment.getDocTrees().getPath(element), comment), environment);
        return Map.of("doc", words.of(comment.getFullBody()), "tags", words.tags(comment.getBlockTags()));
    }
}
