package throughline.training.sequences;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Which devices take which sequences of a batch, and what that costs. Every sequence is in one piece, and no device
/// holds more tokens than it has memory for; otherwise there is none.
///
/// @param policy  that made it
/// @param batch   lengths in tokens
/// @param devices how many
/// @param pieces  sequences on devices
/// @param spans   what each device does when
/// @param seconds of the step
/// @param bytes   that all devices send for attention
public record Assignment(
        String policy, int[] batch, int devices, List<Piece> pieces, List<Span> spans, double seconds, double bytes) {
    /// A share of a token may be lost to rounding.
    private static final double ROUNDING = 1e-6;

    private record Slot(int microBatch, int device) {}

    public Assignment {
        pieces = List.copyOf(pieces);
        spans = List.copyOf(spans);
        requireExactCover(batch, pieces);
        requireRoom(batch, pieces);
    }

    private static void requireExactCover(int[] batch, List<Piece> pieces) {
        int[] taken = new int[batch.length];
        for (Piece piece : pieces) {
            piece.sequences().forEach(place -> taken[place]++);
        }
        for (int place = 0; place < batch.length; place++) {
            if (taken[place] != 1) {
                throw new IllegalStateException(
                        "sequence %d is in [%d] pieces, not in one".formatted(place, taken[place]));
            }
        }
    }

    private static void requireRoom(int[] batch, List<Piece> pieces) {
        Map<Slot, Double> held = new HashMap<>();
        for (Piece piece : pieces) {
            double tokens = piece.tokens(batch);
            for (int device : piece.devices()) {
                double all = held.merge(new Slot(piece.microBatch(), device), tokens, Double::sum);
                if (all > piece.room() + ROUNDING) {
                    throw new IllegalStateException(String.format(
                            Locale.ROOT,
                            "device %d holds [%.1f] tokens in micro-batch %d; it has memory for %.1f",
                            device,
                            all,
                            piece.microBatch(),
                            piece.room()));
                }
            }
        }
    }

    /// Tokens that each device takes.
    public double[] tokens() {
        double[] tokens = new double[devices];
        for (Piece piece : pieces) {
            double each = piece.tokens(batch);
            piece.devices().forEach(device -> tokens[device] += each);
        }
        return tokens;
    }

    /// Share of the devices' time in which they have nothing to do, from 0 to 1. Waiting for a transfer of a sequence
    /// that they share is not idle.
    public double idleShare() {
        double busy =
                spans.stream().mapToDouble(span -> span.to() - span.from()).sum();
        return 1 - busy / (devices * seconds);
    }

    /// How many micro-batches the busiest device has.
    public int microBatches() {
        return 1 + pieces.stream().mapToInt(Piece::microBatch).max().orElse(-1);
    }

    /// The pieces: micro-batch, degree, first device, number of sequences, tokens, longest.
    public Table table() {
        IntColumn microBatch = IntColumn.create("micro-batch");
        IntColumn degree = IntColumn.create("degree");
        IntColumn first = IntColumn.create("first device");
        IntColumn sequences = IntColumn.create("sequences");
        DoubleColumn tokens = DoubleColumn.create("tokens");
        IntColumn longest = IntColumn.create("longest");
        for (Piece piece : pieces) {
            microBatch.append(piece.microBatch());
            degree.append(piece.devices().size());
            first.append(piece.devices().getFirst());
            sequences.append(piece.sequences().size());
            tokens.append(piece.tokens(batch) * piece.devices().size());
            longest.append(piece.sequences().stream()
                    .mapToInt(place -> batch[place])
                    .max()
                    .orElse(0));
        }
        return Table.create(policy, microBatch, degree, first, sequences, tokens, longest);
    }

    /// What each device does, for a Gantt chart: `policy`, `device`, `what`, `from [s]` and `to [s]`.
    public Table timeline() {
        StringColumn policies = StringColumn.create("policy");
        StringColumn device = StringColumn.create("device");
        StringColumn what = StringColumn.create("what");
        DoubleColumn from = DoubleColumn.create("from [s]");
        DoubleColumn to = DoubleColumn.create("to [s]");
        List<Span> ordered = new ArrayList<>(spans);
        ordered.sort((a, b) -> a.device() != b.device() ? a.device() - b.device() : Double.compare(a.from(), b.from()));
        for (Span span : ordered) {
            policies.append(policy);
            device.append("device " + (span.device() + 1));
            what.append(span.what());
            from.append(span.from());
            to.append(span.to());
        }
        return Table.create("timeline", policies, device, what, from, to);
    }
}
