package throughline.training.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Matmul;
import throughline.hardware.Precision;
import throughline.hardware.Stream;
import throughline.spec.BadInput;
import throughline.training.Plan;
import throughline.training.Recompute;
import throughline.training.StepTime;
import throughline.training.Transformer;

class CalculonTest {
    private static final Path FOLDER =
            Path.of("src", "test", "resources", "throughline", "training", "formats", "calculon");

    @TempDir
    Path folder;

    private static Path file(String name) {
        return FOLDER.resolve(name + ".json");
    }

    /// Calculon's `num_parameters`, after equation 2 of Narayanan et al. (2021).
    @Test
    void anApplicationHasAsManyParametersAsCalculonCounts() {
        Transformer model = Calculon.application(file("application"));
        double h = 2048;
        double f = 8192;
        double a = 16 * 128;
        double layer = 2 * h * f + 4 * h * a + (h + f) + (3 * a + h) + 4 * h;
        assertThat(model.parameters()).isEqualTo(24 * layer + (51_200 + 1024) * h);
        assertThat(model.name()).isEqualTo("application");
    }

    @Test
    void anExecutionIsAPlanAndWhatAPlanCannotSay() {
        Calculon.Execution execution = Calculon.execution(file("execution"));
        Plan plan = execution.plan();
        assertThat(plan.devices()).isEqualTo(64);
        assertThat(plan.microBatches()).isEqualTo(16);
        assertThat(plan.interleave()).isEqualTo(3);
        assertThat(plan.recompute()).isEqualTo(Recompute.SELECTIVE);
        assertThat(plan.shards()).isEqualTo(1);
        assertThat(plan.sequenceParallel()).isTrue();
        assertThat(plan.overlap()).isTrue();
        assertThat(execution.leftOut())
                .containsExactly(
                        "tensor_par_overlap [ring]: exchanges inside a layer are not beside its work here",
                        "fused_activation [true]: an activation is a kernel of its own here");
    }

    @Test
    void timesGoInCalculonsSteps() {
        CalculonSystem system = Calculon.system(file("system"));
        Matmul product = new Matmul(Precision.FP16, 4096, 4096, 4096);
        double operations = 2.0 * 4096 * 4096 * 4096;
        double bytes = 3.0 * 4096 * 4096 * 2;
        assertThat(system.seconds(product))
                .isCloseTo(operations / (200e12 * 0.9) + bytes / (1600e9 * 0.9), within(1e-12));
        Stream stream = new Stream("s", 1e5, 0);
        assertThat(system.seconds(stream)).isCloseTo(5e4 / (50e12 * 0.2) + 1e5 / (1600e9 * 0.3), within(1e-12));
        assertThat(system.matrix().at(10e9)).isEqualTo(0.7);
        assertThat(system.matrix().at(Math.nextDown(10e9))).isEqualTo(0.2);
    }

    @Test
    void allReducesInsideNodesTakeWhatCalculonSays() {
        CalculonSystem system = Calculon.system(file("system"));
        Cluster cluster = system.cluster();
        for (int ranks : new int[] {2, 4}) {
            double theirs = system.networks().getFirst().seconds("all_reduce", 1e8, ranks);
            assertThat(cluster.allReduce(new Group(ranks, ranks), 1e8).value()).isCloseTo(theirs, within(1e-12));
            assertThat(cluster.allGather(new Group(ranks, ranks), 1e8).value())
                    .isCloseTo(system.networks().getFirst().seconds("all_gather", 1e8, ranks), within(1e-12));
        }
        assertThat(cluster.send(false, 1e7).value())
                .isCloseTo(system.networks().get(1).seconds("p2p", 1e7, 2), within(1e-12));
        assertThat(system.leftOut())
                .contains("mem2.GiB: the memory of a host is as large as is needed here")
                .contains("networks.1.ops.all_reduce offset [0.0]: (n - 1) / n of the bytes move here")
                .contains("networks.0.processor_usage [0.1]: an exchange takes nothing from the device here");
    }

    @Test
    void theKernelsSayHowFarTheyAreFromTheSteps() {
        Cluster cluster = Calculon.system(file("system")).cluster();
        Matmul product = new Matmul(Precision.BF16, 4096, 4096, 4096);
        double theirs = Calculon.system(file("system")).seconds(product);
        assertThat(cluster.device().cost(product).value()).isCloseTo(theirs, within(0.1 * theirs));
        assertThat(cluster.device().knownKernels().products().source())
                .contains("fitted to 75 matrix products of Calculon's steps", "median error");
        assertThat(cluster.device().knownMemory()).isEqualTo(64 * 0x1p30);
        assertThat(cluster.device().knownHost()).isEqualTo(50e9 * 0.9);
    }

