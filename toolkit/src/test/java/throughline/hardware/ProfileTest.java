package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.cluster.fabric.Fabric;
import throughline.cluster.faults.FaultRates;
import throughline.cluster.traces.JobMix;
import throughline.spec.BadInput;

/// Profiles: those that come with the toolkit, and those with a mistake in them.
class ProfileTest {
    private static final String DEVICE = """
            kind: device
            name: toy
            source: made up
            kernels: kernels-cuda
            units: 4
            clock: 1 GHz
            peak:
              bf16: 989 TFLOP/s
            memory:
              capacity: 80 GiB
              bandwidth: {value: 3.35 TB/s, source: a leaflet}
            cache: 40 MB
            scratch: 164 KiB
            power: 400 W
            """;

    private static Device device(String text) {
        return Device.of(Profile.read("toy.yaml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    static Stream<String> names() {
        return Profiles.names().stream();
    }

    @Test
    void aProfileIsCalledByNameOrByFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("toy.yaml"), DEVICE);
        assertThat(Device.of(Profile.of(file.toString())).name()).isEqualTo("toy");
        assertThat(Device.of(Profile.of("a100-sxm-80gb"))).isEqualTo(Device.named("a100-sxm-80gb"));
        assertThatThrownBy(() -> Profile.of("a100-sxm-80gb.yaml"))
                .isInstanceOf(BadInput.class)
                .hasMessage("no profile [a100-sxm-80gb.yaml]");
    }

    @Test
    void theIndexNamesEveryFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "hardware-profiles"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.substring(0, name.length() - ".yaml".length()))
                            .sorted())
                    .isEqualTo(Profiles.names());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyProfileThatComesAlongCanBeRead(String name) {
        switch (Profile.named(name).text("kind")) {
            case "device" -> assertThat(Device.named(name).source()).isNotBlank();
            case "link" -> assertThat(Link.named(name).source()).isNotBlank();
            case "cluster" -> assertThat(Cluster.named(name).source()).isNotBlank();
            case "fabric" -> assertThat(Fabric.named(name).links()).isPositive();
            case "kernels" -> assertThat(Kernels.named(name).source()).isNotBlank();
            case "collectives" ->
                assertThat(Cluster.Library.named(name).source()).isNotBlank();
            case "faults" -> assertThat(FaultRates.named(name).source()).isNotBlank();
            case "recovery", "storage", "telemetry" ->
                assertThat(Profile.named(name).text("source")).isNotBlank();
            case "jobs" -> assertThat(JobMix.named(name).source()).isNotBlank();
            default -> throw new AssertionError("nothing reads " + name);
        }
    }

    @Test
    void quantitiesAreReadInTheirUnits() {
        Device device = device(DEVICE);
        assertThat(device.peak(Precision.BF16)).isEqualTo(989e12);
        assertThat(device.memory()).hasValue(80 * 0x1p30);
        assertThat(device.bandwidth()).isEqualTo(3.35e12);
        assertThat(device.clock()).hasValue(1e9);
    }

    static List<List<String>> mistakes() {
        return List.of(
                List.of(
                        "3.35 TB/s",
                        "3.35 TB",
                        "toy.yaml, line 11: memory.bandwidth [3.35 TB] has an unknown unit [TB]"),
                List.of("3.35 TB/s", "3.35", "line 11: memory.bandwidth [3.35] has no unit"),
                List.of("3.35 TB/s", "-3.35 TB/s", "line 11: memory.bandwidth [-3.35 TB/s] must be positive"),
                List.of("units: 4", "units: 4.5", "line 5: units [4.5] must be a whole number"),
                List.of("bf16", "bf17", "line 8: peak.bf17 is no precision; there are [fp64, fp32"),
                List.of(
                        "capacity: 80 GiB",
                        "capacity: 80 GB/s",
                        "memory.capacity [80 GB/s] has an unknown unit [GB/s]"),
                List.of("bandwidth: {", "width: {", "memory.bandwidth is missing"),
                List.of("power: 400 W", "pover: 400 W", "line 14: pover is not a key"),
                List.of("power: 400 W", "power: 400 W\ncolour: green", "line 15: colour is not a key"),
                List.of("kind: device", "kind: link", "line 1: kind [link] must be [device] here"),
                List.of("name: toy", "name: toy\nname: toy", "stands there twice"),
                List.of("kernels-cuda", "kernels-none", "no profile [kernels-none]; there are [a10"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsLine(List<String> mistake) {
        assertThatThrownBy(() -> device(DEVICE.replace(mistake.get(0), mistake.get(1))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(mistake.get(2));
    }

    private static Device without(String... keys) {
        String text = DEVICE;
        for (String key : keys) {
            text = text.replaceAll("(?m)^" + key + ": .*\n", "");
        }
        return device(text);
    }

    @Test
    void aProfileMayLackWhatNobodySaid() {
        Device device = without("units", "clock", "cache", "scratch", "power", "kernels", "  capacity");
        assertThat(device.units()).isEmpty();
        assertThat(device.memory()).isEmpty();
        assertThat(device.power()).isEmpty();
        assertThat(device.kernels()).isEmpty();
        assertThat(device.peak(Precision.BF16)).isEqualTo(989e12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"units", "kernels"})
    void aProductNamesWhatTheProfileLacks(String key) {
        assertThatThrownBy(() -> without(key).cost(new Matmul(Precision.BF16, 64, 64, 64)))
                .isInstanceOf(BadInput.class)
                .hasMessage("toy: its profile has no [%s], which this cost needs", key);
    }

    @Test
    void onlyKernelsThatWorkByRowsNeedToKnowTheUnits() {
        assertThat(without("units", "clock")
                        .cost(throughline.hardware.Stream.add(64, Precision.BF16))
                        .value())
                .isPositive();
        assertThatThrownBy(() -> without("units").cost(throughline.hardware.Stream.norm(64, 64, Precision.BF16)))
                .hasMessageContaining("has no [units]");
    }

    @Test
    void whatAProfileLacksIsNamedWhenItIsNeeded() {
        assertThatThrownBy(() -> device(DEVICE).cost(new Matmul(Precision.FP8, 64, 64, 64)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("toy has no peak for [fp8]");
    }
}
