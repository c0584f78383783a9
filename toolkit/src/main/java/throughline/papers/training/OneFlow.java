package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import throughline.data.Plot;
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
import throughline.training.sbp.Actor;
import throughline.training.sbp.Actors;
import throughline.training.sbp.Choice;
import throughline.training.sbp.Graph;
import throughline.training.sbp.Layout;
import throughline.training.sbp.LayoutPlanner;
import throughline.training.sbp.Mesh;
import throughline.training.sbp.Op;
import throughline.training.sbp.Shape;

/// OneFlow (arXiv 2110.15032): layouts of tensors over devices, and actors that run them. Of the paper its abstract is
/// known, and its authors' code; its throughputs are not. Boxing and products are done with real numbers and counted
/// ([OneFlowBoxing]); layouts are planned; actors are simulated.
public final class OneFlow implements Paper {
    private static final String NOTES = "notes of a reader on section 4";
    private static final String SHOEYBI = "Shoeybi et al. 2019, figure 3, as the layout that the planner must find";
    private static final String COLLECTIVES = "collectives of two layers between broadcast activations, ";
    private static final String SAVED = "collectives saved by keeping a product partial";
    private static final String CROSSOVER = "rows over inner width at which weights are better replicated";
    private static final String OVERLAPPED = "time a piece, two registers";
    private static final String ALONE = "time a piece, one register";
    private static final String DEADLOCK = "actions done with credits, over those without";
    private static final String BEYOND = "registers in use beyond the credits";

    /// Seconds a piece: load, decode, copy to the device, compute. Ours; the notes tell the rule and no times.
    private static final double[] STAGES = {6e-3, 10e-3, 3e-3, 8e-3};

    private static final int PIECES = 200;

    @Override
    public String id() {
        return "OneFlow";
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        List<Reported> rows = new ArrayList<>(OneFlowBoxing.reported());
        rows.add(Reported.of(COLLECTIVES + "forward", 1, "", SHOEYBI, told));
        rows.add(Reported.of(COLLECTIVES + "back", 1, "", SHOEYBI, told));
        rows.add(Reported.of(SAVED, 1, "", "section 3.3: U (V W)", Provenance.RECALLED));
        rows.add(Reported.notKnown(CROSSOVER, "", "the paper has none"));
        rows.add(Reported.of(OVERLAPPED, 10, "ms", NOTES + ": the slowest stage", told));
        rows.add(Reported.of(ALONE, 16, "ms", NOTES + ": the slowest two neighbours", told));
        rows.add(Reported.rises(DEADLOCK, "", NOTES + ", section 2.3", told));
        rows.add(Reported.of(BEYOND, 0, "", NOTES, told));
        rows.add(Reported.notKnown("throughput over that of other libraries", "", "abstract: higher; tables"));
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        OneFlowBoxing.claims(evidence);
        progress.report(1, 3);
        if (!cancel.requested()) {
            plans(evidence, cancel);
        }
        progress.report(2, 3);
        if (!cancel.requested()) {
            actors(evidence, cancel);
        }
        progress.report(3, 3);
    }

    private static void plans(Evidence evidence, Cancel cancel) {
        Choice choice = twoLayers(1024, 1024, 4096, "B", Mesh.of(8), cancel);
        count(evidence, COLLECTIVES + "forward", choice.collectives(false).size());
        count(evidence, COLLECTIVES + "back", choice.collectives(true).size());
        evidence.claim(
                Recomputed.of(SAVED, product("B", cancel) - product("P", cancel))
                        .within(Tolerance.absolute(0, "a count"))
                        .against(Null.of(2, "one for each product"))
                        .tried(
                                "What is not reduced between the products is reduced after them: as many collectives, and fewer"
                                        + " bytes only if the second product is smaller. Partial products that are added do save one."));
        evidence.claim(Recomputed.of(CROSSOVER, crossover(1024, 4096, Mesh.of(8), cancel) / 4096.0));
    }

    private static void count(Evidence evidence, String row, double collectives) {
        evidence.claim(Recomputed.of(row, collectives)
                .within(Tolerance.absolute(0, "a count"))
                .against(Null.of(2, "one for each matrix")));
    }

    /// The best layouts for two matrices of a transformer, with the way back, when the activations come and go in one
    /// layout.
    ///
    /// @param rows    tokens
    /// @param width   of the activations
    /// @param inner   width between the matrices
    /// @param ends    layout of the activations, such as `B` or `S(0)`
    /// @param mesh    a line of devices
    public static Choice twoLayers(int rows, int width, int inner, String ends, Mesh mesh, Cancel cancel) {
        Graph graph = Graph.mlp(rows, width, inner).pin("x", Layout.of(ends)).pin("y out", Layout.of(ends));
        return new LayoutPlanner(mesh, true, false).best(graph, cancel);
    }

