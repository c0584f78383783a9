package throughline.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.cli.Cluster;
import throughline.data.Dataset;
import throughline.data.Parts;
import throughline.data.Sweep;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A sweep on Spark makes what one machine makes. Here the workers are two threads; [StandaloneTest] has real ones.
class SparkSweepTest {
    private static JavaSparkContext spark;

    @TempDir
    private Path temp;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(SparkCluster.conf(
                "local[2]",
                Map.of("spark.driver.host", "127.0.0.1", "spark.driver.bindAddress", "127.0.0.1"),
                Code.here()));
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    private static Sweep<Dice.Knobs> sweep() {
        return Dice.recipe().sweep().set("sides", "4", "0", "6");
    }

    private static SparkSweep workers() {
        return new SparkSweep(spark, Code.here());
    }

    @Test
    void theBytesAreThoseOfOneMachineAndAPoisonedConfigurationFailsAlone() throws IOException {
        Dataset here = sweep().write(temp.resolve("here"), 1, Cancel.NEVER, Progress.NONE);
        List<Long> told = new ArrayList<>();
        Dataset there = sweep().write(temp.resolve("there"), workers(), Cancel.NEVER, (done, total) -> told.add(done));
        assertThat(Contents.of(there.folder())).isEqualTo(Contents.of(here.folder()));
        assertThat(there.verify().failures()).hasSize(8).allSatisfy(failure -> {
            assertThat(failure.configuration()).isEqualTo(Map.of("sides", "0"));
            assertThat(failure.message())
                    .isEqualTo("IllegalStateException: the die of run %d has no sides".formatted(failure.run()));
        });
        assertThat(told).containsExactly(0L, 8L, 16L, 24L);
    }

    @Test
    void aCancelKeepsWhatIsDoneAndTheRestIsMadeLater() throws IOException {
        Cancel cancel = new Cancel();
        Sweep<Dice.Knobs> sweep = sweep().seeds(64);
        Dataset cut = sweep.write(temp.resolve("cut"), workers(), cancel, (done, total) -> {
            if (done > 0) {
                cancel.cancel();
            }
        });
        assertThat(cut.complete()).isFalse();
        assertThat(cut.table("sums").rowCount()).isPositive();
        sweep.write(temp.resolve("cut"), workers(), Cancel.NEVER, Progress.NONE);
        sweep.write(temp.resolve("whole"), 1, Cancel.NEVER, Progress.NONE);
        assertThat(Contents.of(temp.resolve("cut"))).isEqualTo(Contents.of(temp.resolve("whole")));
    }

    @Test
    void whatADiskRefusesEndsTheJobAndIsSaid() throws IOException {
        Path folder = temp.resolve("blocked");
        assertThatThrownBy(() -> sweep().write(
                                folder,
                                (parts, cancel) -> {
                                    folder.resolve("sums").toFile().delete();
                                    workers().run(parts, cancel);
                                },
                                Cancel.NEVER,
                                Progress.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot write")
                .hasMessageContaining("sums");
        assertThat(folder.toFile().list()).contains("spec.json").doesNotContain("manifest.json");
    }

    private Order order(Parts parts, Path marker, Map<String, String> fingerprint) {
        return new Order(parts.spec(), parts.folder().toString(), marker.toString(), fingerprint, "test");
    }

    @Test
    void aWorkerThatSeesAnotherFolderOrRunsOtherCodeIsRefused() {
        Map<String, String> code = Code.packed(temp).fingerprint();
        sweep().write(
                        temp.resolve("mine"),
                        (parts, cancel) -> {
                            assertThatThrownBy(() -> order(parts, temp.resolve("nowhere"), Map.of())
                                            .sweep())
                                    .isInstanceOf(BadInput.class)
                                    .hasMessageContaining("must be on storage that driver and workers share");
                            Path marker = parts.folder().resolve("spec.json");
                            assertThat(order(parts, marker, Map.of()).sweep()).isEqualTo(sweep());
                            Map<String, String> other = new TreeMap<>(code);
                            other.put("org.duckdb.DuckDBDriver", "0123");
                            assertThatThrownBy(() -> order(parts, marker, other).sweep())
                                    .isInstanceOf(BadInput.class)
                                    .hasMessageContaining("its [org.duckdb.DuckDBDriver] is another than the driver's");
                            Map<String, String> more = Map.of("my.Models", "0123");
                            assertThatThrownBy(() -> order(parts, marker, more).sweep())
                                    .hasMessageContaining("its [my.Models] is another than the driver's");
                        },
                        Cancel.NEVER,
                        Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yarn|spark.x=1|master [yarn] must be spark://HOST:PORT, local[THREADS] or local[*]",
                "local[0]|spark.x=1|master [local[0]] must be spark://HOST:PORT",
                "spark://host|spark.x=1|master [spark://host] must be",
                "local[2]|executor.memory=4g|setting [executor.memory] is none of Spark's; they start with spark.",
            })
    void whatCannotBeAMasterIsNamed(String master, String setting, String message) {
        String[] entry = setting.split("=");
        Cluster cluster = ServiceLoader.load(Cluster.class).findFirst().orElseThrow();
        assertThatThrownBy(() -> cluster.runner(master, Map.of(entry[0], entry[1])))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aMasterThatDoesNotAnswerIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String master = "spark://127.0.0.1:" + free;
        assertThatThrownBy(() -> new SparkCluster().runner(master, Map.of()))
                .isInstanceOf(BadInput.class)
                .hasMessage("no Spark master answers at [%s]; is it running, and may this machine reach it?", master);
    }
}
