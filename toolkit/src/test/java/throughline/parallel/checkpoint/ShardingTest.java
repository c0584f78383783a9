package throughline.parallel.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

/// Layouts, rules, and the shards they make.
class ShardingTest {
    @Test
    void aLayoutIsReadAsItIsWritten() {
        Layout layout = Layout.parse(" dp=4, tp=2,ep=2,zero=1");
        assertThat(layout).isEqualTo(new Layout(2, 1, 4, 2, 1));
        assertThat(Layout.parse(layout.text())).isEqualTo(layout);
        for (int rank = 0; rank < layout.ranks(); rank++) {
            Layout.Place place = layout.place(rank);
            assertThat(layout.rank(place.tensor(), place.pipeline(), place.data()))
                    .isEqualTo(rank);
        }
        assertThatThrownBy(() -> Layout.parse("tp=2,cp=2")).hasMessageContaining("[cp=2] is none of tp");
        assertThatThrownBy(() -> Layout.parse("tp=two")).hasMessageContaining("tp [two]");
        assertThatThrownBy(() -> Layout.parse("tp=1,tp=2")).hasMessageContaining("[tp] is set twice");
        assertThatThrownBy(() -> Layout.parse("dp=3,ep=2")).hasMessageContaining("ep [2] must divide dp, 3");
    }

    @Property(tries = 100)
    void stagesDifferByOneLayerAtMost(
            @ForAll @IntRange(min = 1, max = 40) int layers, @ForAll @IntRange(min = 1, max = 12) int stages) {
        Layout layout = Layout.of(1, stages, 1, 0);
        if (layers < stages) {
            assertThatThrownBy(() -> layout.stage(0, layers)).hasMessageContaining("pp [%d]".formatted(stages));
            return;
        }
        int[] held = new int[stages];
        int before = 0;
        for (int layer = 0; layer < layers; layer++) {
            int stage = layout.stage(layer, layers);
            assertThat(stage).isBetween(before, before + 1);
            before = stage;
            held[stage]++;
        }
        assertThat(java.util.Arrays.stream(held))
                .allMatch(n -> n == layers / stages || n == (layers + stages - 1) / stages);
    }

    @Property(tries = 100)
    void shardsCoverWhatARankHolds(@ForAll @IntRange(max = 10_000) int seed) {
        RandomCase random = new RandomCase(seed);
        Layout layout = random.layout();
        Sharding sharding = new Sharding(random.contents.model(), random.contents.rules(), layout);
        for (int rank = 0; rank < layout.ranks(); rank++) {
            int end = 0;
            for (Shard shard : sharding.shards(rank)) {
                assertThat(shard.offset()).isGreaterThanOrEqualTo(end);
                end = shard.offset() + shard.length();
            }
            assertThat(sharding.size(rank)).isGreaterThanOrEqualTo(end);
        }
        for (Parameter parameter : random.contents.model().parameters()) {
            for (Sharding.Slice slice : sharding.slices(parameter)) {
                assertThat(slice.shards().stream().mapToInt(Shard::length).sum())
                        .isEqualTo(slice.region().size());
            }
        }
    }

    @Test
    void aParameterMayStraddleTwoReplicas() {
        Model model = new Model(List.of(Parameter.of("a", 0, 3), Parameter.of("b", 0, 4)));
        Rules rules = Rules.parse("** replicated");
        assertThat(new Sharding(model, rules, Layout.of(1, 1, 2, 1)).shards(1))
                .containsExactly(new Shard(1, "b", 1, 3, 0));
        assertThat(new Sharding(model, rules, Layout.of(1, 1, 2, 3)).shards(1))
                .containsExactly(new Shard(1, "a", 2, 1, 0), new Shard(1, "b", 2, 2, 2));
        assertThat(new Sharding(model, rules, Layout.of(1, 1, 2, 0)).shards(1)).hasSize(2);
    }

    private static void rejected(String rules, String message) {
        assertThatThrownBy(() -> new Sharding(
                        new Model(List.of(Parameter.of("layer-0/qkv", 0, 6, 4))),
                        Rules.parse(rules),
                        Layout.of(2, 1, 1, 0)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void rulesThatCannotBeUsedAreNamedByLine() {
        rejected("# all\n\n**", "rules, line 3: [**] needs a pattern");
        rejected("** fragments dim=0", "line 1: [fragments] is none of unique");
        rejected("** fragment", "line 1: [fragment] needs dim=");
        rejected("** fragment dim=0 width=4", "line 1: [width=4] is none of dim=");
        rejected("** fragment dim=x", "line 1: dim [x] must be a whole number");
        rejected("** fragment dim=0 dim=1", "line 1: [dim] is set twice");
        rejected("** fragment dim=0 unit=0", "unit [0] must be a whole number, at least 1");
        rejected("** fragment dim=0 parts=3,3 pad=2", "[parts] cannot be padded");
        rejected("** replicated dim=0", "[replicated] has no [dim]");
        rejected("** experts dim=0", "dim [0] counts the experts");
        rejected("** fragment dim=2", "rules, line 1, for layer-0/qkv: dim [2] is none of the 2");
        rejected("** fragment dim=0 parts=4,4", "parts [4, 4] come to 8; the dimension has 6");
        rejected("** fragment dim=0 unit=4", "unit [4] does not divide a width of 6");
        rejected("layer-* replicated", "no line fits parameter [layer-0/qkv]");
    }

    @Test
    void theFirstRuleThatFitsCounts() {
        Rules rules = Rules.parse("layer-*/q* average # here\n**/qkv unique\n** replicated");
        assertThat(rules.pattern(Parameter.of("layer-0/qkv", 0, 1))).isEqualTo(new Pattern.Averaged());
        assertThat(rules.pattern(Parameter.of("a/layer-0/qkv", 0, 1))).isEqualTo(new Pattern.Unique());
        assertThat(rules.pattern(Parameter.of("layer-0/norm", 0, 1))).isEqualTo(new Pattern.Replicated());
    }

    @Test
    void namesAreThoseOfFiles() {
        for (String name : List.of("", "a//b", "../a", "a/..", "/a", "a b")) {
            assertThatThrownBy(() -> Parameter.of(name, 0, 1)).isInstanceOf(BadInput.class);
        }
    }
}
