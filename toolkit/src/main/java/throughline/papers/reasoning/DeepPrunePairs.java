package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.papers.reasoning.DeepPruneSearch.Puzzle;
import throughline.papers.reasoning.DeepPruneSearch.Trace;
import throughline.random.Stream;
import throughline.random.Streams;

/// Pairs of traces of one puzzle, as a judge sees them: by their first words, of which it is told where they agree, and
/// which words of the one the other has as well.
///
/// Traces that end within these words are left out: they would show their answer.
///
/// @param x    `[pair][2 words]`, from 0 to 1: first where they agree, then which words are shared
/// @param same whether the pair ends with the same answer
record DeepPrunePairs(float[][] x, boolean[] same) {
    private static final int TRACES = 12;
    private static final int TRIES = 3 * TRACES;

    /// Pairs of puzzles of their own: those of another name are of other puzzles.
    ///
    /// @param puzzles that have solutions, of which each gives 66 pairs
    /// @param words   that are read of each trace
    static DeepPrunePairs draw(DeepPruneSearch search, int puzzles, int words, Streams streams) {
        Stream random = streams.named("puzzles");
        List<float[]> x = new ArrayList<>();
        List<Boolean> same = new ArrayList<>();
        for (int found = 0; found < puzzles; ) {
            List<Trace> traces = traces(search, Puzzle.draw(random), words, random);
            if (traces.size() < TRACES) {
                continue;
            }
            found++;
            for (int i = 0; i < TRACES; i++) {
                for (int j = 0; j < i; j++) {
                    x.add(features(traces.get(i).words(), traces.get(j).words(), words));
                    same.add(traces.get(i).answer().equals(traces.get(j).answer()));
                }
            }
        }
        boolean[] labels = new boolean[same.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = same.get(i);
        }
        return new DeepPrunePairs(x.toArray(float[][]::new), labels);
    }

    private static List<Trace> traces(DeepPruneSearch search, Puzzle puzzle, int words, Stream random) {
        List<Trace> traces = new ArrayList<>();
        for (int tries = 0; tries < TRIES && traces.size() < TRACES; tries++) {
            Optional<Trace> trace = search.sample(puzzle, random);
            if (trace.isEmpty() && tries == 0) {
                break;
            }
            trace.filter(t -> t.words().size() > words).ifPresent(traces::add);
        }
        return traces;
    }

    /// The same for (a, b) as for (b, a).
    private static float[] features(List<String> one, List<String> other, int words) {
        List<String> a = one.subList(0, Math.min(words, one.size()));
        List<String> b = other.subList(0, Math.min(words, other.size()));
        float[] features = new float[2 * words];
        for (int i = 0; i < words; i++) {
            boolean both = i < a.size() && i < b.size();
            features[i] = both && a.get(i).equals(b.get(i)) ? 1 : 0;
            features[words + i] = (i < a.size() && b.contains(a.get(i)) ? 0.5f : 0)
                    + (i < b.size() && a.contains(b.get(i)) ? 0.5f : 0);
        }
        return features;
    }

    /// How much alike each pair is by the words it shares, as a judge that has learnt nothing would say: `[pair]`.
    double[] shared() {
        double[] shared = new double[size()];
        for (int pair = 0; pair < shared.length; pair++) {
            float[] features = x[pair];
            for (int i = features.length / 2; i < features.length; i++) {
                shared[pair] += features[i];
            }
        }
        return shared;
    }

    int size() {
        return same.length;
    }

    /// Share of the pairs that end alike.
    double agreement() {
        int alike = 0;
        for (boolean one : same) {
            alike += one ? 1 : 0;
        }
        return (double) alike / size();
    }
}
