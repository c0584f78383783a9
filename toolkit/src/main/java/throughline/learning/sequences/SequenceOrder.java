package throughline.learning.sequences;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;

/// In which batches examples are seen. Each pass over them has an order of its own; within some batches' worth of it,
/// examples of like length are put together, so that little is padded.
///
/// @param examples to learn from
/// @param batch    examples of a batch; the last few of a pass, less than a batch, are left out of it
/// @param random   each pass draws from a stream of its number
record SequenceOrder(List<Example> examples, int batch, Streams random) {
    /// Batches' worth of examples that are sorted by length.
    private static final int POOL = 16;

    /// Batches of a pass.
    int batches() {
        return examples.size() / batch;
    }

    /// The batches of a pass, from 0.
    List<List<Example>> pass(int number) {
        Stream stream = random.named("pass " + number);
        List<Example> shuffled = new ArrayList<>(examples);
        stream.shuffle(shuffled);
        List<List<Example>> batches = new ArrayList<>();
        int whole = batches() * batch;
        for (int from = 0; from < whole; from += POOL * batch) {
            List<Example> pool = shuffled.subList(from, Math.min(from + POOL * batch, whole)).stream()
                    .sorted(Comparator.comparingInt(Example::length))
                    .toList();
            IntStream.range(0, pool.size() / batch).forEach(b -> batches.add(pool.subList(b * batch, (b + 1) * batch)));
        }
        stream.shuffle(batches);
        return batches;
    }
}
