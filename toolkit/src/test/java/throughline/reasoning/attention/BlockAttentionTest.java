package throughline.reasoning.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.training.ranks.Attention;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Partial;
import throughline.training.ranks.Qkv;

class BlockAttentionTest {
    private static final double EXACT = 1e-10;

    /// Everything before, with or without positions.
    private record Line(int tokens, boolean positions) implements Ancestry {
        @Override
        public boolean sees(int query, int key) {
            return key <= query;
        }

        @Override
        public int distance(int query, int key) {
            return positions ? query - key : 0;
        }
    }

    @Property(tries = 30)
    void withoutPositionsOrBranchesItIsCausalAttention(
            @ForAll @IntRange(min = 1, max = 12) int tokens, @ForAll long seed) {
        Drawn all = Drawn.of(tokens, seed);
        Matrix dense =
                Attention.causal(4, 2).dense(new Qkv(all.q(), all.k(), all.v())).out();
        assertThat(all.masked(new Line(tokens, false)).out().distance(dense)).isLessThan(EXACT);
    }

    @Property(tries = 30)
    void onlyDistancesCount(
            @ForAll @IntRange(min = 1, max = 12) int tokens,
            @ForAll @IntRange(min = -500, max = 5000) int moved,
            @ForAll long seed) {
        Drawn all = Drawn.of(tokens, seed);
        Matrix q = Rotary.STANDARD.turn(all.q(), Drawn.SIZE, row -> row + moved);
        Matrix k = Rotary.STANDARD.turn(all.k(), Drawn.SIZE, row -> row + moved);
        Matrix turned = Attention.causal(4, 2).dense(new Qkv(q, k, all.v())).out();
        assertThat(all.masked(new Line(tokens, true)).out().distance(turned)).isLessThan(EXACT);
    }

    @Property(tries = 30)
    void turnsAddUp(
            @ForAll @IntRange(min = -3000, max = 3000) int first,
            @ForAll @IntRange(min = -3000, max = 3000) int second,
            @ForAll long seed) {
        Matrix rows = Drawn.of(3, seed).q();
        Matrix twice =
                Rotary.STANDARD.turn(Rotary.STANDARD.turn(rows, Drawn.SIZE, _ -> first), Drawn.SIZE, _ -> second);
        assertThat(twice.distance(Rotary.STANDARD.turn(rows, Drawn.SIZE, _ -> first + second)))
                .isLessThan(EXACT);
    }

