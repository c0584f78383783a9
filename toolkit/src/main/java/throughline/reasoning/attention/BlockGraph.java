package throughline.reasoning.attention;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Blocks of text, each of which follows others: a token sees what its block follows, what those follow and so on, and
/// what comes before it in its own block. Positions of a block begin one after the last of the longest that it follows.
///
/// Paths of Multiverse (arXiv 2506.09991) and of ParaThinker (arXiv 2509.04475) follow the prompt and begin at one
/// position; the text that reduces or sums up follows them all.
///
/// ```java
/// BlockGraph graph = BlockGraph.of(4).then(3, 0).then(5, 0).then(2, 1, 2);
/// graph.position(12);   // 9: after the longer of two paths that begin at 4
/// ```
public final class BlockGraph implements Ancestry {
    private record Block(int first, int length, int start, BitSet sees) {}

    private final List<Block> blocks;

    private BlockGraph(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /// A first block.
    ///
    /// @param tokens in it, 1 or more
    public static BlockGraph of(int tokens) {
        return new BlockGraph(List.of()).then(tokens);
    }

    /// This, and a block that follows others.
    ///
    /// @param tokens in it, 1 or more
    /// @param after  numbers of the blocks that it follows, from 0; none for another text altogether
    public BlockGraph then(int tokens, int... after) {
        if (tokens < 1) {
            throw new IllegalArgumentException("a block of [%d] tokens is none; it takes 1 or more".formatted(tokens));
        }
        BitSet sees = new BitSet();
        int start = 0;
        for (int block : after) {
            if (block < 0 || block >= blocks.size()) {
                throw new IllegalArgumentException(
                        "block [%d] to follow is none of the %d".formatted(block, blocks.size()));
            }
            sees.set(block);
            sees.or(blocks.get(block).sees);
            start = Math.max(start, blocks.get(block).start + blocks.get(block).length);
        }
        List<Block> all = new ArrayList<>(blocks);
        all.add(new Block(tokens(), tokens, start, sees));
        return new BlockGraph(all);
    }

    @Override
    public int tokens() {
        return blocks.isEmpty() ? 0 : blocks.getLast().first + blocks.getLast().length;
    }

    /// The block that a token lies in, from 0.
    public int block(int token) {
        int block = blocks.size() - 1;
        while (blocks.get(block).first > token) {
            block--;
        }
        return block;
    }

    /// The position of a token, from 0.
    public int position(int token) {
        Block block = blocks.get(block(token));
        return block.start + token - block.first;
    }

    @Override
    public boolean sees(int query, int key) {
        int of = block(key);
        int by = block(query);
        return by == of ? key <= query : blocks.get(by).sees.get(of);
    }

    @Override
    public int distance(int query, int key) {
        return position(query) - position(key);
    }
}
