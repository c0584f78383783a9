package throughline.parallel.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import throughline.data.WholeFile;
import throughline.spec.BadInput;

/// What makes a checkpoint one: written last, when every rank has said that its file is whole.
///
/// @param step  of which the state is
/// @param ranks in their order
record Manifest(long step, List<RankFile> ranks) {
    Manifest {
        ranks = List.copyOf(required(ranks, "ranks"));
    }

    private static <T> T required(T part, String name) {
        if (part == null) {
            throw new BadInput("there is no [%s]", name);
        }
        return part;
    }

    static final String NAME = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /// A rank's vote: its file is whole.
    ///
    /// @param rank      from 0
    /// @param file      name of it
    /// @param chunk     bytes of all chunks but the last
    /// @param checksums CRC-32C of each chunk, in order
    /// @param shards    in the order of the file
    record RankFile(int rank, String file, int chunk, List<Long> checksums, List<Length> shards) {
        RankFile {
            required(file, "file");
            checksums = List.copyOf(required(checksums, "checksums"));
            shards = List.copyOf(required(shards, "shards"));
        }
    }

    /// @param values of the shard
    record Length(String name, int values) {}

    void write(Path folder) {
        try {
            WholeFile.write(
                    folder.resolve(NAME), (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Manifest parse(Path file, byte[] text) {
        try {
            Manifest found = JSON.readValue(new String(text, StandardCharsets.UTF_8), Manifest.class);
            if (found == null) {
                throw new BadInput("%s: [null] is no manifest", file);
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new BadInput(
                    "%s, line %d: %s",
                    file, e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage());
        }
    }
}
