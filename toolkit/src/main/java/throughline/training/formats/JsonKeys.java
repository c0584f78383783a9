package throughline.training.formats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import throughline.spec.BadInput;

/// An object of a JSON file, whose refusals name the file and the key.
///
/// @param file  it stands in
/// @param above keys that lead to it, each followed by a dot; empty for the whole file
/// @param node  its values by key
record JsonKeys(String file, String above, JsonNode node) {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /// More than any model is wide, deep or long, so that products of two stay exact.
    static final int MOST = 1 << 24;

    /// @throws BadInput when there is no such file, or it holds no object
    static JsonKeys read(Path path) {
        String file = path.toString();
        if (Files.isDirectory(path)) {
            throw new BadInput("[%s] is a folder; give the JSON file in it", file);
        }
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(path));
            if (!node.isObject()) {
                throw new BadInput("%s: must be a JSON object, in braces", file);
            }
            return new JsonKeys(file, "", node);
        } catch (NoSuchFileException e) {
            throw new BadInput("no file [%s]", file);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new BadInput("%s, line %d: %s", file, line, e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The name of the file, without its folder and ending.
    String fileName() {
        return Path.of(file).getFileName().toString().replaceFirst("\\.json$", "");
    }

    /// A refusal of a key's value, as in `config.json: heads [7] must divide the width`.
    BadInput refusal(String key, String rule, Object... arguments) {
        String value = has(key) ? " [" + node.get(key).toString().replace("\"", "") + "] " : " ";
        return new BadInput("%s: %s%s%s%s", file, above, key, value, rule.formatted(arguments));
    }

    /// Whether it stands there, and is not null.
    boolean has(String key) {
        return node.hasNonNull(key);
    }

    private JsonNode needed(String key) {
        if (!has(key)) {
            throw refusal(key, "is missing");
        }
        return node.get(key);
    }

    /// A whole number from 1 to [#MOST].
    int count(String key) {
        return whole(key, 1);
    }

    /// Refuses a key's value whose product with another is more than [#MOST].
    void atMost(String key, int value, String times, int other) {
        if ((long) value * other > MOST) {
            throw refusal(key, "times %s [%d] must be at most %d", times, other, MOST);
        }
    }

    /// As [#count]; empty when it is missing or null.
    OptionalInt countIfKnown(String key) {
        return has(key) ? OptionalInt.of(count(key)) : OptionalInt.empty();
    }

    int whole(String key, int least) {
        JsonNode value = needed(key);
        if (!value.isIntegralNumber() || value.doubleValue() < least) {
            throw refusal(key, "must be a whole number of at least %d", least);
        }
        if (value.doubleValue() > MOST) {
            throw refusal(key, "must be a whole number of at most %d", MOST);
        }
        return value.intValue();
    }

    double positive(String key) {
        JsonNode value = needed(key);
        if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw refusal(key, "must be a number above 0");
        }
        return value.doubleValue();
    }

    /// From 0 to 1.
    double share(String key) {
        JsonNode value = needed(key);
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
            throw refusal(key, "must be a number from 0 to 1");
        }
        return value.doubleValue();
    }

    /// Above 0, and at most 1.
    double positiveShare(String key) {
        if (share(key) == 0) {
            throw refusal(key, "must be a number above 0, at most 1");
        }
        return share(key);
    }

    boolean flag(String key) {
        if (!needed(key).isBoolean()) {
            throw refusal(key, "must be true or false");
        }
        return node.get(key).booleanValue();
    }

    boolean flag(String key, boolean otherwise) {
        return has(key) ? flag(key) : otherwise;
    }

    String oneOf(String key, Iterable<String> allowed) {
        String text = needed(key).asText();
        for (String one : allowed) {
            if (one.equals(text)) {
                return text;
            }
        }
        throw refusal(key, "must be one of %s", allowed);
    }

    Optional<String> textIfKnown(String key) {
        return has(key) ? Optional.of(node.get(key).asText()) : Optional.empty();
    }

    JsonKeys object(String key) {
        if (!needed(key).isObject()) {
            throw refusal(key, "must be an object, in braces");
        }
        return new JsonKeys(file, above + key + ".", node.get(key));
    }

    List<JsonKeys> objects(String key) {
        List<JsonKeys> all = new ArrayList<>();
        for (JsonNode element : list(key)) {
            String at = above + key + "." + all.size() + ".";
            if (!element.isObject()) {
                throw new BadInput("%s: %s must be an object, in braces", file, at.substring(0, at.length() - 1));
            }
            all.add(new JsonKeys(file, at, element));
        }
        return all;
    }

    /// A list as it stands there.
    JsonNode list(String key) {
        if (!needed(key).isArray()) {
            throw refusal(key, "must be a list, in brackets");
        }
        return node.get(key);
    }

    /// Refuses keys that are not among those that are known.
    void only(Set<String> known) {
        for (String key : (Iterable<String>) node::fieldNames) {
            if (!known.contains(key)) {
                throw refusal(key, "is not a key here; there are %s", new TreeSet<>(known));
            }
        }
    }
}
