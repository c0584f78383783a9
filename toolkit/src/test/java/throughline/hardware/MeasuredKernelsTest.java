package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import throughline.spec.Cancel;

/// Kernel times measured on an A100 (Vidur's profiles) beside those of the model, and of a plain roofline.
@EnabledIfSystemProperty(named = "throughline.external", matches = ".+")
class MeasuredKernelsTest {
    private static final Device A100 = Device.named("a100-sxm-80gb");
    private static final KernelRows FITTED = Vidur.kernels("a100-llama2-7b-mlp.csv", "Llama-2-7B");
    private static final KernelRows UNSEEN = Vidur.kernels("a100-llama3-70b-mlp.csv", "Llama-3-70B");

    @Test
    void matrixProductsAreWithinSevenPercentWhereTheyWereFittedAndSixWhereNot() {
        for (KernelRows rows : List.of(FITTED, UNSEEN)) {
            Accuracy error = rows.products(A100);
            Accuracy plain = rows.roofline(A100);
            System.out.printf("%s: %d matrix products, %s; a roofline %s%n", rows.what(), error.rows(), error, plain);
            assertThat(plain.median()).isBetween(0.29, 0.34);
            assertThat(error.median()).isLessThan(rows == FITTED ? 0.07 : 0.06);
        }
    }

    @Test
    void elementWiseKernelsAreWithinTwelvePercent() {
        for (KernelRows rows : List.of(FITTED, UNSEEN)) {
            Accuracy error = rows.streams(A100);
            System.out.printf("%s: %d element-wise kernels, %s%n", rows.what(), error.rows(), error);
            assertThat(error.median()).isLessThan(0.12);
        }
    }

    @Test
    void collectivesAreWithinTwelvePercent() {
        Cluster cluster = Cluster.named("a100-nodes");
        CollectiveRows rows = Vidur.collectives();
        System.out.printf("all-reduces: %s; sends: %s%n", rows.reduces(cluster), rows.sends(cluster));
        assertThat(rows.reduces(cluster).median()).isLessThan(0.12);
        assertThat(rows.sends(cluster).median()).isLessThan(0.12);
    }

    @Test
    void theKernelsThatComeAlongAreWhatTheFitGives() throws IOException {
        same(
                "kernels-cuda",
                new KernelFit(A100)
                        .of("CUDA libraries", FITTED, List.of(UNSEEN))
                        .with(A100.knownKernels().attention())
                        .yaml());
    }

    @Test
    void theCollectivesThatComeAlongAreWhatTheFitGives() throws IOException {
        Cluster.Library library = new CollectiveFit(Cluster.named("a100-nodes")).of("NCCL", Vidur.collectives());
        same("collectives-nccl", CollectiveFit.yaml(library));
    }

    /// Run with `-Dthroughline.profile=write`, it writes the profile instead.
    private static void same(String profile, String fitted) throws IOException {
        Path file = Path.of("..", "hardware-profiles", profile + ".yaml");
        if ("write".equals(System.getProperty("throughline.profile"))) {
            Files.writeString(file, fitted);
        }
        assertThat(file).hasContent(fitted);
    }

    /// With nothing of any other device in view: the launch is fitted beside them, on the same rows.
    @Test
    void allConstantsFittedOnOneDeviceStillCarryOver() {
        double[] found = LeastLoss.of(
                new double[] {5e-6, 0.8, 0.8},
                constants -> Accuracy.loss(FITTED.products(), product -> product.seconds(blind(A100, constants))),
                Cancel.NEVER);
        Accuracy there = CarriedOverTest.H100.products(blind(Device.named("h100-sxm"), found));
        System.out.printf(
                "launch, peak and bandwidth alone, all fitted: 7B %s; 70B %s; H100 %s%n",
                FITTED.products(blind(A100, found)), UNSEEN.products(blind(A100, found)), there);
        assertThat(there.median()).isLessThan(0.09);
    }

    private static Device blind(Device device, double[] constants) {
        Kernels any = A100.knownKernels();
        return device.with(new Kernels(
                "blind", new Kernels.Products(constants[0], constants[1], constants[2], 0, ""), any.streams(), ""));
    }
}
