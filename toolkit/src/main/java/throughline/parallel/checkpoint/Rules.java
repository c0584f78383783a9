package throughline.parallel.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import throughline.parallel.checkpoint.Pattern.Averaged;
import throughline.parallel.checkpoint.Pattern.Experts;
import throughline.parallel.checkpoint.Pattern.Fragment;
import throughline.parallel.checkpoint.Pattern.Replicated;
import throughline.parallel.checkpoint.Pattern.Unique;
import throughline.spec.BadInput;

/// Which parameter has which [Pattern], as text: the language of universal checkpointing. One rule a line, the first
/// that fits a name counts; `*` stands for anything within a part of a name, `**` for anything.
///
/// ```
/// # names              pattern
/// embedding            fragment dim=0 pad=8
/// layer-*/qkv          fragment dim=0 parts=64,32,32 unit=16
/// layer-*/out          fragment dim=1 unit=16
/// layer-*/experts/in   experts dim=1 parts=128,128
/// router               average
/// **                   replicated
/// ```
///
public final class Rules {
    private static final List<String> KINDS = List.of("unique", "replicated", "average", "fragment", "experts");
    private static final Set<String> KEYS = Set.of("dim", "parts", "unit", "pad");

    private record Rule(int line, java.util.regex.Pattern names, Pattern pattern) {}

    private final List<String> lines;
    private final List<Rule> rules;
    /// By names that were asked for: each is asked for by every rank.
    private final Map<String, Rule> known = new ConcurrentHashMap<>();

    /// Rules, one a line.
    ///
    /// @throws BadInput naming line and key, when one cannot be understood
    @JsonCreator
    public Rules(List<String> lines) {
        this.lines = List.copyOf(lines);
        rules = rules(lines);
    }

    /// Reads rules.
    ///
    /// @throws BadInput naming line and key
    public static Rules parse(String text) {
        return new Rules(text.lines().toList());
    }

    /// As they were written.
    @JsonValue
    public List<String> lines() {
        return lines;
    }

    /// The pattern of a parameter.
    ///
    /// @throws BadInput when no rule fits its name
    public Pattern pattern(Parameter parameter) {
        return rule(parameter).pattern;
    }

    /// The part of a parameter on a rank.
    ///
    /// @return empty where the rank has none
    /// @throws BadInput naming the line, when its pattern does not suit the parameter
    Optional<Region> region(Parameter parameter, Layout layout, int tensor, int expert) {
        Rule rule = rule(parameter);
        try {
            return rule.pattern.region(parameter.shape(), layout, tensor, expert);
        } catch (BadInput e) {
            throw new BadInput("rules, line %d, for %s: %s", rule.line, parameter.name(), e.getMessage());
        }
    }

    private Rule rule(Parameter parameter) {
        return known.computeIfAbsent(parameter.name(), _ -> first(parameter));
    }

    private Rule first(Parameter parameter) {
        return rules.stream()
                .filter(rule -> rule.names.matcher(parameter.name()).matches())
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "rules: no line fits parameter [%s]; a last line [** replicated] fits all", parameter.name()));
    }

    private static List<Rule> rules(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                rules.add(rule(i + 1, text.split("\\s+")));
            }
        }
        return rules;
    }

    private static Rule rule(int line, String... words) {
        if (words.length < 2) {
            throw new BadInput(
                    "rules, line %d: [%s] needs a pattern behind the names: %s",
                    line, words[0], String.join(", ", KINDS));
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : List.of(words).subList(2, words.length)) {
            String[] pair = word.split("=", 2);
            if (pair.length < 2 || !KEYS.contains(pair[0])) {
                throw new BadInput("rules, line %d: [%s] is none of dim=, parts=, unit= and pad=", line, word);
            }
            if (options.put(pair[0], pair[1]) != null) {
                throw new BadInput("rules, line %d: [%s] is set twice", line, pair[0]);
            }
        }
        return new Rule(line, java.util.regex.Pattern.compile(regex(words[0])), pattern(line, words[1], options));
    }

    private static Pattern pattern(int line, String kind, Map<String, String> options) {
        if (!KINDS.contains(kind)) {
            throw new BadInput("rules, line %d: [%s] is none of %s", line, kind, String.join(", ", KINDS));
        }
        boolean cut = kind.equals("fragment") || kind.equals("experts") && !options.isEmpty();
        if (!cut && !options.isEmpty()) {
            throw new BadInput("rules, line %d: [%s] has no %s", line, kind, options.keySet());
        }
        if (cut && !options.containsKey("dim")) {
            throw new BadInput("rules, line %d: [%s] needs dim=, the dimension that is cut", line, kind);
        }
        if (options.containsKey("parts") && options.containsKey("pad")) {
            throw new BadInput("rules, line %d: [parts] cannot be padded; leave out pad=", line);
        }
        return switch (kind) {
            case "unique" -> new Unique();
            case "replicated" -> new Replicated();
            case "average" -> new Averaged();
            case "fragment" -> fragment(line, options);
            default -> {
                if (options.getOrDefault("dim", "1").equals("0")) {
                    throw new BadInput("rules, line %d: dim [0] counts the experts; cut 1 or more", line);
                }
                yield new Experts(cut ? fragment(line, options) : new Replicated());
            }
        };
    }

    private static Fragment fragment(int line, Map<String, String> options) {
        String parts = options.getOrDefault("parts", "");
        return new Fragment(
                number(line, "dim", options.get("dim"), 0),
                parts.isEmpty()
                        ? List.of()
                        : Arrays.stream(parts.split(",", -1))
                                .map(part -> number(line, "parts", part, 1))
                                .toList(),
                number(line, "unit", options.getOrDefault("unit", "1"), 1),
                number(line, "pad", options.getOrDefault("pad", "0"), 0));
    }

    private static int number(int line, String key, String text, int least) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
            throw new BadInput("rules, line %d: %s [%s] must be a whole number, at least %d", line, key, text, least);
        }
        return Integer.parseInt(text);
    }

    private static String regex(String names) {
        StringBuilder regex = new StringBuilder();
        for (String literal : names.split("(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)")) {
            regex.append(
                    switch (literal) {
                        case "*" -> "[^/]*";
                        case "**" -> ".*";
                        default -> java.util.regex.Pattern.quote(literal);
                    });
        }
        return regex.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rules rules && lines.equals(rules.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
