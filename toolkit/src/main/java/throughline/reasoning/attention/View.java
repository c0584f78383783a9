package throughline.reasoning.attention;

import java.util.Arrays;
import java.util.List;

/// Text as one writer has it before him: stages one after the other, of one block, or of several that begin at one
/// position. A stage begins one after the last position of the longest block of the stage before. The writer writes
/// into the last block.
///
/// @param stages at least one, none of them empty; the last of one block
public record View(List<List<Cache>> stages) {
    public View {
        stages = stages.stream().map(List::copyOf).toList();
        if (stages.isEmpty() || stages.getLast().size() != 1 || stages.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("stages of [%s] blocks must be none empty, and the last of one block"
                    .formatted(stages.stream().map(List::size).toList()));
        }
    }

    /// Blocks one after the other.
    public static View of(Cache... blocks) {
        return new View(Arrays.stream(blocks).map(List::of).toList());
    }

    /// The block that is written.
    Cache own() {
        return stages.getLast().getFirst();
    }

    /// The position at which a stage begins.
    int start(int stage) {
        return stages.subList(0, stage).stream()
                .mapToInt(
                        blocks -> blocks.stream().mapToInt(Cache::tokens).max().orElseThrow())
                .sum();
    }

    /// The position of the last token written.
    int last() {
        return start(stages.size() - 1) + own().tokens() - 1;
    }
}
