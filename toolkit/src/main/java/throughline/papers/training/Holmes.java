package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.hardware.Cluster;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.PipelinePartition;
import throughline.training.Transformer;

/// Training across clusters whose networks do not mix (Yang et al. 2023, arXiv 2312.03549): stages on islands, so that
/// replicas exchange over the fast network of theirs, and only activations cross.
///
/// The splits of its scripts are the fastest with the rates of cards as recalled, and hang on them: with 0.4 to 4 times
/// Ethernet's and a tenth of RoCE's or more, the fastest have 16 to 19 of 30 layers on InfiniBand, and 24 to 30 of 48.
///
/// On a mixed cluster without this, all exchanges fall back to Ethernet: that baseline is the Ethernet row. Each claim
/// about speeds comes twice, by datasheets alone and with three constants fitted on the rows of the three networks.
public final class Holmes implements Paper {
    private static final String TABLE = "table of networks, 3.6 billion weights, 32 A100";
    private static final String FIGURE_6 = "figure 6, 7.5 billion weights, 8 nodes, read off to 5 %";
    private static final String SCRIPTS = "stages in the scripts of its repository";
    private static final String ABLATION = "table of ablations, its directions";
    private static final String ABSTRACT = "abstract: close to homogeneous RDMA, far above Ethernet";
    private static final List<String> NETWORKS = List.of("infiniband", "roce", "ethernet");
    static final List<String> ISLANDS = List.of("infiniband", "roce");
    static final List<String> ANYWHERE = List.of("", "");
    private static final String SPLIT_30 = "layers on InfiniBand, of 30";
    private static final String SPLIT_48 = "layers on InfiniBand, of 48";
    private static final String OVER_ETHERNET = "Holmes over Megatron-LM, mixed, 7.5 billion weights";
    private static final String OVERLAPPED = "Megatron-LLaMA over Megatron-LM, mixed, 7.5 billion weights";
    private static final String NEAR_RDMA = "mixed over RoCE, less 0.9";
    private static final String FAR_ABOVE = "mixed over Ethernet, less 1.2";
    private static final String OVERLAP_HELPS = "gain of overlapping";
    private static final String SPLIT_HELPS = "gain of uneven stages";
    private static final String MORE_OVERLAP = "gain of overlapping, less that of uneven stages";
    private static final String GROWS = "gain over Ethernet from 4 to 8 nodes";
    private static final String FALLS = "gain over Ethernet from 768 to 1536 sequences";
    private static final Tolerance EXACT = Tolerance.direction(0, "nothing is left to chance");
    private static final Tolerance TENTH =
            Tolerance.relative(0.1, "samples a second of three networks, and what was read off");
    private static final Constant CARDS = Constant.frozen(
            "Ethernet of a node, Gbit/s", 25, "not surely recalled, as the rate of RoCE", Provenance.RECALLED);
    private static final Transformer SMALL = Transformer.gpt("GPT 3.6B", 30, 3072, 32);
    private static final Transformer MIDDLE = Transformer.gpt("GPT 7.5B", 36, 4096, 32);
    private static final Transformer LARGE = Transformer.gpt("GPT 39.1B", 48, 8192, 64);
    private static final int BATCH = 768;

    @Override
    public String id() {
        return "Holmes";
    }

    @Override
    public List<Reported> reported() {
        Provenance recalled = Provenance.RECALLED;
        Provenance read = Provenance.READ_OFF_FIGURE;
        return List.of(
                Reported.of(speed("infiniband"), 99.23, "1/s", TABLE, recalled),
                Reported.of(speed("roce"), 80.54, "1/s", TABLE, recalled),
                Reported.of(speed("ethernet"), 61.32, "1/s", TABLE, recalled),
                Reported.of(ratio("infiniband", "ethernet"), 1.618, "", TABLE, recalled),
                Reported.of(ratio("infiniband", "roce"), 1.232, "", TABLE, recalled),
                Reported.of(ratio("roce", "ethernet"), 1.313, "", TABLE, recalled),
                Reported.of(OVER_ETHERNET, 1.345, "", FIGURE_6, read),
                Reported.of(OVERLAPPED, 1.207, "", FIGURE_6, read),
                Reported.notKnown("samples a second, mixed, 3.6 billion weights", "1/s", "table of networks"),
                Reported.of(SPLIT_30, 16, "", SCRIPTS, Provenance.AUTHORS_DATA),
                Reported.of(SPLIT_48, 26, "", SCRIPTS, Provenance.AUTHORS_DATA),
                Reported.rises(NEAR_RDMA, "", ABSTRACT + "; read as 9 in 10", Provenance.PRINTED),
                Reported.rises(FAR_ABOVE, "", ABSTRACT + "; read as a fifth", Provenance.PRINTED),
                Reported.rises(OVERLAP_HELPS, "", ABLATION, recalled),
                Reported.rises(SPLIT_HELPS, "", ABLATION, recalled),
                Reported.rises(MORE_OVERLAP, "", ABLATION, recalled),
                Reported.rises(GROWS, "", "implied by what replicas exchange", recalled),
                Reported.falls(FALLS, "", "implied by what replicas exchange", recalled));
    }

