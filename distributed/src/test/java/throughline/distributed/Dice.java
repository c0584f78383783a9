package throughline.distributed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import throughline.data.Recipe;
import throughline.data.RecipeSource;
import throughline.data.Schema;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.data.Trace;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A model that a test has under control wherever it runs: it asks at a [Gate] before it throws its dice.
public final class Dice implements RecipeSource {
    /// @param sides of the die; one with none breaks at the 50th throw
    /// @param gate  port of the gate on this machine; 0 when there is none
    public record Knobs(
            @Param(value = "sides", min = 0) int sides,
            @Param(value = "gate", min = 0) int gate) {
        public Knobs {
            Spec.check(Knobs.class, sides, gate);
        }
    }

    private static final List<Schema> TABLES = List.of(
            new Schema(
                    "throws",
                    "A throw.",
                    List.of(
                            new Column("run", Type.INT, "", "run"),
                            new Column("face", Type.DOUBLE, "", "what it shows"))),
            new Schema(
                    "sums",
                    "A run.",
                    List.of(
                            new Column("run", Type.INT, "", "run"),
                            new Column("mean", Type.DOUBLE, "", "of the faces"))));

    @Override
    public List<Recipe<?>> recipes() {
        return List.of(recipe());
    }

    static Recipe<Knobs> recipe() {
        return new Recipe<>("dice", "Dice.", TABLES, List.of(new Knobs(6, 0)), 8, Dice::roll);
    }

    private static void roll(int run, Knobs knobs, long seed, Map<String, Trace> tables, Cancel cancel) {
        if (knobs.gate() > 0) {
            ask(knobs.gate(), run);
        }
        var stream = new Streams(seed).named("dice");
        double sum = 0;
        for (int i = 0; i < 100; i++) {
            if (i == 50 && knobs.sides() == 0) {
                throw new IllegalStateException("the die of run %d has no sides".formatted(run));
            }
            double face = stream.uniform() * knobs.sides();
            sum += face;
            Trace faces = tables.get("throws");
            faces.set(0, run);
            faces.set(1, face);
            faces.next();
        }
        Trace sums = tables.get("sums");
        sums.set(0, run);
        sums.set(1, sum / 100);
        sums.next();
    }

    private static void ask(int gate, int run) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate)) {
            ByteBuffer question = ByteBuffer.allocate(Gate.QUESTION);
            question.putInt(run).putLong(ProcessHandle.current().pid());
            socket.getOutputStream().write(question.array());
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the gate was shut before run " + run);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