    /// Hogwild's identity: blocks moved anywhere by turning queries, against keys encoded where they now stand.
    @Property(tries = 60)
    void movingABlockIsTurningTheQuery(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 5) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll long seed) {
        int tokens = lengths.stream().mapToInt(Integer::intValue).sum() + 1;
        Drawn all = Drawn.of(tokens, seed);
        Matrix q = Drawn.of(rows, seed + 1).q();
        List<Partial> parts = new ArrayList<>();
        List<Matrix> encoded = new ArrayList<>();
        int place = 0;
        int gap = 7;
        for (int length : lengths) {
            int from = place;
            int start = place * gap;
            parts.add(
                    Drawn.ATTENTION.toBlock(q, row -> 1000 + row - start, _ -> length, all.block(from, from + length)));
            encoded.add(Rotary.STANDARD.turn(all.k().rows(from, from + length), Drawn.SIZE, row -> start + row));
            place += length;
        }
        int last = place * gap;
        parts.add(Drawn.ATTENTION.toBlock(q, row -> 1000 + row - last, _ -> 1, all.block(place, place + 1)));
        encoded.add(Rotary.STANDARD.turn(all.k().rows(place, place + 1), Drawn.SIZE, _ -> last));
        Matrix queries = Rotary.STANDARD.turn(q, Drawn.SIZE, row -> 1000 + row);
        Matrix keys = Matrix.stack(encoded);
        for (int row = 0; row < rows; row++) {
            assertThat(BlockAttention.merged(parts)
                            .out()
                            .rows(row, row + 1)
                            .distance(toAll(queries.rows(row, row + 1), keys, all.v())))
                    .isLessThan(EXACT);
        }
    }

    private static Matrix toAll(Matrix query, Matrix keys, Matrix v) {
        Matrix padded = Matrix.stack(List.of(Matrix.zero(keys.rows() - 1, query.columns()), query));
        return Attention.full(4, 2).dense(new Qkv(padded, keys, v)).out().rows(keys.rows() - 1, keys.rows());
    }

    @Property(tries = 30)
    void theOrderInWhichBlocksAreMergedDoesNotMatter(
            @ForAll @IntRange(min = 2, max = 9) int tokens, @ForAll long seed) {
        Drawn all = Drawn.of(tokens, seed);
        List<Partial> parts = new ArrayList<>();
        for (int key = 0; key < tokens; key++) {
            int at = key;
            parts.add(Drawn.ATTENTION.toBlock(
                    all.q(), row -> row - at, row -> row >= at ? 1 : 0, all.block(key, key + 1)));
        }
        Matrix forth = BlockAttention.merged(parts).out();
        Matrix back = BlockAttention.merged(parts.reversed()).out();
        assertThat(forth.distance(back)).isLessThan(EXACT);
        assertThat(forth.distance(all.masked(new Line(tokens, true)).out())).isLessThan(EXACT);
    }

    @Test
    void aQueryThatSeesNothingGetsZeros() {
        Drawn all = Drawn.of(2, 1);
        Partial none = Drawn.ATTENTION.toBlock(all.q(), _ -> 0, _ -> 0, all.block(0, 2));
        assertThat(none.out().distance(Matrix.zero(2, 16))).isZero();
        assertThat(none.lse().at(0, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void refusesHeadsThatDoNotTurnOrShare() {
        assertThatThrownBy(() -> new BlockAttention(4, 3, Rotary.STANDARD)).hasMessageContaining("[3]");
        assertThatThrownBy(() -> Rotary.STANDARD.turn(Matrix.zero(1, 3), 3, _ -> 1))
                .hasMessageContaining("[3]");
        assertThatThrownBy(() -> new Rotary(1)).hasMessageContaining("[1.0]");
    }

    /// A mask for two tokens of three gave logits, as did queries whose width is no multiple of the heads.
    @Test
    void sizesThatDoNotAgreeAreRefused() {
        BlockAttention attention = new BlockAttention(4, 2, Rotary.STANDARD);
        Matrix keys = Matrix.zero(3, 4);
        assertThatThrownBy(() -> attention.masked(Matrix.zero(3, 8), keys, keys, BlockGraph.of(2)))
                .hasMessageContaining("[2] tokens");
        assertThatThrownBy(() -> attention.masked(Matrix.zero(3, 10), keys, keys, BlockGraph.of(3)))
                .hasMessageContaining("queries [10]");
        assertThatThrownBy(() -> new BlockAttention(0, 1, Rotary.STANDARD)).hasMessageContaining("[0] heads");
        BlockDecoder decoder = BlockDecoder.random(1, attention, 4, 5, 2, 1);
        assertThatThrownBy(() -> decoder.forward(new int[] {1, 5}, BlockGraph.of(2)))
                .hasMessageContaining("token [5] must be from 0 to 4");
        assertThatThrownBy(() -> decoder.cache(3)).hasMessageContaining("thought [3] must be from 0 to 2");
        assertThatThrownBy(() -> BlockDecoder.random(0, attention, 4, 5, 0, 1)).hasMessageContaining("layers [0]");
        assertThatThrownBy(() -> new Transcript(Layout.COMBINED, 2).step(1)).hasMessageContaining("[1] tokens");
    }

    /// A token that is refused leaves the caches as they were: its place had been booked before.
    @Test
    void aRefusedTokenLeavesNoHole() {
        BlockDecoder decoder = BlockDecoder.random(1, new BlockAttention(2, 1, Rotary.STANDARD), 4, 5, 0, 1);
        Workspace one = new Workspace(decoder, Layout.COMBINED, 2);
        Workspace other = new Workspace(decoder, Layout.COMBINED, 2);
        one.prompt(1, 2);
        other.prompt(1, 2);
        assertThatThrownBy(() -> one.step(3, 9)).hasMessageContaining("[9]");
        assertThat(one.step(3, 4).distance(other.step(3, 4))).isZero();
    }
}
