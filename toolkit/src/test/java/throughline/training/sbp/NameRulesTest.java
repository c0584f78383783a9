package throughline.training.sbp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Layouts from names.
class NameRulesTest {
    private static final Layout FIRST = Layout.of("S(0)");
    private static final Layout LAST = Layout.of("S(1)");
    private static final Layout ALL = Layout.of("B");

    @Test
    void attentionIsSplitByHeads() {
        Map<String, Layout> layouts = NameRules.layouts(
                List.of(
                        Parameter.of("h/0/attn/q_proj/kernel", 8, 8),
                        Parameter.of("h/0/attn/wv/kernel", 8, 8),
                        Parameter.of("h/0/attn/out_proj/kernel", 8, 8),
                        Parameter.of("h/0/attn/out_proj/bias", 8),
                        Parameter.of("h/0/mlp/quick/kernel", 8, 8)),
                4);
        assertThat(layouts)
                .containsEntry("h/0/attn/q_proj/kernel", LAST)
                .containsEntry("h/0/attn/wv/kernel", LAST)
                .containsEntry("h/0/attn/out_proj/kernel", FIRST)
                .containsEntry("h/0/attn/out_proj/bias", ALL);
    }

    /// In the order of their names, since that is the order of a tree.
    @Test
    void otherMatricesAlternate() {
        Map<String, Layout> layouts = NameRules.layouts(
                List.of(
                        Parameter.of("mlp/w2/kernel", 32, 8),
                        Parameter.of("mlp/w3/kernel", 8, 32),
                        Parameter.of("mlp/w1/kernel", 8, 32)),
                4);
        assertThat(layouts)
                .containsEntry("mlp/w1/kernel", LAST)
                .containsEntry("mlp/w2/kernel", FIRST)
                .containsEntry("mlp/w3/kernel", LAST);
    }

    @Test
    void whatDoesNotDivideIsSplitTheOtherWayOrNotAtAll() {
        Map<String, Layout> layouts = NameRules.layouts(
                List.of(
                        Parameter.of("wte/embedding", 50_257, 1280),
                        Parameter.of("odd/kernel", 7, 9),
                        Parameter.of("lm_head/kernel", 1280, 50_257)),
                2);
        assertThat(layouts)
                .containsEntry("wte/embedding", LAST)
                .containsEntry("odd/kernel", ALL)
                .containsEntry("lm_head/kernel", FIRST);
    }

    /// One layer that does not divide is enough.
    @Test
    void parametersOfOneNameLieAlike() {
        Map<String, Layout> layouts =
                NameRules.layouts(List.of(Parameter.of("a/embedding", 64, 8), Parameter.of("b/embedding", 63, 8)), 4);
        assertThat(layouts.values()).containsOnly(LAST);
    }

    @Property
    void whateverIsSplitDivides(
            @ForAll @IntRange(min = 1, max = 64) int rows,
            @ForAll @IntRange(min = 1, max = 64) int columns,
            @ForAll @IntRange(min = 1, max = 16) int devices) {
        List<Parameter> tree = List.of(
                Parameter.of("a/kernel", rows, columns),
                Parameter.of("b/kernel", columns, rows),
                Parameter.of("attn/o/kernel", columns, columns));
        Map<String, Layout> layouts = NameRules.layouts(tree, devices);
        for (Parameter parameter : tree) {
            assertThat(layouts.get(parameter.path()).fits(parameter.shape(), Mesh.of(devices)))
                    .isTrue();
        }
    }
}
