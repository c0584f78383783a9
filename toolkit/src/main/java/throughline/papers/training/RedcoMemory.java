package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import throughline.data.Heatmap;
import throughline.data.Plot;
import throughline.papers.Published;

/// What Redco is said to train on which devices, in full precision with Adam, and whether its parameters fit there.
///
/// @param what    model, as listed
/// @param devices as listed
/// @param bytes   that they have
/// @param family  from the smallest on
public record RedcoMemory(String what, String devices, double bytes, List<RedcoModel> family) {
    /// Weights, gradients, and the two moments of Adam, four bytes each.
    static final double ADAM = 16;

    public RedcoMemory {
        family = List.copyOf(family);
    }

    /// The settings, the families with their next larger members.
    public static List<RedcoMemory> settings() {
        List<RedcoModel> bart =
                List.of(RedcoModel.bart("BART-Base", 0.139, 6, 768), RedcoModel.bart("BART-Large", 0.406, 12, 1024));
        List<RedcoModel> gpt2 = List.of(
                RedcoModel.gpt2("GPT2", 0.124, 12, 768),
                RedcoModel.gpt2("GPT2-Medium", 0.355, 24, 1024),
                RedcoModel.gpt2("GPT2-Large", 0.774, 36, 1280),
                RedcoModel.gpt2("GPT2-XL", 1.558, 48, 1600));
        List<RedcoModel> llama = List.of(
                RedcoModel.llama(7, 32, 4096, 11_008),
                RedcoModel.llama(13, 40, 5120, 13_824),
                RedcoModel.llama(33, 60, 6656, 17_920));
        List<RedcoModel> t5 = List.of(RedcoModel.t5(3, 32, 16_384), RedcoModel.t5(11, 128, 65_536));
        List<RedcoModel> opt = List.of(
                RedcoModel.opt(1.3, 24, 2048, 32),
                RedcoModel.opt(2.7, 32, 2560, 32),
                RedcoModel.opt(6.7, 32, 4096, 32),
                RedcoModel.opt(13, 40, 5120, 40),
                RedcoModel.opt(30, 48, 7168, 56),
                RedcoModel.opt(66, 64, 9216, 72),
                RedcoModel.opt(175, 96, 12_288, 96));
        return List.of(
                new RedcoMemory("BART-Large", "2 x 1080 Ti", 22e9, bart),
                new RedcoMemory("GPT2-Large", "2 x 1080 Ti", 22e9, gpt2),
                new RedcoMemory("LLaMA-7B", "4 x A100-40G", 160e9, llama),
                new RedcoMemory("GPT-J-6B", "4 x A100-40G", 160e9, List.of(RedcoModel.gptJ())),
                new RedcoMemory("T5-11B", "8 x TPU v4", 256e9, t5),
                new RedcoMemory("OPT-13B", "8 x TPU v4", 256e9, opt),
                new RedcoMemory("OPT-66B", "64 x TPU v4", 2048e9, opt));
    }

    String row() {
        return "largest of its family, %s on %s".formatted(what, devices);
    }

    /// Billions of parameters of the largest member of the family that fits; 0 if none does.
    ///
    /// @param bytesEach that a parameter takes
    public double largest(double bytesEach) {
        return family.stream()
                .filter(model -> model.weights() * bytesEach <= bytes)
                .mapToDouble(RedcoModel::billions)
                .max()
                .orElse(0);
    }

    /// The largest member with as many bytes for a parameter as the mean of the other settings.
    double byOthers(Published published) {
        double each = settings().stream()
                .filter(other -> !other.what.equals(what))
                .mapToDouble(other -> other.bytes / 1e9 / published.value(other.row()))
                .average()
                .orElseThrow();
        return family.stream()
                .mapToDouble(RedcoModel::billions)
                .filter(billions -> billions * each <= bytes / 1e9)
                .max()
                .orElse(0);
    }

    /// Which models fit which devices.
    ///
    /// @param bytesEach that a parameter takes: 16 for full precision and Adam
    public static Heatmap grid(double bytesEach) {
        List<RedcoMemory> settings = settings();
        List<RedcoModel> models = new ArrayList<>();
        settings.forEach(setting -> setting.family.stream()
                .filter(model -> models.stream().noneMatch(known -> known.name().equals(model.name())))
                .forEach(models::add));
        double[][] shares = new double[models.size()][settings.size()];
        for (int row = 0; row < shares.length; row++) {
            for (int column = 0; column < settings.size(); column++) {
                shares[row][column] = models.get(row).weights() * bytesEach / settings.get(column).bytes;
            }
        }
        return new Heatmap(
                "What fits: below 1",
                Plot.Axis.of(
                        "devices, as listed for a model",
                        settings.stream()
                                .map(setting -> setting.devices + ", " + setting.what)
                                .toList()),
                Plot.Axis.of("model", models.stream().map(RedcoModel::name).toList()),
                new Plot.Axis("parameters and their states over memory", "", true),
                shares);
    }
}
