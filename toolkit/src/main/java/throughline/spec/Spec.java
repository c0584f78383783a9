package throughline.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a model's parameters have in common. A specification is a record whose components carry [Param]; they are
/// numbers, booleans, text, constants of an enum, or sets of such constants.
///
/// ```java
/// record OvenSpec(@Param(value = "temperature", unit = "K", min = 0) double temperature) {
///     OvenSpec {
///         Spec.check(OvenSpec.class, temperature);
///     }
/// }
/// ```
public final class Spec {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private Spec() {}

    /// One parameter, described for people.
    ///
    /// @param key     name
    /// @param unit    of the stored number, may be empty
    /// @param allowed the values allowed, in words
    /// @param about   what it is
    public record Entry(String key, String unit, String allowed, String about) {}

    /// Checks the values of a specification against its [Param]s; called from the record's compact constructor.
    ///
    /// @param type   the record
    /// @param values all its components in order
    /// @throws BadInput naming the parameter, the value and the range
    public static void check(Class<? extends Record> type, Object... values) {
        Checked[] components = CHECKED.get(type);
        if (components.length != values.length) {
            throw new IllegalArgumentException("%s has %d parameters, %d were checked"
                    .formatted(type.getSimpleName(), components.length, values.length));
        }
        for (int i = 0; i < values.length; i++) {
            checkOne(components[i], values[i]);
        }
    }

    /// A component with what its annotation says, which takes long to read: a search makes millions of specifications.
    private record Checked(RecordComponent component, double min, double max) {}

    private static final ClassValue<Checked[]> CHECKED = new ClassValue<>() {
        @Override
        protected Checked[] computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> new Checked(
                            component, param(component).min(), param(component).max()))
                    .toArray(Checked[]::new);
        }
    };

    private static void checkOne(Checked checked, Object value) {
        RecordComponent component = checked.component;
        if (value == null) {
            throw new BadInput("%s is missing; it must be %s", component.getName(), allowed(component));
        }
        if (value instanceof Number number) {
            double found = number.doubleValue();
            if (!(found >= checked.min && found <= checked.max) || Double.isInfinite(found)) {
                throw new BadInput(
                        "%s [%s] must be %s",
                        component.getName(), quantity(found, param(component).unit()), allowed(component));
            }
        }
    }

    private static Param param(RecordComponent component) {
        Param param = component.getAnnotation(Param.class);
        if (param == null) {
            throw new IllegalArgumentException("%s of %s has no @Param"
                    .formatted(
                            component.getName(), component.getDeclaringRecord().getSimpleName()));
        }
        return param;
    }

    /// A copy with one parameter set from text, as in `--set mtbf="50 h"`.
    ///
    /// @param key  name of the parameter
    /// @param text the value; a number may carry a unit, which is converted
    /// @throws BadInput when there is no such key (naming those there are), the text cannot be read, or the
    ///                  value is not allowed
    public static <R extends Record> R with(R spec, String key, String text) {
        return with(spec, Map.of(key, text));
    }

    /// A copy with several parameters set from text, all at once: what they must satisfy together is checked at the
    /// end.
    ///
    /// @param texts values by name, as in [#with(Record, String, String)]
    /// @throws BadInput as there
    public static <R extends Record> R with(R spec, Map<String, String> texts) {
        RecordComponent[] components = spec.getClass().getRecordComponents();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (String key : texts.keySet()) {
            if (!names.contains(key)) {
                throw new BadInput("no parameter [%s]; there are %s", key, String.join(", ", names));
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String text = texts.get(names.get(i));
            values[i] = text == null ? value(spec, components[i]) : parse(components[i], text);
        }
        return construct(spec, components, values);
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R construct(R spec, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = spec.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (R) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Record spec, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(spec);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object parse(RecordComponent component, String text) {
        String key = component.getName();
        Class<?> type = component.getType();
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new BadInput("%s [%s] must be true or false", key, text);
            };
        }
        if (type.isEnum()) {
            return constant(component, type, text);
        }
        if (type == Set.class) {
            Set<Object> constants = new TreeSet<>();
            for (String word : text.split("\\+", -1)) {
                if (!word.strip().equals("none")) {
                    constants.add(constant(component, elementType(component), word));
                }
            }
            return constants;
        }
        // Adding zero turns a negative zero into a plain one, which has another text and another hash.
        double number = Units.parse(key, text, param(component).unit()) + 0.0;
        if (type == double.class) {
            return number;
        }
        if (number != Math.rint(number)) {
            throw new BadInput("%s [%s] must be a whole number", key, text);
        }
        if (type == int.class && Math.abs(number) <= Integer.MAX_VALUE) {
            return (int) number;
        }
        if (type == long.class && Math.abs(number) < 1L << 53) {
            return (long) number;
        }
        throw new BadInput("%s [%s] is too large", key, text);
    }

    private static Object constant(RecordComponent component, Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (word(constant).equals(text.strip())) {
                return constant;
            }
        }
        throw new BadInput("%s [%s] must be %s", component.getName(), text, allowed(component));
    }

    private static Class<?> elementType(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The parameters with their values, in alphabetical order: numbers, booleans, text, or lists of text.
    public static Map<String, Object> values(Record spec) {
        Map<String, Object> values = new TreeMap<>();
        for (RecordComponent component : spec.getClass().getRecordComponents()) {
            values.put(component.getName(), plain(value(spec, component)));
        }
        return values;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Enum<?> constant -> word(constant);
            case Collection<?> constants ->
                constants.isEmpty()
                        ? "none"
                        : String.join(
                                "+", constants.stream().sorted().map(Spec::word).toList());
            default -> value;
        };
    }

    /// Canonical JSON: keys in alphabetical order, no spaces, numbers in their shortest form.
    public static String json(Record spec) {
        return json(values(spec));
    }

    /// Canonical JSON of any tree of maps, lists and plain values.
    public static String json(Object tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// SHA-256 of the canonical JSON, in hexadecimal: equal for equal specifications only.
    public static String hash(Record spec) {
        return hash(json(spec));
    }

    /// SHA-256 of a text in UTF-8, in hexadecimal.
    public static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// The parameters of a specification, described.
    public static List<Entry> describe(Class<? extends Record> type) {
        List<Entry> entries = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Param param = param(component);
            entries.add(new Entry(component.getName(), param.unit(), allowed(component), param.value()));
        }
        return entries;
    }

    private static String allowed(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of " + words(type);
        }
        if (type == Set.class) {
            return "none or any of " + words(elementType(component)) + " joined by +";
        }
        if (type == String.class) {
            return "text";
        }
        Param param = param(component);
        boolean below = Double.isFinite(param.min());
        boolean above = Double.isFinite(param.max());
        String range = below && above
                ? "from %s to %s".formatted(quantity(param.min(), ""), quantity(param.max(), param.unit()))
                : below
                        ? "at least " + quantity(param.min(), param.unit())
                        : above ? "at most " + quantity(param.max(), param.unit()) : "a number";
        return type == double.class ? range : range + ", whole";
    }

    private static String words(Class<?> type) {
        return String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Spec::word).toList());
    }

    private static String quantity(double number, String unit) {
        String text = number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
        return unit.isEmpty() ? text : text + " " + unit;
    }
}
