package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cluster.Library;
import throughline.spec.BadInput;

/// Numbers that no hardware has are refused by the name of their field.
class BoundsTest {
    private static final Cluster NODES = Cluster.named("a100-nodes");

    private static void refused(ThrowingCallable call, String what) {
        assertThatThrownBy(call).isInstanceOf(BadInput.class).hasMessageContaining(what);
    }

    private static Device device(double peak, double bandwidth, double capacity, int units) {
        return new Device(
                "toy",
                OptionalInt.of(units),
                OptionalDouble.empty(),
                Map.of(Precision.BF16, peak),
                OptionalDouble.of(capacity),
                bandwidth,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                "made up");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3e9, 0, Double.NaN, Double.POSITIVE_INFINITY})
    void whatADatasheetSaysIsPositiveAndFinite(double bad) {
        String found = " [%s] must be positive and finite".formatted(bad);
        refused(() -> new Link("x", bad, "made up"), "link x: bandwidth" + found);
        refused(() -> device(bad, 1, 1, 1), "device toy: peak.bf16" + found);
        refused(() -> device(1, bad, 1, 1), "device toy: bandwidth" + found);
        refused(() -> device(1, 1, bad, 1), "device toy: memory" + found);
        refused(() -> new Library("", 0, 0, bad, 1, 0, 1, 0, 0, 1, 1, ""), "all-reduce.inside.bandwidth" + found);
        refused(() -> new Library("", 0, 0, 1, 1, 0, 1, 0, 0, 1, bad, ""), "send.outside.bandwidth" + found);
    }

    @Test
    void aDeviceHasUnits() {
        refused(() -> device(1, 1, 1, 0), "units [0] must be at least 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 0, 1.6, Double.NaN})
    void kernelsReachShares(double bad) {
        String found = " [%s] must be above 0 and at most 1.5".formatted(bad);
        refused(() -> new Kernels.Products(0, bad, 1, 0, ""), "matmul.peak" + found);
        refused(() -> new Kernels.Products(0, 1, bad, 0, ""), "matmul.bandwidth" + found);
        refused(() -> new Kernels.Streams(0, bad, 1, 1, ""), "stream.rows" + found);
        refused(() -> new Kernels.Streams(0, 1, bad, 1, ""), "stream.flat" + found);
        refused(() -> new Kernels.Streams(0, 1, 1, bad, ""), "stream.cached" + found);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void latenciesAndBytesAreNotNegative(double bad) {
        String found = " [%s] must be 0 or more and finite".formatted(bad);
        refused(() -> new Kernels.Products(bad, 1, 1, 0, ""), "matmul.launch" + found);
        refused(() -> new Kernels.Products(0, 1, 1, bad, ""), "matmul.shrinking" + found);
        refused(() -> new Kernels.Streams(bad, 1, 1, 1, ""), "stream.launch" + found);
        refused(() -> new Library("", 0, bad, 1, 1, 0, 1, 0, 0, 1, 1, ""), "all-reduce.outside.latency" + found);
        Group group = new Group(16, 8);
        refused(() -> NODES.allReduce(group, bad), "all-reduce: bytes" + found);
        refused(() -> NODES.allGather(group, bad), "all-gather: bytes" + found);
        refused(() -> NODES.reduceScatter(group, bad), "reduce-scatter: bytes" + found);
        refused(() -> NODES.allToAll(group, bad), "all-to-all: bytes" + found);
        refused(() -> NODES.send(true, bad), "send: bytes" + found);
        refused(() -> NODES.send(false, 8, bad), "send: bytes" + found);
        refused(() -> NODES.send(new Group(2, 1), bad), "send: bytes" + found);
    }

    @Test
    void thereIsSomethingToExchangeAndToCompute() {
        refused(() -> new Group(0, 1), "group of [0] ranks");
        refused(() -> new Group(8, 8).every(0), "step of [0]");
        refused(() -> NODES.send(false, 0, 1), "together [0] must be from 1 to 8");
        refused(() -> NODES.send(false, 9, 1), "together [9] must be from 1 to 8");
        refused(() -> NODES.send(new Group(4, 1), 1), "2 ranks, not [4]");
        refused(() -> new Matmul(Precision.BF16, 0, 1, 1), "must be at least 1");
        refused(() -> new Stream("sum", Double.NaN, 0), "bytes [NaN]");
        refused(() -> new FusedAttention(Precision.BF16, 0, 1, 1, 1, 1, true), "attention of [0] heads");
    }

    private static Profile profile(String text) {
        return Profile.read("toy.yaml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aProfileNamesTheLineOfWhatIsTooLarge(@TempDir Path folder) throws Exception {
        refused(
                () -> Device.of(profile("kind: device\nname: toy\npeak: {bf16: 1e400 FLOP/s}\n")),
                "toy.yaml, line 3: peak.bf16 [1e400 FLOP/s] must be positive and finite");
        Path kernels = folder.resolve("kernels.yaml");
        Files.writeString(kernels, Kernels.named("kernels-cuda").yaml().replace("peak: 0.764", "peak: 764"));
        refused(() -> Kernels.read(kernels), "matmul.peak [764] must be at most 1.5");
    }

    @Test
    void aFolderIsNoProfile(@TempDir Path folder) {
        refused(() -> Device.read(folder), "profile [%s] is a folder".formatted(folder));
    }
}
