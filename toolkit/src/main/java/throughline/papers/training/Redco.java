package throughline.papers.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.data.Plot;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.sbp.Boxing;
import throughline.training.sbp.Choice;
import throughline.training.sbp.Execution;
import throughline.training.sbp.Graph;
import throughline.training.sbp.Layout;
import throughline.training.sbp.LayoutPlanner;
import throughline.training.sbp.Mesh;
import throughline.training.sbp.NameRules;
import throughline.training.sbp.Pieces;

/// Redco (arXiv 2310.16355): tensor-parallel layouts for large language models from two rules on the names of their
/// parameters. The rules are those of the authors' code; what they must give is Megatron's layout, and nothing that is
/// faster; which models are said to run is in the authors' README.
public final class Redco implements Paper {
    private static final String README = "README, table of what runs; read as the largest that does";
    private static final String IMPLIED = "implied: the rules give Megatron's layout";
    private static final String TOKENS = "tables of tokens split along the vocabulary, of six models";
    private static final String DIFFERENCE = "largest difference of a sharded block from that of one device";
    private static final int FLOAT = 4;
    private static final Mesh.Axis LINK = Mesh.of(1).axes().getFirst();
    private static final Constant[] SPEEDS = {
        frozen("operations a second", Mesh.of(1).operations()),
        frozen("bytes a second that a device sends", LINK.bandwidth()),
        frozen("seconds of a collective", LINK.latency())
    };

    private static Constant frozen(String name, double value) {
        return Constant.frozen(name, value, "of an A100, as in a data sheet and in Calculon", Provenance.SECONDHAND);
    }

    /// A model and the devices that share it.
    private record Case(RedcoModel model, int devices, int length) {}

    private static final List<Case> BLOCKS = List.of(
            new Case(RedcoModel.gptJ(), 4, 1024),
            new Case(RedcoModel.llama(7, 32, 4096, 11_008), 4, 1024),
            new Case(RedcoModel.t5(11, 128, 65_536), 8, 512),
            new Case(RedcoModel.opt(13, 40, 5120, 40), 8, 1024));
    private static final List<Case> TREES = Stream.concat(
                    BLOCKS.stream(),
                    Stream.of(
                            new Case(RedcoModel.opt(66, 64, 9216, 72), 8, 512),
                            new Case(RedcoModel.gpt2("GPT2-Large", 0.774, 36, 1280), 2, 512)))
            .toList();

    @Override
    public String id() {
        return "Redco";
    }

    private static String asMegatron(Case one) {
        return "matrices that lie as Megatron's, " + one.model.name();
    }

    private static String reduces(Case one, String way) {
        return "all-reduces of a block %s, %s".formatted(way, one.model.name());
    }

    private static String overBest(Case one) {
        return "time of a block over that of the best layout, " + one.model.name();
    }

