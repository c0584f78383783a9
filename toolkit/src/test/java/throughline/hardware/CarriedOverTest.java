package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/// Constants that were fitted on one device, on another one of which only the datasheet was put in.
class CarriedOverTest {
    static final KernelRows H100 = rows();

    private static KernelRows rows() {
        List<Measured<Matmul>> products = new ArrayList<>();
        for (Row row : Table.read()
                .csv(Path.of("..", "datasets", "h100-matmul", "products.csv").toFile())) {
            Matmul product =
                    new Matmul(Precision.BF16, row.getInt("batch"), row.getInt("m"), row.getInt("n"), row.getInt("k"));
            products.add(new Measured<>(product, product.operations() / (row.getDouble("tflops") * 1e12)));
        }
        return new KernelRows("XLA's table", products, List.of());
    }

    @Test
    void productsOfAnH100AreWithinNinePercent() {
        Device h100 = Device.named("h100-sxm");
        Accuracy error = H100.products(h100);
        assertThat(error.rows()).isEqualTo(76);
        assertThat(error.median()).isLessThan(0.09);
        assertThat(H100.roofline(h100).median()).isGreaterThan(5 * error.median());
    }
}