    private static String speed(String network) {
        return "samples a second, " + network;
    }

    private static String ratio(String one, String other) {
        return "%s over %s".formatted(one, other);
    }

    /// The split of two stages that takes the least time.
    static CrossClusterStep fastest(CrossClusterStep step) {
        int all = step.model().layers();
        return IntStream.range(all / 3, all - all / 3)
                .mapToObj(first -> step.split(first, all - first))
                .min((a, b) -> Double.compare(a.seconds(), b.seconds()))
                .orElseThrow();
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        splits(evidence);
        progress.report(1, 3);
        speeds(evidence, HolmesStack.DATASHEETS, "by datasheets");
        progress.report(2, 3);
        if (!cancel.requested()) {
            List<Constant> fitted =
                    evidence.fit(List.of("factor of computing", "RoCE's share", "Ethernet's share"), Holmes::fit);
            HolmesStack stack = new HolmesStack(
                    fitted.get(0).value(), fitted.get(1).value(), fitted.get(2).value());
            speeds(evidence, stack, "fitted", fitted.toArray(Constant[]::new));
        }
        progress.report(3, 3);
    }

    /// One constant for each of the three rows.
    private static double[] fit(Published rows) {
        double factor = root(
                x -> -new HolmesStack(x, 1, 1)
                        .plain(SMALL, "infiniband", 16, BATCH)
                        .samplesPerSecond(),
                -rows.value(speed("infiniband")));
        double roce = root(
                x -> new HolmesStack(factor, x, 1)
                        .plain(SMALL, "roce", 16, BATCH)
                        .samplesPerSecond(),
                rows.value(speed("roce")));
        double ethernet = root(
                x -> new HolmesStack(factor, 1, x)
                        .plain(SMALL, "ethernet", 16, BATCH)
                        .samplesPerSecond(),
                rows.value(speed("ethernet")));
        return new double[] {factor, roce, ethernet};
    }

