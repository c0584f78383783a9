package throughline.site;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/// Declarations as a reader of Java knows them, without the packages of types.
final class Signature {
    private static final List<String> UNSAID = List.of("java.lang.Object", "java.lang.Record");

    private Signature() {}

    /// The name of a type within its package, such as `Plot.Axis`.
    static String local(TypeElement type) {
        return type.getNestingKind() == NestingKind.TOP_LEVEL
                ? type.getSimpleName().toString()
                : local((TypeElement) type.getEnclosingElement()) + "." + type.getSimpleName();
    }

    /// A member's name; a constructor is called as its type.
    static String name(Element member) {
        Element named = member.getKind() == ElementKind.CONSTRUCTOR ? member.getEnclosingElement() : member;
        return named.getSimpleName().toString();
    }

    static String kind(TypeElement type) {
        return type.getKind() == ElementKind.ANNOTATION_TYPE
                ? "annotation"
                : type.getKind().name().toLowerCase(Locale.ROOT);
    }

    static String of(TypeElement type) {
        String components = type.getKind() == ElementKind.RECORD
                ? type.getRecordComponents().stream()
                        .map(Signature::component)
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
        boolean sealed = type.getModifiers().contains(Modifier.SEALED);
        return (sealed ? "sealed " : "")
                + (type.getKind() == ElementKind.CLASS && type.getModifiers().contains(Modifier.ABSTRACT)
                        ? "abstract "
                        : "")
                + kind(type) + " " + local(type) + parameters(type.getTypeParameters()) + components
                + parents(type);
    }

    private static String parents(TypeElement type) {
        String above = type.getKind() == ElementKind.CLASS
                        && !UNSAID.contains(type.getSuperclass().toString())
                ? " extends " + brief(type.getSuperclass().toString())
                : "";
        String word = type.getKind().isInterface() ? " extends " : " implements ";
        String faces = type.getInterfaces().stream()
                .map(face -> brief(face.toString()))
                .collect(Collectors.joining(", "));
        return above + (faces.isEmpty() ? "" : word + faces);
    }

    private static String component(RecordComponentElement component) {
        return brief(component.asType().toString()) + " " + component.getSimpleName();
    }

    /// A field, constant, constructor or method.
    static String of(Element member) {
        boolean shared =
                member.getModifiers().contains(Modifier.STATIC) && member.getKind() != ElementKind.ENUM_CONSTANT;
        String fixed =
                (member.getModifiers().contains(Modifier.PROTECTED) ? "protected " : "") + (shared ? "static " : "");
        return switch (member) {
            case ExecutableElement method -> fixed + method(method);
            case VariableElement constant
            when constant.getConstantValue() != null ->
                fixed + brief(constant.asType().toString()) + " " + constant.getSimpleName() + " = "
                        + constant.getConstantValue();
            case VariableElement field
            when field.getKind() == ElementKind.FIELD ->
                fixed + brief(field.asType().toString()) + " " + field.getSimpleName();
            default -> member.getSimpleName().toString();
        };
    }

    private static String method(ExecutableElement method) {
        String given = method.getParameters().stream()
                .map(parameter -> brief(parameter.asType().toString()) + " " + parameter.getSimpleName())
                .collect(Collectors.joining(", ", "(", ")"));
        if (method.isVarArgs()) {
            given = given.replaceFirst("\\[\\]( \\w+\\))$", "...$1");
        }
        String type = parameters(method.getTypeParameters());
        return method.getKind() == ElementKind.CONSTRUCTOR
                ? name(method) + given
                : (type.isEmpty() ? "" : type + " ")
                        + brief(method.getReturnType().toString()) + " " + name(method) + given;
    }

    private static String parameters(List<? extends TypeParameterElement> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream().map(Signature::parameter).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String parameter(TypeParameterElement parameter) {
        String bounds = parameter.getBounds().stream()
                .map(TypeMirror::toString)
                .filter(bound -> !UNSAID.contains(bound))
                .map(Signature::brief)
                .collect(Collectors.joining(" & "));
        return parameter.getSimpleName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    /// A type without the packages in it.
    private static String brief(String type) {
        return type.replaceAll("\\b(?:[a-z_][\\w]*\\.)+(?=[A-Z])", "").replace(",", ", ");
    }
}
