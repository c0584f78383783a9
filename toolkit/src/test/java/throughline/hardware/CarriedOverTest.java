package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/// Constants that were fitted on one device, on another one of which only the datasheet was put in.
class CarriedOverTest {
    @Test
    void productsOfAnH100AreWithinNinePercent() {
        Device h100 = Device.named("h100-sxm");
        List<Double> errors = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (Row row : Table.read()
                .csv(Path.of("..", "datasets", "h100-matmul", "products.csv").toFile())) {
            Matmul product =
                    new Matmul(Precision.BF16, row.getInt("batch"), row.getInt("m"), row.getInt("n"), row.getInt("k"));
            double measured = product.operations() / (row.getDouble("tflops") * 1e12);
            double roofline =
                    Math.max(product.operations() / h100.peak(Precision.BF16), product.bytes() / h100.bandwidth());
            errors.add(Math.abs(product.seconds(h100) / measured - 1));
            plain.add(Math.abs(roofline / measured - 1));
        }
        Collections.sort(errors);
        Collections.sort(plain);
        assertThat(errors).hasSize(76);
        assertThat(errors.get(38)).isLessThan(0.09);
        assertThat(plain.get(38)).isGreaterThan(5 * errors.get(38));
    }
}
