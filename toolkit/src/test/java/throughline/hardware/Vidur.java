package throughline.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import throughline.hardware.Cluster.Group;
import throughline.hardware.CollectiveRows.Reduce;
import throughline.hardware.CollectiveRows.Send;

/// Times measured on an A100, as Vidur's profiles have them.
final class Vidur {
    private Vidur() {}

    private static Table table(String file) {
        return Table.read()
                .csv(Path.of(System.getProperty("throughline.external"), "gpu-profiles", file)
                        .toFile());
    }

    private static double seconds(Row row, String kernel) {
        return row.getDouble("time_stats." + kernel + ".median") * 1e-3;
    }

    /// The kernels of a model's layers.
    static KernelRows kernels(String file, String model) {
        return new KernelRows(model + "'s layers (Vidur's profiles)", products(file), streams(file));
    }

    /// All-reduces and sends among up to 16 devices.
    static CollectiveRows collectives() {
        List<Measured<Reduce>> reduces = new ArrayList<>();
        for (Row row : table("a100-dgx-all-reduce.csv")) {
            Group group = new Group(row.getInt("num_workers"), row.getInt("devices_per_node"));
            reduces.add(new Measured<>(new Reduce(group, row.getInt("size")), seconds(row, "all_reduce")));
        }
        List<Measured<Send>> sends = new ArrayList<>();
        for (Row row : table("a100-dgx-send-recv.csv")) {
            boolean near = row.getInt("devices_per_node") == 2;
            sends.add(new Measured<>(new Send(near, row.getInt("size")), seconds(row, "send_recv")));
        }
        reduces.addAll(large());
        return new CollectiveRows(
                "2 KiB to 64 MiB (Vidur's profiles), and of all-reduces 128 MiB to 1 GiB among 2 and 4 (Hetu-Galvatron)",
                reduces,
                sends);
    }

    /// Those of 8 are left to be predicted.
    private static List<Measured<Reduce>> large() {
        List<Measured<Reduce>> some = new ArrayList<>();
        for (Row row : Table.read()
                .csv(Path.of("..", "datasets", "a100-collectives", "times.csv").toFile())) {
            int ranks = row.getInt("ranks");
            if (row.getString("collective").equals("all-reduce") && ranks < 8 && row.getInt("size [MiB]") >= 128) {
                Reduce reduce = new Reduce(new Group(ranks, ranks), row.getInt("size [MiB]") * 0x1p20);
                some.add(new Measured<>(reduce, row.getDouble("time [ms]") * 1e-3));
            }
        }
        return some;
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
            stream(all, row, "input_layernorm", Stream.norm(tokens, width, Precision.FP16));
            stream(all, row, "post_attention_layernorm", Stream.norm(tokens, width, Precision.FP16));
            stream(all, row, "mlp_act", Stream.gated(tokens, row.getInt("n_expanded_embd") / ways, Precision.FP16));
            stream(all, row, "attn_rope", Stream.rotary(tokens, width / heads * (heads / ways + keys), Precision.FP16));
            stream(all, row, "add", Stream.add(tokens * width, Precision.FP16));
        }
        return all;
    }

    /// Some kernels have no time in some rows.
    private static void stream(List<Measured<Stream>> all, Row row, String kernel, Stream stream) {
        double seconds = seconds(row, kernel);
        if (seconds > 0) {
            all.add(new Measured<>(stream, seconds));
        }
    }
}
