package throughline.training.chunks;

import throughline.spec.BadInput;

/// How the tokens of a sequence are cut: into a number of chunks of sizes that differ by at most one, or into chunks of
/// a size, the last of which may be shorter.
///
/// @param count of chunks; 0 where the size is given
/// @param size  of a chunk in tokens; 0 where the count is given
public record Tiles(int count, int size) {
    /// All tokens at once.
    public static final Tiles ONE = into(1);

    /// A number of chunks.
    ///
    /// @param count at least 1; more than there are tokens is a chunk a token
    /// @throws BadInput when there is less than one
    public static Tiles into(int count) {
        if (count < 1) {
            throw new BadInput("chunks [%d] must be at least 1", count);
        }
        return new Tiles(count, 0);
    }

    /// Chunks of a size.
    ///
    /// @param size in tokens, at least 1
    /// @throws BadInput when it is less
    public static Tiles of(int size) {
        if (size < 1) {
            throw new BadInput("tokens of a chunk [%d] must be at least 1", size);
        }
        return new Tiles(0, size);
    }

    /// Does something with the tokens `from <= token < to`.
    @FunctionalInterface
    interface Work {
        void on(int from, int to);
    }

    /// Chunk after chunk; one that would be empty is left out.
    void each(int tokens, Work work) {
        int chunks = count > 0 ? Math.min(count, tokens) : (tokens + size - 1) / size;
        for (int i = 0; i < chunks; i++) {
            int from = count > 0 ? (int) ((long) i * tokens / chunks) : i * size;
            int to = count > 0 ? (int) ((i + 1L) * tokens / chunks) : Math.min(tokens, from + size);
            work.on(from, to);
        }
    }
}
