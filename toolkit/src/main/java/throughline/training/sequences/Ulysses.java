package throughline.training.sequences;

import java.util.Map;
import java.util.TreeMap;
import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.spec.BadInput;

/// Costs of groups that share a sequence by all-to-all exchanges of heads (DeepSpeed-Ulysses) with ZeRO-3, as FlexSP
/// profiles them: four exchanges forward and four backward in each layer.
///
/// @param name      of the model
/// @param compute   of one device
/// @param bandwidth of an exchange by degree, bytes a second; it decides where FlexSP's gain comes from
/// @param capacity  tokens for which a device has memory
public record Ulysses(String name, Compute compute, Map<Integer, Double> bandwidth, int capacity) implements Costs {
    private static final String SOURCE = "FlexSP, solver.py";
    private static final double MIB = 1 << 20;
    private static final int EXCHANGES = 8;
    private static final int ELEMENT = 2;

    public Ulysses {
        bandwidth = Map.copyOf(new TreeMap<>(bandwidth));
        if (capacity < 1) {
            throw new BadInput("%s: there is memory for [%d] tokens; it must be 1 or more", name, capacity);
        }
    }

    /// The authors' profiles of three models on A100s in nodes of eight (Hetu-Galvatron, branch `flexsp`,
    /// `galvatron/flexsp_solver/solver.py`).
    public enum Profile {
        /// 32 layers of width 4096.
        GPT_7B(5.128e-9, 0.1839576e-3, 0.62936, 4.4804, 32, 4096, 7.1174, 7.8499),
        /// 40 layers of width 5120.
        GPT_13B(9.2852e-9, 0.3060189e-3, 1.13256, 4.2204, 40, 5120, 13.116, 14.032),
        /// 60 layers of width 6656.
        GPT_30B(1.54262e-8, 0.8035742e-3, 2.78936, 3.4174, 60, 6656, 31.525, 32.715);

        private static final int NEAR = 192 * 1024;
        private final Compute compute;
        private final double tokenMib;
        private final double near;
        private final double far;

        Profile(
                double squared,
                double linear,
                double launch,
                double tokenMib,
                int layers,
                int width,
                double near,
                double far) {
            this.compute = new Compute(squared, linear, launch, layers, width, 2 * width);
            this.tokenMib = tokenMib;
            this.near = near;
            this.far = far;
        }

        /// What one device computes.
        public Compute compute() {
            return compute;
        }

        /// Weights in billions, which grow with the limit by its positions: given at 192 Ki and 384 Ki tokens.
        double billions(int limit) {
            return near + (far - near) * (limit - NEAR) / NEAR;
        }

        /// Costs on some devices.
        ///
        /// @param limit   tokens of the longest sequence
        /// @param devices that share the weights, their gradients and the optimizer's state, 16 bytes a weight
        /// @param budget  bytes of a device's memory that may be used; the authors leave 30 GiB of 40
        public Ulysses costs(int limit, int devices, double budget) {
            double states = 16 * billions(limit) * 1024 / devices;
            return new Ulysses(name(), compute, bandwidths(), (int) ((budget / MIB - states) / tokenMib));
        }

        /// Costs on some devices with the authors' budget of 30 GiB: see [#costs(int, int, double)].
        public Ulysses costs(int limit, int devices) {
            return costs(limit, devices, 30 * 1024 * MIB);
        }

        private static Map<Integer, Double> bandwidths() {
            // The authors divide MiB by GB/s and call it milliseconds.
            double unit = MIB * 1000;
            return Map.of(
                    2,
                    119.54 * unit,
                    4,
                    104.07 * unit,
                    8,
                    96.5 * unit,
                    16,
                    10.33 * unit,
                    32,
                    5.94 * unit,
                    64,
                    4.87 * unit);
        }
    }

    /// These costs with another bandwidth of exchanges.
    public Ulysses with(Map<Integer, Double> other) {
        return new Ulysses(name, compute, other, capacity);
    }

    /// These costs with every exchange as fast as the widest group's: nothing is gained by small groups.
    public Ulysses flat() {
        double slowest = bandwidth.values().stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElseThrow();
        Map<Integer, Double> flat = new TreeMap<>(bandwidth);
        flat.replaceAll((degree, each) -> slowest);
        return with(flat);
    }

    @Override
    public double seconds(int length, int degree) {
        return (compute.attention(length) + compute.others(length)) / degree + exchange(length, degree);
    }

    private double exchange(double tokens, int degree) {
        if (degree == 1) {
            return 0;
        }
        Double rate = bandwidth.get(degree);
        if (rate == null) {
            throw new BadInput("degree [%d]: the profile has bandwidths for %s", degree, bandwidth.keySet());
        }
        return volume(tokens) / (degree * rate);
    }

    private double volume(double tokens) {
        return (double) EXCHANGES * compute.layers() * compute.width() * ELEMENT * tokens;
    }

    @Override
    public double launch() {
        return compute.launch();
    }

    @Override
    public double bytes(int length, int degree) {
        return volume(length) * (degree - 1) / degree;
    }

    @Override
    public Cost explain(int[] lengths, int degree) {
        double attention = 0;
        double tokens = 0;
        for (int length : lengths) {
            attention += compute.attention(length);
            tokens += length;
        }
        return Cost.sum(
                "group of " + degree,
                term("attention", attention / degree, "α1 Σ s² / d"),
                term("other layers", compute.others(tokens) / degree, "α2 Σ s / d"),
                term("exchanges of heads", exchange(tokens, degree), "8 · 2 l h Σ s / (d · bandwidth)"),
                term("launch", compute.launch(), "β1"));
    }

    private static Cost term(String name, double seconds, String formula) {
        return Cost.of(name, seconds, "s", formula, SOURCE, Basis.CALIBRATED);
    }
}
