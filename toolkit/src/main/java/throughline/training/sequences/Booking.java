package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// An assignment in the making: devices have clocks, and a piece starts when all its devices are free.
final class Booking {
    private final int[] batch;
    private final double[] free;
    private final int[] held;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private double bytes;

    Booking(int[] batch, int devices) {
        this.batch = batch.clone();
        this.free = new double[devices];
        this.held = new int[devices];
    }

    /// When a device is free, in seconds.
    double free(int device) {
        return free[device];
    }

    /// Books a piece as a micro-batch of its own.
    void book(List<Integer> devices, List<Integer> sequences, double room, double seconds, double sent) {
        int microBatch = devices.stream().mapToInt(device -> held[device]).max().orElse(0);
        devices.forEach(device -> held[device] = microBatch + 1);
        piece(new Piece(microBatch, devices, sequences, room), sent);
        String name = devices.size() == 1 ? "alone" : "group of " + devices.size();
        double start =
                devices.stream().mapToDouble(device -> free[device]).max().orElse(0);
        devices.forEach(device -> span(device, name, start, seconds));
    }

    /// Enters a piece without time.
    void piece(Piece piece, double sent) {
        pieces.add(piece);
        bytes += sent;
    }

    /// Lets a device work from a time on.
    void span(int device, String what, double start, double seconds) {
        if (seconds > 0) {
            spans.add(new Span(device, what, start, start + seconds));
        }
        free[device] = Math.max(free[device], start + seconds);
    }

    /// Lets a device wait.
    void wait(int device, double seconds) {
        free[device] += seconds;
    }

    /// Sent beside what the pieces send.
    void sent(double more) {
        bytes += more;
    }

    /// Lets every device wait for the last.
    void barrier() {
        Arrays.fill(free, seconds());
        Arrays.fill(held, Arrays.stream(held).max().orElse(0));
    }

    double seconds() {
        return Arrays.stream(free).max().orElse(0);
    }

    Assignment assignment(String policy) {
        return new Assignment(policy, batch, free.length, pieces, spans, seconds(), bytes);
    }

    /// Devices in a row.
    static List<Integer> row(int first, int count) {
        return IntStream.range(first, first + count).boxed().toList();
    }

    /// Places of a batch, the longest sequence first; equals in their order.
    static int[] longestFirst(int[] batch) {
        return IntStream.range(0, batch.length)
                .boxed()
                .sorted((a, b) -> batch[b] != batch[a] ? batch[b] - batch[a] : a - b)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
