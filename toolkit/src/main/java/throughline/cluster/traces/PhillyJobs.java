package throughline.cluster.traces;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.function.Consumer;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The jobs of Philly: one JSON array, read an element at a time.
record PhillyJobs(Path file) implements JobTrace {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    @Override
    public void forEach(Consumer<Job> consumer, Cancel cancel) {
        if (!Files.exists(file)) {
            throw new BadInput("no file [%s]", file);
        }
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new BadInput("%s, line 1: Philly's job log is an array of jobs", file);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY && !cancel.requested()) {
                String where = "%s, line %d"
                        .formatted(file, parser.currentTokenLocation().getLineNr());
                consumer.accept(job(where, parser.readValueAsTree()));
            }
        } catch (JsonProcessingException e) {
            throw new BadInput("%s, line %d: %s", file, e.getLocation().getLineNr(), e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Job job(String where, JsonNode node) {
        String id = text(where, node, "jobid");
        String inside = "%s: job %s".formatted(where, id);
        JsonNode attempts = node.path("attempts");
        JsonNode last = attempts.path(attempts.size() - 1);
        int gpus = 0;
        for (JsonNode place : last.path("detail")) {
            gpus += place.path("gpus").size();
        }
        return new Job(
                id,
                instant(inside, node, "submitted_time"),
                instant(inside, attempts.path(0), "start_time"),
                instant(inside, last, "end_time"),
                gpus,
                state(inside, text(inside, node, "status")),
                node.path("vc").asText());
    }

    private static Job.State state(String where, String status) {
        return switch (status) {
            case "Pass" -> Job.State.COMPLETED;
            case "Killed" -> Job.State.CANCELLED;
            case "Failed" -> Job.State.FAILED;
            case "Running", "Queued" -> Job.State.OPEN;
            default ->
                throw new BadInput("%s: status [%s] must be Pass, Killed, Failed, Running or Queued", where, status);
        };
    }

    private static String text(String where, JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new BadInput("%s: %s is missing, or no text", where, key);
        }
        return node.path(key).textValue();
    }

    private static double instant(String where, JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isMissingNode()
                        || value.isNull()
                        || value.asText().equals("None")
                        || value.asText().isEmpty()
                ? Double.NaN
                : Instants.seconds(where + ": " + key, value.asText(), PACIFIC);
    }
}
