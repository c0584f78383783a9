package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.sbp.Choice;
import throughline.training.sbp.Graph;
import throughline.training.sbp.Layout;
import throughline.training.sbp.LayoutPlanner;
import throughline.training.sbp.Mesh;

class RedcoTest {
    private static final RedcoModel LLAMA = RedcoModel.llama(7, 32, 4096, 11_008);
    private static final RedcoModel OPT = RedcoModel.opt(13, 40, 5120, 40);

    @Test
    void whatDoesNotComeOutIsKnown() {
        List<Claim> claims = Ledger.claims(new Redco());
        assertThat(claims)
                .filteredOn(claim -> claim.verdict() == Verdict.OUTSIDE)
                .hasSize(3)
                .allSatisfy(claim -> assertThat(claim.recomputed().tried()).isNotEmpty());
    }

    @Test
    void weightsAreThoseOfTheModels() {
        assertThat(LLAMA.weights()).isCloseTo(6.74e9, within(0.01e9));
        assertThat(OPT.weights()).isCloseTo(12.85e9, within(0.02e9));
        assertThat(RedcoModel.gptJ().weights()).isCloseTo(6.05e9, within(0.01e9));
        assertThat(RedcoModel.t5(11, 128, 65_536).weights()).isCloseTo(11.3e9, within(0.05e9));
        assertThat(RedcoModel.opt(66, 64, 9216, 72).weights()).isCloseTo(65.7e9, within(0.1e9));
        assertThat(RedcoModel.gpt2("GPT2-Large", 0.774, 36, 1280).weights()).isCloseTo(0.774e9, within(0.002e9));
        assertThat(RedcoModel.bart("BART-Large", 0.406, 12, 1024).weights()).isCloseTo(0.406e9, within(0.002e9));
    }

    /// Data parallelism moves each weight's gradient twice, sharded data parallelism each weight three times, Megatron
    /// four times two copies of the activations.
    @Property(tries = 10)
    void bytesAreThoseOfTheFormulas(@ForAll @IntRange(min = 0, max = 3) int power) {
        int devices = 1 << power;
        double weights = 4 * 12.0 * 5120 * 5120;
        double activations = 4.0 * devices * 64 * 5120;
        assertThat(bytes(RedcoLayout.REPLICATED, devices)).isCloseTo(2 * (devices - 1) * weights, within(1.0));
        assertThat(bytes(RedcoLayout.GATHERED, devices)).isCloseTo(3 * (devices - 1) * weights, within(1.0));
        assertThat(bytes(RedcoLayout.MEGATRON, devices)).isCloseTo(8 * (devices - 1) * activations, within(1.0));
        assertThat(bytes(RedcoLayout.RULES, devices)).isEqualTo(bytes(RedcoLayout.MEGATRON, devices));
        assertThat(bytes(RedcoLayout.LAST, devices)).isCloseTo(16 * (devices - 1) * activations, within(1.0));
    }

    private static double bytes(RedcoLayout layout, int devices) {
        return layout.bytes(OPT, devices, devices, 64, 4, Cancel.NEVER);
    }

    /// Every one of the 3^6 layouts of a block, one by one.
    @Test
    void noLayoutOfTheMatricesIsFasterThanThatOfTheRules() {
        RedcoModel model = RedcoModel.gptJ();
        Graph graph = model.block(4, 1024, 4).pin("x", Layout.of("B")).pin("y out", Layout.of("B"));
        double fastest = fastest(graph, graph.weights());
        Choice rules = RedcoLayout.RULES.choice(model, 4, 4, 1024, 4, Cancel.NEVER);
        Choice best = Redco.best(model, 4, 4, 1024, 4, Cancel.NEVER);
        assertThat(fastest).isCloseTo(best.cost().value(), within(1e-12));
        assertThat(fastest).isCloseTo(rules.cost().value(), within(1e-12));
    }

    private static double fastest(Graph graph, List<String> open) {
        if (open.isEmpty()) {
            LayoutPlanner planner = new LayoutPlanner(Mesh.of(4), true, true);
            return planner.best(graph, Cancel.NEVER).cost().value();
        }
        double fastest = Double.POSITIVE_INFINITY;
        for (String layout : List.of("S(0)", "S(1)", "B")) {
            Graph pinned = graph.pin(open.getFirst(), Layout.of(layout));
            fastest = Math.min(fastest, fastest(pinned, open.subList(1, open.size())));
        }
        return fastest;
    }

    @Test
    void theFiguresHaveAllLayoutsAndAllModels() {
        assertThat(Ledger.figure(new Redco(), Cancel.NEVER, Progress.NONE).series())
                .hasSize(5);
        assertThat(RedcoMemory.grid(16).values()).hasDimensions(19, 7);
    }
}
