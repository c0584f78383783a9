package throughline.cluster.faults;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import throughline.cluster.faults.FaultTrace.Entry;
import throughline.spec.BadInput;

/// Reads `fault_trace.json` of InfiniteHBD: an array of events, each with `node_id`, `event_time` in days, `event_type`
/// (`fault_start` or `fault_end`) and `fault_type` with `Level`, `Class` and `Desc`. An end belongs to the earliest
/// open start of the same node and type.
final class InfiniteHbdReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Event(String node, double day, boolean start, String level, String name, String description) {
        String key() {
            return String.join("\n", node, level, name, description);
        }
    }

    private final Path file;

    InfiniteHbdReader(Path file) {
        this.file = file;
    }

    FaultTrace read(int nodes) {
        List<Event> events = events();
        events.sort(Comparator.comparingDouble(Event::day));
        Map<String, Integer> numbers = numbers(events, nodes);
        double last = events.isEmpty() ? 0 : events.getLast().day;
        List<Entry> entries = new ArrayList<>();
        Map<String, Deque<Event>> open = new HashMap<>();
        int unpairedEnds = 0;
        for (Event event : events) {
            Deque<Event> before = open.computeIfAbsent(event.key(), key -> new ArrayDeque<>());
            if (event.start) {
                before.add(event);
            } else if (before.isEmpty()) {
                unpairedEnds++;
            } else {
                entries.add(entry(before.remove(), event.day, numbers));
            }
        }
        int paired = entries.size();
        open.values().forEach(left -> left.forEach(start -> entries.add(entry(start, last, numbers))));
        entries.sort(Comparator.comparingDouble(Entry::day)
                .thenComparingInt(Entry::node)
                .thenComparingDouble(Entry::away)
                .thenComparing(entry -> entry.type().category()));
        return new FaultTrace(
                entries, nodes, Math.floor(last), entries.size() - paired, unpairedEnds, FaultTrace.Placing.AS_GIVEN);
    }

    private static Entry entry(Event start, double end, Map<String, Integer> numbers) {
        return new Entry(
                numbers.get(start.node),
                start.day,
                end - start.day,
                FaultClass.infiniteHbd(start.name, start.description));
    }

    private Map<String, Integer> numbers(List<Event> events, int nodes) {
        Set<String> names = new TreeSet<>();
        events.forEach(event -> names.add(event.node));
        if (names.size() > nodes) {
            throw new BadInput("%s names [%d] nodes; a cluster of [%d] has not as many", file, names.size(), nodes);
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (String name : names) {
            numbers.put(name, (int) ((long) numbers.size() * nodes / names.size()));
        }
        return numbers;
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new BadInput("%s, line 1: a fault trace is an array of events", file);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String where = "%s, line %d: entry %d"
                        .formatted(file, parser.currentTokenLocation().getLineNr(), events.size());
                events.add(event(where, parser.readValueAsTree()));
            }
        } catch (JsonProcessingException e) {
            throw new BadInput("%s, line %d: %s", file, e.getLocation().getLineNr(), e.getOriginalMessage());
        } catch (IOException e) {
            if (!Files.exists(file)) {
                throw new BadInput("no file [%s]", file);
            }
            throw new UncheckedIOException(e);
        }
        return events;
    }

    private static Event event(String where, JsonNode node) {
        JsonNode day = node.path("event_time");
        if (!day.isNumber() || !(day.doubleValue() >= 0)) {
            throw new BadInput("%s: event_time [%s] must be a number of days, 0 or more", where, day.asText());
        }
        String type = text(where, node, "event_type");
        if (!type.equals("fault_start") && !type.equals("fault_end")) {
            throw new BadInput("%s: event_type [%s] must be fault_start or fault_end", where, type);
        }
        JsonNode fault = node.path("fault_type");
        String inside = where + ": fault_type";
        return new Event(
                text(where, node, "node_id"),
                day.doubleValue(),
                type.equals("fault_start"),
                text(inside, fault, "Level"),
                text(inside, fault, "Class"),
                text(inside, fault, "Desc"));
    }

    private static String text(String where, JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new BadInput("%s: %s is missing, or no text", where, key);
        }
        return node.path(key).textValue();
    }
}