    private static String lastAxis(Case one) {
        return "bytes with all split along the last axis, beyond twice the rules', " + one.model.name();
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        List<Reported> rows = new ArrayList<>();
        for (Case one : TREES) {
            rows.add(Reported.of(asMegatron(one), 1, "", IMPLIED, told));
        }
        rows.add(Reported.of(TOKENS, 5, "", "all but GPT2-Large, whose vocabulary is odd", told));
        for (Case one : BLOCKS) {
            boolean merged = one.model.family() == RedcoModel.Family.GPT_J;
            String where = IMPLIED + (merged ? "; attention and feed-forward side by side share one" : "");
            rows.add(Reported.of(reduces(one, "forward"), merged ? 1 : 2, "", where, told));
            rows.add(Reported.of(reduces(one, "back"), merged ? 1 : 2, "", where, told));
            rows.add(Reported.of(overBest(one), 1, "", "implied: no layout is faster", told));
            rows.add(Reported.rises(lastAxis(one), "", "implied: at least twice", told));
        }
        for (RedcoMemory setting : RedcoMemory.settings()) {
            double size =
                    switch (setting.what()) {
                        case "BART-Large" -> 0.406;
                        case "GPT2-Large" -> 0.774;
                        case "LLaMA-7B" -> 7;
                        case "GPT-J-6B" -> 6;
                        case "T5-11B" -> 11;
                        case "OPT-13B" -> 13;
                        default -> 66;
                    };
            rows.add(Reported.of(setting.row(), size, "billion", README, Provenance.AUTHORS_DATA));
        }
        rows.add(Reported.of(DIFFERENCE, 0, "", IMPLIED, told));
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        trees(evidence);
        for (int i = 0; i < BLOCKS.size() && !cancel.requested(); i++) {
            block(evidence, BLOCKS.get(i), cancel);
            progress.report(i + 1L, BLOCKS.size() + 1L);
        }
        if (cancel.requested()) {
            return;
        }
        for (RedcoMemory setting : RedcoMemory.settings()) {
            evidence.claim(Recomputed.of(setting.row(), setting.largest(RedcoMemory.ADAM))
                    .within(Tolerance.absolute(0, "one of the family"))
                    .against(Null.of("as many bytes a parameter as the other settings have", setting::byOthers)));
        }
        sharded(evidence, cancel);
        progress.report(BLOCKS.size() + 1L, BLOCKS.size() + 1L);
    }

    private static void trees(Evidence evidence) {
        int tables = 0;
        for (Case one : TREES) {
            Map<String, Layout> rules = RedcoLayout.RULES.weights(one.model, one.devices);
            Map<String, Layout> megatron = RedcoLayout.MEGATRON.weights(one.model, one.devices);
            Map<String, Layout> last = RedcoLayout.LAST.weights(one.model, one.devices);
            Recomputed claim = Recomputed.of(asMegatron(one), same(rules, megatron))
                    .within(Tolerance.absolute(0, "a share of a count"))
                    .against(Null.of(same(last, megatron), "all split along the last axis"));
            evidence.claim(
                    one.model.family() == RedcoModel.Family.GPT_2
                            ? claim.tried(
                                    "No word in [c_attn], [c_fc] and [c_proj] is known to the rules, which alternate"
                                            + " over them in order of the alphabet; Flax stores them [out, in], so the fused"
                                            + " matrix comes out split along its rows. Stored [in, out], two more would.")
                            : claim);
            Layout tokens = NameRules.layouts(one.model.tree(), one.devices).get(one.model.tokens());
            tables += tokens.equals(Layout.of("S(0)")) ? 1 : 0;
        }
        evidence.claim(Recomputed.of(TOKENS, tables)
                .within(Tolerance.absolute(0, "a count"))
                .against(Null.of(TREES.size(), "all of them"))
                .tried("All embeddings share one layout. OPT has 2050 positions, which 8 devices do not divide, so its"
                        + " table of tokens is split along the width too; with 2 devices it is not."));
    }

    private static double same(Map<String, Layout> one, Map<String, Layout> other) {
        return (double) one.keySet().stream()
                        .filter(path -> one.get(path).equals(other.get(path)))
                        .count()
                / one.size();
    }

    private static void block(Evidence evidence, Case one, Cancel cancel) {
        Choice rules = choice(one, RedcoLayout.RULES, cancel);
        Choice last = choice(one, RedcoLayout.LAST, cancel);
        for (boolean back : new boolean[] {false, true}) {
            double reduces = rules.collectives(back).stream()
                    .filter(boxing -> boxing == Boxing.ALL_REDUCE)
                    .count();
            evidence.claim(Recomputed.of(reduces(one, back ? "back" : "forward"), reduces)
                    .within(Tolerance.absolute(0, "a count"))
                    .against(Null.of(one.model.matrices().size(), "one for each matrix")));
        }
        double best = best(one.model, one.devices, one.devices, one.length, FLOAT, cancel)
                .cost()
                .value();
        evidence.claim(Recomputed.of(overBest(one), rules.cost().value() / best)
                .within(Tolerance.relative(1e-9, "sums in another order"))
                .against(Null.of(last.cost().value() / best, "all split along the last axis"))
                .using(SPEEDS));
        evidence.claim(Recomputed.of(lastAxis(one), last.bytes() / rules.bytes() - 2 * (1 - 1e-9))
                .within(Tolerance.direction(0, "exact"))
                .tried(
                        one.model.family() == RedcoModel.Family.LLAMA
                                ? "A gated part of 2.7 widths has less to gather inside than one of four."
                                : ""));
    }

