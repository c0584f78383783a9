package throughline.papers.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What checkpoints of [DataStatesModel]s rest on beside profiles of hardware, from `datastates-rates.csv`, which names
/// the source of each.
///
/// @param bytesOfAWeight bytes of a checkpoint for each weight
/// @param serialise      bytes a second of `torch.save` on a rank
/// @param launch         seconds to begin the copy of an array
/// @param arraysOfALayer that are copied each
/// @param buffer         bytes of pinned memory for a device
/// @param chunk          bytes
public record DataStatesRates(
        double bytesOfAWeight, double serialise, double launch, double arraysOfALayer, double buffer, double chunk) {
    static final String FILE = "datastates-rates.csv";

    /// Those that were declared.
    public static DataStatesRates declared() {
        Map<String, Double> values = lines(FILE).stream()
                .collect(Collectors.toMap(cells -> cells[0], cells -> Double.parseDouble(cells[1])));
        return new DataStatesRates(
                values.get("bytes of a weight"),
                values.get("serialise"),
                values.get("launch"),
                values.get("arrays of a layer"),
                values.get("buffer"),
                values.get("chunk"));
    }

    /// Cells of all lines of a resource but the first; no cell but the last holds a comma.
    static List<String[]> lines(String resource) {
        try (InputStream in = DataStatesRates.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
