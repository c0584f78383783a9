package throughline.training.formats;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Library;
import throughline.hardware.Device;
import throughline.hardware.KernelFit;
import throughline.hardware.KernelRows;
import throughline.hardware.Kernels;
import throughline.hardware.Link;
import throughline.hardware.Matmul;
import throughline.hardware.Measured;
import throughline.hardware.Precision;
import throughline.hardware.Stream;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A system as Calculon describes it: a device whose shares of its peaks go in steps with the size of the work, and
/// networks.
///
/// [#seconds(Matmul)] and [#seconds(Stream)] are Calculon's own times. [#cluster()] has kernels whose constants are
/// fitted to these, as a device here has no steps; its source says how far they are off.
///
/// @param name     of the file
/// @param peaks    operations a second of matrix units, by precision
/// @param matrix   share of that, by operations
/// @param vector   operations a second of vector units, in two-byte numbers
/// @param vectors  share of that, by operations
/// @param capacity of the memory, bytes
/// @param bandwidth of the memory, bytes a second
/// @param memory   share of that, by bytes
/// @param host     bytes a second to the second memory and from it, in the largest transfers
/// @param overlap  whether computing and moving go on side by side
/// @param networks from the innermost
public record CalculonSystem(
        String name,
        Map<Precision, Double> peaks,
        StepCurve matrix,
        double vector,
        StepCurve vectors,
        double capacity,
        double bandwidth,
        StepCurve memory,
        double host,
        boolean overlap,
        List<CalculonNetwork> networks) {
    private static final Map<String, Precision> TYPES = Map.of(
            "float8", Precision.FP8, "float16", Precision.FP16, "bfloat16", Precision.BF16, "float32", Precision.FP32);

    private static final double GIGA = 1e9;

    public CalculonSystem {
        peaks = Map.copyOf(peaks);
        networks = List.copyOf(networks);
    }

    static CalculonSystem read(JsonKeys keys) {
        JsonKeys matrix = keys.object("matrix");
        Map<Precision, Double> peaks = peaks(matrix);
        String type = matrix.has("float16") ? "float16" : "bfloat16";
        JsonKeys vector = keys.object("vector").object(type);
        JsonKeys memory = keys.object("mem1");
        JsonKeys second = keys.object("mem2");
        StepCurve transfers = StepCurve.of(second, "MB_efficiency", 1e6);
        return new CalculonSystem(
                keys.fileName(),
                peaks,
                StepCurve.of(matrix.object(type), "gflops_efficiency", GIGA),
                vector.positive("tflops") * 1e12,
                StepCurve.of(vector, "gflops_efficiency", GIGA),
                memory.positive("GiB") * 0x1p30,
                memory.positive("GBps") * GIGA,
                StepCurve.of(memory, "MB_efficiency", 1e6),
                second.positive("GBps") * GIGA * transfers.shares().getFirst(),
                keys.oneOf("processing_mode", List.of("roofline", "no_overlap")).equals("roofline"),
                networks(keys));
    }

    private static List<CalculonNetwork> networks(JsonKeys keys) {
        List<CalculonNetwork> all =
                keys.objects("networks").stream().map(CalculonNetwork::read).toList();
        if (all.isEmpty()) {
            throw keys.refusal("networks", "must be at least one");
        }
        return all;
    }

    /// Steps take two-byte numbers: where only one kind has a peak, the other is as fast.
    private static Map<Precision, Double> peaks(JsonKeys matrix) {
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        for (String type : (Iterable<String>) matrix.node()::fieldNames) {
            if (!TYPES.containsKey(type)) {
                throw matrix.refusal(
                        type,
                        "is no type; there are %s",
                        TYPES.keySet().stream().sorted().toList());
            }
            peaks.put(TYPES.get(type), matrix.object(type).positive("tflops") * 1e12);
        }
        if (peaks.containsKey(Precision.FP16)) {
            peaks.putIfAbsent(Precision.BF16, peaks.get(Precision.FP16));
        } else if (peaks.containsKey(Precision.BF16)) {
            peaks.put(Precision.FP16, peaks.get(Precision.BF16));
        }
        return peaks;
    }

    /// Calculon's time of a matrix product, in seconds.
    ///
    /// @throws BadInput when the system has no peak in its precision, naming those it has
    public double seconds(Matmul product) {
        Double peak = peaks.get(product.precision());
        if (peak == null) {
            throw new BadInput(
                    "%s: precision [%s] has no peak; there are %s",
                    name, product.precision(), new TreeSet<>(peaks.keySet()));
        }
        double operations = product.operations();
        return together(operations / (peak * matrix.at(operations)), moving(product.bytes()));
    }

    /// Calculon's time of an element-wise kernel, in seconds, with one operation for each two bytes.
    public double seconds(Stream stream) {
        double operations = stream.bytes() / 2;
        return together(operations / (vector * vectors.at(operations)), moving(stream.bytes()));
    }

    private double moving(double bytes) {
        return bytes / (bandwidth * memory.at(bytes));
    }

    private double together(double computing, double moving) {
        return overlap ? Math.max(computing, moving) : computing + moving;
    }

    /// The device alone, with kernels fitted to Calculon's times of products and element-wise kernels 1,024 to 16,384
    /// wide. It counts as one unit, as Calculon knows of no others: no products end in idle units.
    public Device device() {
        Device bare = new Device(
                name,
                OptionalInt.of(1),
                OptionalDouble.empty(),
                peaks,
                OptionalDouble.of(capacity),
                bandwidth,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(host),
                Optional.empty(),
                "Calculon's system " + name);
        Kernels kernels = new KernelFit(bare, 1e-6, Cancel.onInterrupt()).of(name, rows(), List.of());
        return bare.with(kernels);
    }

    private KernelRows rows() {
        List<Measured<Matmul>> products = new ArrayList<>();
        List<Measured<Stream>> streams = new ArrayList<>();
        for (long tokens = 1024; tokens <= 16384; tokens *= 2) {
            for (long n = 1024; n <= 16384; n *= 2) {
                Stream flat = Stream.add(tokens * n, Precision.BF16);
                Stream norm = Stream.norm(tokens, n, Precision.BF16);
                streams.add(new Measured<>(flat, seconds(flat)));
                streams.add(new Measured<>(norm, seconds(norm)));
                for (long k = 1024; k <= 16384; k *= 4) {
                    Matmul product = new Matmul(Precision.BF16, tokens, n, k);
                    products.add(new Measured<>(product, seconds(product)));
                }
            }
        }
        return new KernelRows("Calculon's steps", products, streams);
    }

    /// The cluster, with [#device()].
    public Cluster cluster() {
        return cluster(device());
    }

    /// The networks with a device that is known better, such as `Device.named("a100-sxm-80gb")`.
    public Cluster cluster(Device device) {
        CalculonNetwork inside = networks.getFirst();
        CalculonNetwork outside = networks.get(Math.min(1, networks.size() - 1));
        Library library = new Library(
                name,
                inside.latency(),
                Math.max(0, outside.latency() - inside.latency()),
                inside.allReduceShare(),
                outside.allReduceShare(),
                inside.latency(),
                inside.allReduceShare(),
                inside.latency(),
                outside.latency(),
                inside.sendShare(),
                outside.sendShare(),
                "Calculon's system " + name);
        return new Cluster(
                name,
                device,
                inside.size(),
                new Link(name + " inside", inside.bandwidth(), "Calculon's system " + name),
                new Link(name + " outside", outside.bandwidth(), "Calculon's system " + name),
                inside.size(),
                library,
                "Calculon's system " + name);
    }

    /// What [#cluster()] does not say, a line each that names the key.
    public List<String> leftOut() {
        List<String> left = new ArrayList<>();
        left.add("mem2.GiB: the memory of a host is as large as is needed here");
        left.add("mem2.MB_efficiency: all transfers are as fast as the largest here");
        if (!overlap) {
            left.add("processing_mode [no_overlap]: the longer of computing and moving counts here");
        }
        for (int i = 0; i < networks.size(); i++) {
            String at = "networks.%d.".formatted(i);
            networks.get(i).leftOut().forEach(line -> left.add(at + line));
            if (i > 1) {
                left.add(at
                        + "size [%d]: there are two tiers here"
                                .formatted(networks.get(i).size()));
            }
        }
        return left;
    }
}
