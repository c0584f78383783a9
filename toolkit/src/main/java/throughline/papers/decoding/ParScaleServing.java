package throughline.papers.decoding;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import throughline.decoding.Generation;
import throughline.decoding.ParallelStreams;
import throughline.decoding.Roofline;
import throughline.hardware.Device;
import throughline.papers.decoding.ParScaleFamily.Member;

/// What models with streams take to serve, as the mean over some generations: memory in GiB, seconds from prompts to
/// last tokens.
///
/// ```java
/// var eight = ParScaleServing.of(8);
/// eight.seconds(ParScaleFamily.named("1.6B").with(4));
/// ```
///
/// @param roofline    of the device
/// @param generations over which the mean is taken
public record ParScaleServing(Roofline roofline, List<Generation> generations) {
    private static final double GIB = 0x1p30;

    public ParScaleServing {
        generations = List.copyOf(generations);
    }

    /// As in the paper: one A100 at 0.7 of its peak and 0.9 of its bandwidth, prompts and outputs of 64, 128, 256 and
    /// 512 tokens.
    ///
    /// @param batch sequences at once, at least 1
    public static ParScaleServing of(int batch) {
        return new ParScaleServing(
                Roofline.of(Device.named("a100-sxm-80gb")),
                IntStream.of(64, 128, 256, 512)
                        .mapToObj(tokens -> new Generation(batch, tokens, tokens))
                        .toList());
    }

    /// Sequences at once, of the first generation.
    public int batch() {
        return generations.getFirst().batch();
    }

    /// What is weighed against loss.
    public enum Measure {
        /// Memory, in GiB.
        MEMORY("memory", "GiB"),
        /// Time from prompts to last tokens, in seconds.
        LATENCY("latency", "s");

        private final String label;
        private final String unit;

        Measure(String label, String unit) {
            this.label = label;
            this.unit = unit;
        }

        /// In words.
        public String label() {
            return label;
        }

        /// Of its values.
        public String unit() {
            return unit;
        }
    }

    /// Memory or seconds.
    public double value(Measure measure, ParallelStreams model) {
        return switch (measure) {
            case MEMORY -> gib(model);
            case LATENCY -> seconds(model);
        };
    }

    /// Memory at the most, in GiB.
    public double gib(ParallelStreams model) {
        return mean(work -> model.memory(work, roofline).value()) / GIB;
    }

    /// Seconds from prompts to last tokens.
    public double seconds(ParallelStreams model) {
        return mean(work -> model.seconds(work, roofline).value());
    }

    private double mean(ToDoubleFunction<Generation> cost) {
        return generations.stream().mapToDouble(cost).average().orElseThrow();
    }

    /// How many times as much more memory or time it takes to reach the loss of 1.6B with 8 streams from 1.6B by more
    /// parameters than by these streams. Models between 2.8B and 4.4B are between these two in cost as in loss.
    ///
    /// @param share of the way from 2.8B to 4.4B at which the loss is that
    public double advantage(Measure measure, double share) {
        Member small = ParScaleFamily.named("1.6B");
        double from = value(measure, small.with(1));
        double middle = value(measure, ParScaleFamily.named("2.8B").with(1));
        double large = value(measure, ParScaleFamily.named("4.4B").with(1));
        double parameters = middle + share * (large - middle);
        return (parameters - from) / (value(measure, small.with(8)) - from);
    }
}
