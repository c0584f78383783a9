package throughline.papers.training;

import static throughline.papers.training.GPipeTables.ALMOST_LINEAR;
import static throughline.papers.training.GPipeTables.AMOEBANETS;
import static throughline.papers.training.GPipeTables.CELLS;
import static throughline.papers.training.GPipeTables.GRADIENTS;
import static throughline.papers.training.GPipeTables.MICRO_BATCHES;
import static throughline.papers.training.GPipeTables.SIZES;
import static throughline.papers.training.GPipeTables.activations;
import static throughline.papers.training.GPipeTables.memory;
import static throughline.papers.training.GPipeTables.pcie;
import static throughline.papers.training.GPipeTables.rises;
import static throughline.papers.training.GPipeTables.speed;
import static throughline.papers.training.GPipeTables.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.training.GPipeTables.Size;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Transformer;

/// Pipelines of cells and micro-batches with activations that are computed again (Huang et al. 2019, arXiv 1811.06965).
///
/// A transformer's cells are alike, so its table follows from the schedule alone. Those of AmoebaNet are not: what its
/// imbalance with two cells says about more is held against the table, and does not come out.
public final class GPipe implements Paper {
    private static final double GIB = 0x1p30;
    /// Adam or RMSProp in single precision: a weight and two moments.
    private static final double BYTES = 12;
    static final int MANY = 32;

    @Override
    public String id() {
        return "GPipe";
    }

    @Override
    public List<Reported> reported() {
        return GPipeTables.reported();
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        tableOfWeights(evidence);
        tableOfTransformers(evidence);
        progress.report(1, 4);
        directions(evidence);
        gradients(evidence);
        progress.report(2, 4);
        if (!cancel.requested()) {
            GPipeImbalance.claims(evidence, "AmoebaNet");
            progress.report(3, 4);
        }
        if (!cancel.requested()) {
            GPipeImbalance.claims(evidence, "torchgpipe");
        }
        progress.report(4, 4);
    }

    private static Transformer transformer(int layers) {
        return Transformer.gpt("transformer", layers, 2048, 32).with("vocabulary", "32000");
    }

    /// Weights with a table of tokens at each end, in billions.
    private static double billions(int layers) {
        Transformer model = transformer(layers);
        return (model.weights() + model.embeddingWeights()) / 1e9;
    }

    private static void tableOfWeights(Evidence evidence) {
        for (Size size : SIZES) {
            evidence.claim(Recomputed.of(weights(size), billions(size.layers()))
                    .within(Tolerance.relative(0.01, "the counts are printed with 2 to 4 digits"))
                    .against(straight(size, GPipeTables::weights)));
            evidence.claim(Recomputed.of(memory(size), BYTES * 1e9 * billions(size.layers()) / GIB)
                    .within(Tolerance.relative(0.02, "what an optimizer keeps beside weights and moments"))
                    .against(straight(size, GPipeTables::memory)));
        }
        AMOEBANETS.forEach(name -> {
            Constant weights = evidence.fit("weights of " + name, rows -> rows.value(weights(name)));
            evidence.claim(Recomputed.of(memory(name), BYTES * weights.value())
                    .within(Tolerance.relative(0.02, "as for transformers"))
                    .against(Null.of("as many bytes a weight as the others have on average", rows -> {
                        double others = AMOEBANETS.stream()
                                .filter(other -> !other.equals(name))
                                .mapToDouble(other -> rows.value(memory(other)) / rows.value(weights(other)))
                                .average()
                                .orElseThrow();
                        return others * rows.value(weights(name));
                    }))
                    .using(weights)
                    .tried("12 bytes a weight, the weights as printed; the smallest and the largest take more"));
        });
        Constant one = evidence.fit("activations of a cell", rows -> rows.value(activations(SIZES.get(1))));
        for (Size size : SIZES.subList(2, SIZES.size())) {
            int cells = Integer.parseInt(size.name().substring("Pipeline-".length()));
            evidence.claim(Recomputed.of(activations(size), one.value() * cells)
                    .within(Tolerance.relative(0.03, "cells have 12.9 to 13 layers"))
                    .against(Null.of(
                            "proportional to layers, from 13",
                            rows -> rows.value(activations(SIZES.get(1)))
                                    * size.layers()
                                    / SIZES.get(1).layers()))
                    .using(one));
        }
    }

    /// The line through the two other rows nearest in layers.
    private static Null straight(Size size, Function<Size, String> row) {
        int at = SIZES.indexOf(size);
        Size a = SIZES.get(at == 0 ? 1 : at - 1);
        Size b = SIZES.get(at == 0 ? 2 : at == SIZES.size() - 1 ? at - 2 : at + 1);
        return Null.of("straight line in layers through %s and %s".formatted(a.name(), b.name()), rows -> {
            double from = rows.value(row.apply(a));
            double slope = (rows.value(row.apply(b)) - from) / (b.layers() - a.layers());
            return from + slope * (size.layers() - a.layers());
        });
    }