    /// The fewest rows, in steps of the devices, with which it is fastest to split them and to replicate the weights:
    /// gradients of the weights are then fewer than activations and their gradients.
    ///
    /// @param width   of the activations
    /// @param inner   width between the matrices, a multiple of the devices
    /// @param mesh    a line of devices, at least 2
    public static int crossover(int width, int inner, Mesh mesh, Cancel cancel) {
        int devices = mesh.devices();
        int low = 1;
        int high = 8 * inner / devices;
        while (low < high && !cancel.requested()) {
            int middle = (low + high) / 2;
            Choice split = twoLayers(middle * devices, width, inner, "S(0)", mesh, cancel);
            Choice same = twoLayers(middle * devices, width, inner, "B", mesh, cancel);
            boolean faster = split.cost().value() < same.cost().value();
            if (faster && split.layout("W1").equals(Layout.of("B"))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low * devices;
    }

    /// Collectives of U (V W), when V is split by its columns and V W is to lie in some way.
    private static int product(String between, Cancel cancel) {
        Graph graph = Graph.of(2)
                .input("V", Shape.of(4096, 8192))
                .weight("W", Shape.of(8192, 64))
                .op("VW", new Op.Matmul(), "V", "W")
                .op("VW scaled", new Op.Unary(true), "VW")
                .weight("U", Shape.of(64, 64))
                .op("UVW", new Op.Matmul(), "VW scaled", "U")
                .output("UVW")
                .pin("V", Layout.of("S(1)"))
                .pin("VW scaled", Layout.of(between))
                .pin("UVW out", Layout.of("B"));
        return new LayoutPlanner(Mesh.of(4), false, true)
                .best(graph, cancel)
                .collectives(false)
                .size();
    }

    private static void actors(Evidence evidence, Cancel cancel) {
        pace(evidence, OVERLAPPED, 2, ALONE, cancel);
        pace(evidence, ALONE, 1, OVERLAPPED, cancel);
        Actors branches = branches();
        double with = branches.run(PIECES, cancel).actions().size();
        double without =
                branches.greedy(PIECES, branches.memory(), cancel).actions().size();
        evidence.claim(Recomputed.of(DEADLOCK, with - without).within(Tolerance.direction(0, "exact")));
        int beyond = branches.all().stream()
                .mapToInt(actor -> Math.max(0, branches.run(PIECES, cancel).peak(actor.name()) - actor.registers()))
                .sum();
        evidence.claim(Recomputed.of(BEYOND, beyond)
                .within(Tolerance.absolute(0, "a count"))
                .byArithmetic("an actor without a credit does not start"));
    }

    private static void pace(Evidence evidence, String row, int registers, String other, Cancel cancel) {
        double seconds = Actors.chain(registers, STAGES).run(PIECES, cancel).interval();
        ToDoubleFunction<Published> same = published -> published.value(other);
        evidence.claim(Recomputed.of(row, 1e3 * seconds)
                .within(Tolerance.absolute(1e-6, "one tick of the simulation"))
                .against(Null.of("registers make no difference", same)));
    }

    /// Two branches that load and compute: what is computed first needs as much memory as each of the inputs.
    public static Actors branches() {
        return new Actors(List.of(
                Actor.of("M1", 1e-3, 1).holding(4),
                Actor.of("M2", 1e-3, 1).holding(4),
                Actor.of("O1", 2e-3, 1, "M1").on("compute").holding(4),
                Actor.of("O2", 2e-3, 1, "M2").on("compute").holding(2)));
    }

    /// Time a piece takes a chain of actors, by their registers, simulated.
    ///
    /// @param most    registers, at least 1
    /// @param seconds of each stage
    public static Plot pace(int most, Cancel cancel, double... seconds) {
        double[] registers = new double[most];
        double[] simulated = new double[most];
        double[] formula = new double[most];
        for (int i = 0; i < most; i++) {
            Actors chain = Actors.chain(i + 1, seconds);
            registers[i] = i + 1.0;
            simulated[i] = 1e3 * chain.run(PIECES, cancel).interval();
            formula[i] = 1e3 * chain.interval().value();
        }
        return Plot.of(
                        "Two registers overlap all stages",
                        Plot.Axis.of("registers of each actor", ""),
                        Plot.Axis.of("time a piece", "ms"))
                .line("formula", registers, formula)
                .points("simulated actors", registers, simulated);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(pace(4, cancel, STAGES).published("told of the paper", new double[] {1, 2}, new double[] {
            published.value(ALONE), published.value(OVERLAPPED)
        }));
    }
}