    /// With one sequence for each device.
    private static Choice choice(Case one, RedcoLayout layout, Cancel cancel) {
        return layout.choice(one.model, one.devices, one.devices, one.length, FLOAT, cancel);
    }

    /// The fastest of all layouts in which every matrix is split along its first axis, along its last, or not at all.
    ///
    /// @param devices   in a line
    /// @param sequences at once
    /// @param length    tokens of each
    /// @param bytes     of a number
    public static Choice best(RedcoModel model, int devices, int sequences, int length, int bytes, Cancel cancel) {
        Graph graph =
                model.block(sequences, length, bytes).pin("x", Layout.of("B")).pin("y out", Layout.of("B"));
        return new LayoutPlanner(Mesh.of(devices), true, true).best(graph, cancel);
    }

    /// Small blocks of all four kinds, done by 4 ranks.
    private static void sharded(Evidence evidence, Cancel cancel) {
        double[] alone = new double[1];
        Measured<Double> most = evidence.measure("a block on 4 ranks, with real numbers", () -> {
            double difference = 0;
            for (Case one : BLOCKS) {
                RedcoModel small = new RedcoModel("small", 0, one.model.family(), 1, 16, 4, 4, 32, 64);
                Choice choice = RedcoLayout.RULES.choice(small, 4, 2, 6, 8, cancel);
                Map<String, double[]> sources = sources(choice.graph());
                Pieces result = Execution.run(choice, sources).result("y");
                double[] single = Execution.run(best(small, 1, 2, 6, 8, cancel), sources)
                        .result("y")
                        .join();
                difference = Math.max(difference, distance(result.join(), single));
                alone[0] = Math.max(alone[0], distance(result.locals().getFirst(), single));
            }
            return difference;
        });
        evidence.claim(Recomputed.of(DIFFERENCE, most.value())
                .within(Tolerance.absolute(1e-10, "sums in another order"))
                .against(Null.of(alone[0], "what one device has before the last all-reduce"))
                .from(most));
    }

    private static Map<String, double[]> sources(Graph graph) {
        Map<String, double[]> sources = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(graph.weights());
        names.add("x");
        for (String name : names) {
            var random = new Streams(1).named(name);
            sources.put(
                    name,
                    IntStream.range(0, (int) graph.node(name).shape().elements())
                            .mapToDouble(_ -> random.uniform(-1, 1))
                            .toArray());
        }
        return sources;
    }

    private static double distance(double[] one, double[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }

    /// Bytes for a block, forward and back, in each of five layouts, with one sequence for each device.
    ///
    /// @param bytes of a number
    public static Plot bytes(int bytes, Cancel cancel) {
        Plot plot = Plot.of(
                "The rules send what Megatron's layout does",
                Plot.Axis.of(
                        "model",
                        BLOCKS.stream()
                                .map(one -> "%s on %d".formatted(one.model.name(), one.devices))
                                .toList()),
                new Plot.Axis("sent for a block by all devices", "GB", false));
        for (RedcoLayout layout : RedcoLayout.values()) {
            double[] sent = BLOCKS.stream()
                    .mapToDouble(
                            one -> 1e-9 * layout.bytes(one.model, one.devices, one.devices, one.length, bytes, cancel))
                    .toArray();
            plot = plot.bars(layout.name().toLowerCase(Locale.ROOT), sent);
        }
        return plot;
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(bytes(FLOAT, cancel));
    }
}