    /// Where an increasing function reaches a value, by halving.
    private static double root(DoubleUnaryOperator rising, double value) {
        double low = 0.01;
        double high = 4;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (rising.applyAsDouble(middle) < value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// How many of the layers InfiniBand gets: by the paper's rule from speeds of each network, and by trying all.
    private static void splits(Evidence evidence) {
        List<Constant> speeds = evidence.fit(
                List.of("speed on InfiniBand", "speed on RoCE"),
                rows -> rows.values(speed("infiniband"), speed("roce")));
        for (Transformer model : List.of(SMALL, LARGE)) {
            String row = model == SMALL ? SPLIT_30 : SPLIT_48;
            Tolerance exact = Tolerance.absolute(0, "a whole number");
            Null even = Null.of(model.layers() / 2.0, "half of the layers");
            evidence.claim(Recomputed.of(
                            row,
                            PipelinePartition.bySpeed(
                                            model.layers(),
                                            List.of(
                                                    speeds.get(0).value(),
                                                    speeds.get(1).value()))
                                    .layers()
                                    .getFirst())
                    .as(row + ", by speed: rounded down, what is left to RoCE")
                    .within(exact)
                    .against(even)
                    .using(speeds.toArray(Constant[]::new)));
            for (double overlap : new double[] {0, 1}) {
                CrossClusterStep step = model == SMALL
                        ? CrossClusterStep.of(SMALL, Cluster.named("holmes-mixed"), ISLANDS, 16, BATCH)
                        : CrossClusterStep.of(LARGE, Cluster.named("holmes-mixed"), ISLANDS, 2, 2 * BATCH)
                                .tensor(8);
                evidence.claim(Recomputed.of(
                                row, fastest(step.overlapping(overlap)).layers().getFirst())
                        .as(row + ", the fastest, " + (overlap == 0 ? "nothing overlapped" : "all overlapped"))
                        .within(exact)
                        .against(even)
                        .using(CARDS)
                        .tried("every split, with the output on the last stage, and exchanges by datasheets"));
            }
        }
    }

    private static void speeds(Evidence evidence, HolmesStack stack, String how, Constant... constants) {
        String tried = how + "; sends of all devices of a node share its cards, and are waited for";
        if (constants.length == 0) {
            ratios(evidence, stack, how, tried);
        }
        double megatron = stack.plain(MIDDLE, "ethernet", 32, 2 * BATCH).samplesPerSecond();
        double llama =
                stack.plain(MIDDLE, "ethernet", 32, 2 * BATCH).overlapping(1).samplesPerSecond();
        double holmes = stack.mixed(MIDDLE, 32, 2 * BATCH, 1).samplesPerSecond();
        evidence.claim(scored(OVER_ETHERNET, holmes / megatron, how, constants)
                .within(TENTH)
                .against(Null.of(
                        "mean of RoCE and InfiniBand over Ethernet",
                        rows -> (rows.value(ratio("infiniband", "ethernet")) + rows.value(ratio("roce", "ethernet")))
                                / 2))
                .tried(tried));
        evidence.claim(scored(OVERLAPPED, llama / megatron, how, constants)
                .within(TENTH)
                .against(Null.of("root of Holmes over Megatron-LM", rows -> Math.sqrt(rows.value(OVER_ETHERNET))))
                .tried(tried));
        directions(evidence, stack, how, tried, constants);
    }

    /// Of the three networks, by datasheets: constants that were fitted on their rows would give them back.
    private static void ratios(Evidence evidence, HolmesStack stack, String how, String tried) {
        for (String[] pair :
                new String[][] {{"infiniband", "ethernet"}, {"infiniband", "roce"}, {"roce", "ethernet"}}) {
            double quotient = stack.plain(SMALL, pair[0], 16, BATCH).samplesPerSecond()
                    / stack.plain(SMALL, pair[1], 16, BATCH).samplesPerSecond();
            evidence.claim(scored(ratio(pair[0], pair[1]), quotient, how)
                    .within(TENTH)
                    .against(Null.of(1, "the network does not matter"))
                    .tried(tried));
        }
    }

    private static void directions(
            Evidence evidence, HolmesStack stack, String how, String tried, Constant... constants) {
        double mixed = stack.mixed(SMALL, 16, BATCH, 1).samplesPerSecond();
        double roce = stack.plain(SMALL, "roce", 16, BATCH).samplesPerSecond();
        double ethernet = stack.plain(SMALL, "ethernet", 16, BATCH).samplesPerSecond();
        evidence.claim(scored("samples a second, mixed, 3.6 billion weights", mixed, how, constants));
        CrossClusterStep even = CrossClusterStep.of(SMALL, stack.cluster("mixed"), ISLANDS, 16, BATCH)
                .times(stack.factor());
        double withoutSplit = even.overlapping(1).samplesPerSecond();
        double withoutOverlap = stack.mixed(SMALL, 16, BATCH, 0).samplesPerSecond();
        double few = mixed / ethernet;
        double nodes = stack.mixed(SMALL, 32, BATCH, 1).samplesPerSecond()
                / stack.plain(SMALL, "ethernet", 32, BATCH).samplesPerSecond();
        double batch = stack.mixed(SMALL, 16, 2 * BATCH, 1).samplesPerSecond()
                / stack.plain(SMALL, "ethernet", 16, 2 * BATCH).samplesPerSecond();
        String[] rows = {NEAR_RDMA, FAR_ABOVE, OVERLAP_HELPS, SPLIT_HELPS, MORE_OVERLAP, GROWS, FALLS};
        double[] effects = {
            mixed / roce - 0.9,
            few - 1.2,
            mixed / withoutOverlap - 1,
            mixed / withoutSplit - 1,
            withoutSplit / withoutOverlap - 1,
            nodes - few,
            batch - few
        };
        for (int i = 0; i < rows.length; i++) {
            evidence.claim(
                    scored(rows[i], effects[i], how, constants).within(EXACT).tried(tried));
        }
    }

    private static Recomputed scored(String row, double value, String how, Constant... constants) {
        return Recomputed.of(row, value).as(row + ", " + how).using(CARDS).using(constants);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        double[] fitted = fit(published);
        HolmesStack stack = new HolmesStack(fitted[0], fitted[1], fitted[2]);
        List<Double> speeds = new ArrayList<>();
        for (String network : NETWORKS) {
            speeds.add(stack.plain(SMALL, network, 16, BATCH).samplesPerSecond());
        }
        speeds.add(speeds.getLast());
        speeds.add(stack.mixed(SMALL, 16, BATCH, 1).samplesPerSecond());
        List<String> names = List.of("InfiniBand", "RoCE", "Ethernet", "mixed", "mixed, stages on islands");
        return Optional.of(Plot.of(
                        "Stages on islands make up for most of what a mixed cluster lacks",
                        Axis.of("", names),
                        Axis.of("samples a second, 3.6 billion weights, 32 A100", "1/s"))
                .bars(
                        "fitted on three rows",
                        speeds.stream().mapToDouble(Double::doubleValue).toArray())
                .published(
                        "Yang et al. 2023",
                        new double[] {0, 1, 2},
                        NETWORKS.stream()
                                .mapToDouble(network -> published.value(speed(network)))
                                .toArray()));
    }

    /// The time of a step with every split of 30 layers between InfiniBand and RoCE.
    public static Plot splits(double overlap) {
        double[] first = IntStream.rangeClosed(10, 20).asDoubleStream().toArray();
        CrossClusterStep step = CrossClusterStep.of(SMALL, Cluster.named("holmes-mixed"), ISLANDS, 16, BATCH)
                .overlapping(overlap);
        double[] seconds = IntStream.rangeClosed(10, 20)
                .mapToDouble(n -> step.split(n, SMALL.layers() - n).seconds())
                .toArray();
        CrossClusterStep best = fastest(step);
        return Plot.of(
                        "The split decides little beside the network",
                        Axis.of("layers on InfiniBand, of 30", ""),
                        Axis.of("step", "s"))
                .line("all splits", first, seconds)
                .points("fastest", new double[] {best.layers().getFirst()}, new double[] {best.seconds()});
    }
}
