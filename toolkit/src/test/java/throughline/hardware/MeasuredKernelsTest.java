package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/// Kernel times measured on an A100 (Vidur's profiles) beside those of the model, and of a plain roofline.
@EnabledIfSystemProperty(named = "throughline.external", matches = ".+")
class MeasuredKernelsTest {
    private static final Device A100 = Device.named("a100-sxm-80gb");
    private static final String FITTED = "a100-llama2-7b-mlp.csv";
    private static final String UNSEEN = "a100-llama3-70b-mlp.csv";

    private record Measured<T>(T kernel, double seconds) {}

    private static Table table(String file) {
        return Table.read()
                .csv(Path.of(System.getProperty("throughline.external"), "gpu-profiles", file)
                        .toFile());
    }

    private static double seconds(Row row, String kernel) {
        return row.getDouble("time_stats." + kernel + ".median") * 1e-3;
    }

    private static List<Measured<Matmul>> products(String file) {
        List<Measured<Matmul>> all = new ArrayList<>();
        for (Row row : table(file)) {
            long tokens = row.getInt("num_tokens");
            long width = row.getInt("n_embd");
            long ffn = row.getInt("n_expanded_embd");
            int ways = row.getInt("num_tensor_parallel_workers");
            long heads = row.getInt("n_head");
            long head = width / heads;
            long keys = Math.max(1, row.getInt("n_kv_head") / ways);
            all.add(product(row, "attn_pre_proj", tokens, head * (heads / ways + 2 * keys), width));
            all.add(product(row, "attn_post_proj", tokens, width, width / ways));
            all.add(product(row, "mlp_up_proj", tokens, 2 * ffn / ways, width));
            all.add(product(row, "mlp_down_proj", tokens, width, ffn / ways));
        }
        return all;
    }

    private static Measured<Matmul> product(Row row, String kernel, long m, long n, long k) {
        return new Measured<>(new Matmul(Precision.FP16, m, n, k), seconds(row, kernel));
    }

    private static List<Measured<Stream>> streams(String file) {
        List<Measured<Stream>> all = new ArrayList<>();
        for (Row row : table(file)) {
            long tokens = row.getInt("num_tokens");
            long width = row.getInt("n_embd");
            int ways = row.getInt("num_tensor_parallel_workers");
            long heads = row.getInt("n_head");
            long keys = Math.max(1, row.getInt("n_kv_head") / ways);
            all.add(stream(row, "input_layernorm", Stream.norm(tokens, width, Precision.FP16)));
            all.add(stream(row, "post_attention_layernorm", Stream.norm(tokens, width, Precision.FP16)));
            all.add(stream(row, "mlp_act", Stream.gated(tokens, row.getInt("n_expanded_embd") / ways, Precision.FP16)));
            all.add(stream(
                    row, "attn_rope", Stream.rotary(tokens, width / heads * (heads / ways + keys), Precision.FP16)));
            all.add(stream(row, "add", Stream.add(tokens * width, Precision.FP16)));
        }
        all.removeIf(each -> !(each.seconds > 0));
        return all;
    }

    private static Measured<Stream> stream(Row row, String kernel, Stream stream) {
        return new Measured<>(stream, seconds(row, kernel));
    }

    private static <T> double medianError(List<Measured<T>> rows, ToDoubleFunction<T> model) {
        double[] errors = rows.stream()
                .mapToDouble(row -> Math.abs(model.applyAsDouble(row.kernel) / row.seconds - 1))
                .sorted()
                .toArray();
        return errors[errors.length / 2];
    }

    private static double roofline(Matmul product) {
        return Math.max(product.operations() / A100.peak(Precision.FP16), product.bytes() / A100.bandwidth());
    }

    @Test
    void matrixProductsAreWithinSevenPercentWhereTheyWereFittedAndSixWhereNot() {
        for (String file : List.of(FITTED, UNSEEN)) {
            List<Measured<Matmul>> rows = products(file);
            double error = medianError(rows, product -> product.seconds(A100));
            double plain = medianError(rows, MeasuredKernelsTest::roofline);
            System.out.printf(
                    "%s: %d matrix products, median error %.1f %%, of a roofline %.1f %%%n",
                    file, rows.size(), 100 * error, 100 * plain);
            assertThat(plain).isBetween(0.29, 0.34);
            assertThat(error).isLessThan(file.equals(FITTED) ? 0.07 : 0.06);
        }
    }

    @Test
    void elementWiseKernelsAreWithinTwelvePercent() {
        for (String file : List.of(FITTED, UNSEEN)) {
            List<Measured<Stream>> rows = streams(file);
            double error = medianError(rows, stream -> stream.seconds(A100));
            System.out.printf("%s: %d element-wise kernels, median error %.1f %%%n", file, rows.size(), 100 * error);
            assertThat(error).isLessThan(0.12);
        }
    }

    @Test
    void collectivesAreWithinTwelvePercent() {
        Cluster cluster = Cluster.named("a100-nodes");
        List<Measured<Cost>> all = new ArrayList<>();
        for (Row row : table("a100-dgx-all-reduce.csv")) {
            var group = new Cluster.Group(row.getInt("num_workers"), row.getInt("devices_per_node"));
            all.add(new Measured<>(cluster.allReduce(group, row.getInt("size")), seconds(row, "all_reduce")));
        }
        List<Measured<Cost>> sends = new ArrayList<>();
        for (Row row : table("a100-dgx-send-recv.csv")) {
            boolean near = row.getInt("devices_per_node") == 2;
            sends.add(new Measured<>(cluster.send(near, row.getInt("size")), seconds(row, "send_recv")));
        }
        double reduces = medianError(all, Cost::value);
        double sent = medianError(sends, Cost::value);
        System.out.printf(
                "%d all-reduces, median error %.1f %%; %d sends, %.1f %%%n",
                all.size(), 100 * reduces, sends.size(), 100 * sent);
        assertThat(reduces).isLessThan(0.12);
        assertThat(sent).isLessThan(0.12);
    }
}