    private static void tableOfTransformers(Evidence evidence) {
        for (int cells : CELLS) {
            for (int microBatches : MICRO_BATCHES) {
                if (cells > 2 || microBatches > 1) {
                    evidence.claim(transformerClaim(cells, microBatches));
                }
            }
        }
        for (int cells : new int[] {4, 8}) {
            double relative =
                    GPipeCells.even(cells).speed(MANY) / GPipeCells.even(2).speed(MANY);
            evidence.claim(Recomputed.of(pcie("transformer", cells), relative)
                    .within(Tolerance.relative(0.08, "as on TPUs"))
                    .against(power(pcie("transformer", 12 - cells), cells)));
        }
    }

    private static Recomputed transformerClaim(int cells, int microBatches) {
        Recomputed claim = Recomputed.of(
                speed("transformer", cells, microBatches),
                GPipeCells.even(cells).speed(microBatches));
        if (microBatches == 1) {
            return claim.within(Tolerance.absolute(0.4, "flat: 1 to 1.4"))
                    .against(Null.mean(speed("transformer", 12 - cells, 1)));
        }
        return claim.within(Tolerance.relative(0.08, "what a schedule leaves out: sending, uneven layers"))
                .against(others("transformer", cells, microBatches))
                .tried(
                        microBatches == 4 && cells > 2
                                ? "The table exceeds what any schedule of equal cells can do: with one micro-batch it must have"
                                        + " run a smaller, less efficient mini-batch."
                                : "");
    }

    /// A power of the cells through the two others with as many micro-batches.
    static Null others(String model, int cells, int microBatches) {
        return Null.of("power of the cells through the two others", rows -> {
            double two = cells == 2 ? 0 : rows.value(speed(model, 2, microBatches));
            double four = cells == 4 ? 0 : rows.value(speed(model, 4, microBatches));
            double eight = cells == 8 ? 0 : rows.value(speed(model, 8, microBatches));
            return switch (cells) {
                case 2 -> four * four / eight;
                case 4 -> Math.sqrt(two * eight);
                default -> four * four / two;
            };
        });
    }

    /// A power of the cells through the other row, and 1 at two cells.
    static Null power(String other, int cells) {
        return Null.of("power of the cells through 1 and the other row", rows -> {
            double value = rows.value(other);
            return cells == 4 ? Math.sqrt(value) : value * value;
        });
    }

    private static void directions(Evidence evidence) {
        Tolerance exact = Tolerance.direction(0, "nothing is left to chance");
        for (int cells : CELLS) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 1; i < MICRO_BATCHES.length; i++) {
                GPipeCells even = GPipeCells.even(cells);
                least = Math.min(least, even.speed(MICRO_BATCHES[i]) - even.speed(MICRO_BATCHES[i - 1]));
            }
            evidence.claim(Recomputed.of(rises(cells), least).within(exact));
        }
        double rise = GPipeCells.even(8).speed(MANY) - GPipeCells.even(2).speed(MANY);
        evidence.claim(Recomputed.of(ALMOST_LINEAR, rise).within(exact));
    }

    private static void gradients(Evidence evidence) {
        MicroBatchGradients network = new MicroBatchGradients(1);
        Measured<Double> difference = evidence.measure(
                "backpropagation through two cells in micro-batches, plain arrays", () -> IntStream.of(2, 3, 4, 8, 24)
                        .mapToDouble(m -> network.difference(m, m))
                        .max()
                        .orElseThrow());
        evidence.claim(Recomputed.of(GRADIENTS, difference.value())
                .within(Tolerance.absolute(1e-10, "sums in another order"))
                .against(Null.of(network.difference(4, 3), "one of four micro-batches forgotten"))
                .from(difference));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        double[] microBatches = {1, 2, 4, 8, 16, 32, 64};
        Plot plot = Plot.of(
                "A pipeline of cells is as fast as it has micro-batches",
                Axis.of("micro-batches", "").logarithmic(),
                Axis.of("speed over two cells with one", ""));
        double imbalance = GPipeImbalance.ofTwoCells(published.value(speed("AmoebaNet", 2, MANY)));
        for (int cells : CELLS) {
            plot = plot.line(
                            "%d equal cells".formatted(cells),
                            microBatches,
                            Arrays.stream(microBatches)
                                    .map(m -> GPipeCells.even(cells).speed((int) m))
                                    .toArray())
                    .line(
                            "%d cells, as imbalanced as AmoebaNet's two".formatted(cells),
                            microBatches,
                            Arrays.stream(microBatches)
                                    .map(m -> GPipeCells.imbalanced(cells, imbalance)
                                            .speed((int) m))
                                    .toArray());
        }
        for (String model : List.of("transformer", "AmoebaNet")) {
            for (int cells : CELLS) {
                int[] shown = cells == 2 ? new int[] {4, 32} : MICRO_BATCHES;
                plot = plot.published(
                        "%s, %d cells".formatted(model, cells),
                        Arrays.stream(shown).asDoubleStream().toArray(),
                        Arrays.stream(shown)
                                .mapToDouble(m -> published.value(speed(model, cells, m)))
                                .toArray());
            }
        }
        return Optional.of(plot);
    }
}
