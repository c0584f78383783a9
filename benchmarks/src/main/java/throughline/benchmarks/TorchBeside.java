package throughline.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Python's PyTorch, where this machine has one, running the networks of `networks.py`.
///
/// @param python a command that imports `torch`
record TorchBeside(String python) {
    /// What one network took there.
    ///
    /// @param weights how many it has
    /// @param step    one training step, in seconds
    /// @param alone   one forecast asked for alone, in seconds
    /// @param batch   one forecast of a batch, in seconds
    /// @param version of PyTorch
    record Times(long weights, double step, double alone, double batch, String version) {}

    /// The first Python that imports `torch`; nothing without one.
    static Optional<TorchBeside> find() {
        return Stream.of("python3", "/usr/bin/python3")
                .filter(TorchBeside::importsTorch)
                .findFirst()
                .map(TorchBeside::new);
    }

    private static boolean importsTorch(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import torch")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What one network takes.
    ///
    /// @param network its kind, settings and sizes, as `networks.py` names them
    Times times(Map<String, Object> network) {
        try {
            Path script = script();
            try {
                return new ObjectMapper().readValue(run(script, network), Times.class);
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] run(Path script, Map<String, Object> network) throws IOException {
        Process process = new ProcessBuilder(python, script.toString(), new ObjectMapper().writeValueAsString(network))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] told = process.getInputStream().readAllBytes();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("%s failed on [%s]; its messages are above".formatted(python, network));
        }
        return told;
    }

    private static Path script() throws IOException {
        Path script = Files.createTempFile("networks", ".py");
        try (InputStream in = TorchBeside.class.getResourceAsStream("networks.py")) {
            Files.write(script, in.readAllBytes());
        }
        return script;
    }
}
