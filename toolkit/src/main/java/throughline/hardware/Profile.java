package throughline.hardware;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import throughline.spec.BadInput;
import throughline.spec.Units;

/// A profile as it stands in its YAML file: values by the path of keys that leads to them, such as `memory.bandwidth`,
/// with the line they stand on. A value may be written with its own source, as `{value: 80 GiB, source: ...}`.
public final class Profile {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final String OWN = ".value";

    private record Entry(String text, int line) {}

    private final String file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>(Set.of("source"));

    private Profile(String file) {
        this.file = file;
    }

    /// Reads a profile of the user's.
    ///
    /// @throws BadInput when there is no such file, or it is no YAML
    public static Profile read(Path path) {
        if (Files.isDirectory(path)) {
            throw new BadInput("profile [%s] is a folder; a profile is a YAML file", path);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(path.toString(), in);
        } catch (NoSuchFileException e) {
            throw new BadInput("no profile [%s]", path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what somebody calls a profile: a file of the user's where it ends in `.yaml` or `.yml`, else one of those
    /// that come with the toolkit.
    ///
    /// @throws BadInput when there is none, or it is no YAML
    public static Profile of(String nameOrFile) {
        boolean file = nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml");
        return file ? read(Path.of(nameOrFile)) : named(nameOrFile);
    }

    /// Reads one of the profiles that come with the toolkit.
    ///
    /// @throws BadInput when there is none of that name
    public static Profile named(String name) {
        String file = name + ".yaml";
        try (InputStream in = Profile.class.getResourceAsStream("profiles/" + file)) {
            if (in == null) {
                throw new FileNotFoundException();
            }
            return read("hardware-profiles/" + file, in);
        } catch (FileNotFoundException e) {
            throw new BadInput("no profile [%s]; there are %s", name, Profiles.names());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Profile read(String file, InputStream in) {
        Profile profile = new Profile(file);
        try (JsonParser parser = YAML.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInput("%s: a profile is a list of keys with values", file);
            }
            profile.object(parser, "");
        } catch (JsonProcessingException e) {
            throw new BadInput("%s, line %d: %s", file, e.getLocation().getLineNr(), e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return profile;
    }

    private void object(JsonParser parser, String before) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = before + parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            switch (parser.nextToken()) {
                case START_OBJECT -> object(parser, key + ".");
                case START_ARRAY -> array(parser, key);
                default -> put(key, parser.getText(), line);
            }
        }
    }

    private void array(JsonParser parser, String key) throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            String at = key + "." + i;
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(parser, at + ".");
            } else {
                put(at, parser.getText(), parser.currentTokenLocation().getLineNr());
            }
        }
    }

    private void put(String key, String text, int line) {
        if (entries.putIfAbsent(key, new Entry(text, line)) != null) {
            throw new BadInput("%s, line %d: %s stands there twice", file, line, key);
        }
    }

    private Optional<Entry> entry(String key) {
        asked.add(key);
        Entry whole = entries.get(key);
        return Optional.ofNullable(whole != null ? whole : entries.get(key + OWN));
    }

    private String where(String key, Entry entry) {
        return "%s, line %d: %s".formatted(file, entry.line, key);
    }

    /// @throws BadInput when the profile is of another kind
    public void expect(String kind) {
        if (!text("kind").equals(kind)) {
            throw refusal("kind", "[%s] must be [%s] here", text("kind"), kind);
        }
    }

    /// The keys below one, in the order of the file.
    public List<String> keys(String above) {
        String start = above + ".";
        return entries.keySet().stream()
                .filter(path -> path.startsWith(start))
                .map(path -> path.substring(start.length()).split("\\.", 2)[0])
                .distinct()
                .toList();
    }

    /// @throws BadInput when there is no such key
    public String text(String key) {
        return needed(key).text;
    }

    private Entry needed(String key) {
        return entry(key).orElseThrow(() -> new BadInput("%s: %s is missing", file, key));
    }

    /// As [#text]; empty where the key is missing.
    public Optional<String> textIfKnown(String key) {
        return entry(key).map(Entry::text);
    }

    /// A positive amount with a unit.
    ///
    /// @throws BadInput when it is missing, not positive, or has no unit or one of another kind
    public double quantity(String key, String unit) {
        Entry entry = needed(key);
        return positive(key, entry, Units.quantity(where(key, entry), entry.text, unit));
    }

    /// As [#quantity]; empty where the key is missing.
    public OptionalDouble quantityIfKnown(String key, String unit) {
        return entry(key).isPresent() ? OptionalDouble.of(quantity(key, unit)) : OptionalDouble.empty();
    }

    /// A positive pure number.
    public double number(String key) {
        Entry entry = needed(key);
        return positive(key, entry, Units.parse(where(key, entry), entry.text, ""));
    }

    /// A positive share of what a datasheet promises.
    double share(String key) {
        double share = number(key);
        if (!Bounds.isShare(share)) {
            throw refusal(key, "[%s] must be at most %s", text(key), Bounds.LARGEST_SHARE);
        }
        return share;
    }

    /// A positive whole number.
    public int count(String key) {
        double number = number(key);
        if (number != Math.rint(number) || number > Integer.MAX_VALUE) {
            throw refusal(key, "[%s] must be a whole number", text(key));
        }
        return (int) number;
    }

    /// As [#count]; empty where the key is missing.
    public OptionalInt countIfKnown(String key) {
        return entry(key).isPresent() ? OptionalInt.of(count(key)) : OptionalInt.empty();
    }

    private double positive(String key, Entry entry, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new BadInput("%s [%s] must be positive and finite", where(key, entry), entry.text);
        }
        return value;
    }

    /// Where a value is from: its own source, or that of the whole profile.
    ///
    /// @throws BadInput when there is neither
    public String source(String key) {
        Entry own = entries.get(key + ".source");
        return own != null ? own.text : text("source");
    }

    /// A refusal that names the line of a key.
    public BadInput refusal(String key, String what, Object... arguments) {
        return new BadInput(
                "%s %s", entry(key).map(entry -> where(key, entry)).orElse(file), what.formatted(arguments));
    }

    /// Refuses keys that nobody has asked for: they are misspelt, or mean nothing here.
    public void end() {
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            String key = entry.getKey();
            boolean known = asked.contains(key)
                    || key.endsWith(OWN) && asked.contains(key.substring(0, key.length() - OWN.length()))
                    || key.endsWith(".source");
            if (!known) {
                throw new BadInput(
                        "%s is not a key of this kind of profile; there are %s", where(key, entry.getValue()), asked);
            }
        }
    }
}
