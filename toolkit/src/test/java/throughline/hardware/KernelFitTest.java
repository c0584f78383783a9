package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cluster.Library;
import throughline.hardware.CollectiveRows.Reduce;
import throughline.hardware.CollectiveRows.Send;
import throughline.hardware.Kernels.Products;
import throughline.hardware.Kernels.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A fit finds the constants that made its rows.
class KernelFitTest {
    private static final Device A100 = Device.named("a100-sxm-80gb");
    private static final Cluster NODES = Cluster.named("a100-nodes");
    private static final Kernels TRUTH = new Kernels(
            "truth",
            new Products(5e-6, 0.65, 0.85, 0.2, "made up"),
            new Streams(3e-6, 0.6, 0.9, 1.2, "made up"),
            "made up");
    private static final String CSV = """
            kernel,precision,batch,m,n,k,seconds
            matmul,bf16,1,512,4096,4096,1.2e-4
            norm,bf16,,512,4096,,1.1e-5
            gated,bf16,,512,11008,,2e-5
            rotary,bf16,,512,8192,,2e-5
            add,bf16,,512,4096,,1e-5
            """;

    @TempDir
    Path folder;

    /// Rows as the truth has them; a few are far off, as a disturbed measurement is.
    private static KernelRows rows(double disturbed) {
        Device device = A100.with(TRUTH);
        List<Measured<Matmul>> products = new ArrayList<>();
        List<Measured<Stream>> streams = new ArrayList<>();
        int row = 0;
        for (long m = 1; m <= 8192; m *= 2) {
            for (long n : new long[] {128, 1000, 4096, 14000}) {
                Matmul product = new Matmul(Precision.BF16, m, n, 4096);
                double off = row++ % 10 == 3 ? disturbed : 1;
                products.add(new Measured<>(product, off * product.seconds(device)));
                for (Stream stream : List.of(Stream.norm(m, n, Precision.BF16), Stream.add(m * n, Precision.BF16))) {
                    streams.add(new Measured<>(stream, off * stream.seconds(device)));
                }
            }
        }
        return new KernelRows("made-up layers", products, streams);
    }

    @Test
    void constantsComeBackEvenWhenOneRowInTenIsFarOff() {
        for (double disturbed : new double[] {1, 1.7}) {
            KernelRows rows = rows(disturbed);
            Kernels found = new KernelFit(A100).of("found", rows, List.of(rows(1)));
            assertThat(found.products().peak()).isEqualTo(0.65);
            assertThat(found.products().bandwidth()).isEqualTo(0.85);
            assertThat(found.products().shrinking()).isEqualTo(0.2);
            assertThat(found.streams().launch()).isEqualTo(3e-6);
            assertThat(found.streams().rows()).isEqualTo(0.6);
            assertThat(found.streams().flat()).isEqualTo(0.9);
            assertThat(found.streams().cached()).isEqualTo(1.2);
            assertThat(found.products().source())
                    .contains("fitted to 56 matrix products of made-up layers on NVIDIA A100 SXM 80 GB")
                    .contains("on 56 of made-up layers, not fitted, median error 0.0 %");
        }
    }

    @Test
    void aLibraryComesBack() {
        Library truth = new Library("truth", 40e-6, 70e-6, 0.5, 0.6, 600e-6, 0.8, 12e-6, 25e-6, 0.9, 0.7, "made up");
        Cluster cluster = new Cluster("c", A100, 8, NODES.inside(), NODES.outside(), 4, truth, "made up");
        List<Measured<Reduce>> reduces = new ArrayList<>();
        List<Measured<Send>> sends = new ArrayList<>();
        for (double bytes = 1024; bytes < 1e9; bytes *= 4) {
            for (Group group : List.of(new Group(2, 2), new Group(8, 8), new Group(2, 1), new Group(16, 8))) {
                reduces.add(new Measured<>(
                        new Reduce(group, bytes),
                        cluster.allReduce(group, bytes).value()));
            }
            for (boolean near : List.of(true, false)) {
                sends.add(new Measured<>(
                        new Send(near, bytes), cluster.send(near, bytes).value()));
            }
        }
        CollectiveRows rows = new CollectiveRows("made-up sizes", reduces, sends);
        Library found = new CollectiveFit(NODES, Cancel.NEVER).of("truth", rows);
        assertThat(found).usingRecursiveComparison().ignoringFields("source").isEqualTo(truth);
        assertThat(CollectiveFit.yaml(found)).contains("inside: {latency: 40 us, bandwidth: 0.5}");
    }

    @Test
    void theProfileOfAFitIsReadBackAsItIs() throws IOException {
        Path file = folder.resolve("kernels.yaml");
        Kernels kernels = Kernels.named("kernels-cuda");
        Files.writeString(file, kernels.yaml());
        assertThat(Kernels.read(file)).isEqualTo(kernels);
        assertThat(Kernels.read(file).yaml()).isEqualTo(kernels.yaml());
        assertThat(kernels.yaml().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void measurementsAreReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), CSV);
        KernelRows rows = KernelRows.read(file, "mine");
        assertThat(rows.products())
                .containsExactly(new Measured<>(new Matmul(Precision.BF16, 512, 4096, 4096), 1.2e-4));
        assertThat(rows.streams()).hasSize(4).contains(new Measured<>(Stream.norm(512, 4096, Precision.BF16), 1.1e-5));
        assertThatThrownBy(() -> new KernelFit(A100).of("few", rows, List.of()))
                .isInstanceOf(BadInput.class)
                .hasMessage("matrix products [1]: a fit of 3 constants takes as many");
    }

    static List<List<String>> mistakes() {
        return List.of(
                List.of("seconds\n", "ms\n", "line 1: columns [kernel, precision, batch, m, n, k, ms] lack [seconds]"),
                List.of(
                        "norm",
                        "softmax",
                        "line 3: kernel [softmax] must be one of [matmul, norm, gated, rotary, add]"),
                List.of("matmul,bf16", "matmul,bf15", "line 2: precision [bf15] must be one of [fp64"),
                List.of("1.2e-4", "-1.2e-4", "line 2: seconds [-1.2e-4] must be positive"),
                List.of("1,512,4096", "1,5.5,4096", "line 2: m [5.5] must be a whole number"),
                List.of("512,11008,,2e-5", "512,11008,2e-5", "line 4 has [6] cells; line 1 has 7"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsLine(List<String> mistake) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), CSV.replace(mistake.get(0), mistake.get(1)));
        assertThatThrownBy(() -> KernelRows.read(file, "mine"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("rows.csv, ")
                .hasMessageContaining(mistake.get(2));
    }

    @Test
    void exchangesAreReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), """
                operation,ranks,per node,bytes,seconds
                all-reduce,16,8,1048576,3e-4
                send,2,1,1024,3e-5
                """);
        CollectiveRows rows = CollectiveRows.read(file, "mine");
        assertThat(rows.reduces()).containsExactly(new Measured<>(new Reduce(new Group(16, 8), 1048576), 3e-4));
        assertThat(rows.sends()).containsExactly(new Measured<>(new Send(false, 1024), 3e-5));
        Files.writeString(file, Files.readString(file).replace("send,2", "send,4"));
        assertThatThrownBy(() -> CollectiveRows.read(file, "mine"))
                .hasMessageContaining("line 3: ranks [4], per node [1]");
    }
}
