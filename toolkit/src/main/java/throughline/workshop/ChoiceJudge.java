package throughline.workshop;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One of several texts.
///
/// @param right  the right one
/// @param others the wrong ones, each with what is wrong about it
record ChoiceJudge(String right, Map<String, String> others) implements Judge {
    ChoiceJudge {
        Map<String, String> plain = new TreeMap<>();
        others.forEach((text, why) -> plain.put(plain(text), why));
        right = plain(right);
        if (plain.containsKey(right) || plain.size() != others.size()) {
            throw new IllegalArgumentException("choices must differ: %s and %s".formatted(right, others.keySet()));
        }
        others = plain;
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<String> fault(Object answer) {
        String found = plain(String.valueOf(answer));
        if (found.equals(right)) {
            return Optional.empty();
        }
        String allowed = Stream.concat(others.keySet().stream(), Stream.of(right))
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
        return Optional.of(
                others.getOrDefault(found, "It must be one of " + allowed.substring(1, allowed.length() - 1) + "."));
    }
}