    @Test
    void allThreeTogetherGiveTheTimeOfAStep() {
        Calculon.Execution execution = Calculon.execution(file("execution"));
        Transformer model = execution.of(Calculon.application(file("application")));
        Cluster cluster = Calculon.system(file("system")).cluster();
        double seconds = StepTime.of(model, execution.plan(), cluster).value();
        double least = model.operations(128) / (64 * 200e12);
        assertThat(seconds).isBetween(least, 10 * least);
    }

    static List<List<String>> mistakes() {
        return List.of(
                List.of("application", "\"hidden\"", "\"hiden\"", "hidden is missing"),
                List.of("application", "16,", "16.5,", "attn_heads [16.5] must be a whole number of at least 1"),
                List.of("execution", "\"tensor_par\": 4", "\"tensor_par\": 8", "num_procs [64] must be tensor_par x"),
                List.of("execution", "\"training\": true", "\"training\": false", "training [false] must be true"),
                List.of(
                        "execution",
                        "attn_only",
                        "some",
                        "activation_recompute [some] must be one of [full, attn_only"),
                List.of(
                        "execution",
                        "\"training\"",
                        "\"context_par\": 2, \"training\"",
                        "context_par [2] is not a key"),
                List.of("execution", "\"seq_par_ag_redo\": true,", "", "seq_par_ag_redo is missing"),
                List.of(
                        "system",
                        "\"tflops\": 200",
                        "\"tflops\": 0",
                        "matrix.float16.tflops [0] must be a number above"),
                List.of("system", "\"float16\"", "\"float12\"", "is no type; there are [bfloat16, float16"),
                List.of("system", "[10, 0.7]", "[1000, 0.7]", "matrix.float16.gflops_efficiency [[[100,0.9],"),
                List.of(
                        "system",
                        "[2.0, -1]",
                        "[2.0, null]",
                        "networks.0.ops.all_reduce [[2.0,null]] must be a scalar"),
                List.of("system", "\"efficiency\": 0.6", "\"efficiency\": 6", "networks.0.efficiency [6] must be a"),
                List.of("system", "\"efficiency\": 0.6", "\"efficiency\": 0", "networks.0.efficiency [0] must be a"),
                List.of("system", "[2.0, -1]", "[2.0, -9]", "networks.0.ops.all_reduce [[2.0,-9]] must be a scalar"),
                List.of("system", "\"tflops\": 200", "\"tflops\": 1e400", "matrix.float16.tflops [Infinity] must be"),
                List.of("application", "16,", "2000000000,", "attn_heads [2000000000] must be a whole number of at"),
                List.of("application", "16,", "16000000,", "attn_size [128] times attn_heads [16000000] must be at"),
                List.of("system", "no_overlap", "both", "processing_mode [both] must be one of"));
    }

    @Test
    void whatASystemDoesNotHaveIsNamed() {
        CalculonSystem system = Calculon.system(file("system"));
        CalculonNetwork network = system.networks().getFirst();
        refused(() -> system.seconds(new Matmul(Precision.FP64, 8, 8, 8)), "system: precision [FP64] has no peak");
        refused(() -> network.seconds("broadcast", 1e6, 4), "operation [broadcast] of a network must be one of [all_");
        refused(() -> network.seconds("all_reduce", 1e6, 0), "ranks [0] 1 or more");
        refused(() -> network.seconds("all_reduce", -1, 4), "all_reduce: bytes [-1.0] must be 0 or more");
        refused(() -> new CalculonNetwork(1e9, 0, 0, 8, false, 0, network.operations()), "efficiency [0.0] must be");
        refused(() -> new CalculonNetwork(1e9, 1, 0, 8, false, 0, Map.of()), "operations [] must be");
    }

    private static void refused(ThrowingCallable use, String message) {
        assertThatThrownBy(use).isInstanceOf(BadInput.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsKey(List<String> mistake) throws IOException {
        String kind = mistake.getFirst();
        String text = Files.readString(file(kind));
        int at = text.indexOf(mistake.get(1));
        String changed = text.substring(0, at)
                + mistake.get(2)
                + text.substring(at + mistake.get(1).length());
        Path path = Files.writeString(folder.resolve(kind + ".json"), changed);
        assertThatThrownBy(() -> {
                    switch (kind) {
                        case "application" -> Calculon.application(path);
                        case "execution" -> Calculon.execution(path);
                        default -> Calculon.system(path);
                    }
                })
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(kind + ".json: ")
                .hasMessageContaining(mistake.get(3));
    }
}
