package throughline.benchmarks;

import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.random.Streams;
import throughline.training.sequences.FlexSp;
import throughline.training.sequences.Lengths;
import throughline.training.sequences.Ulysses;

/// FlexSP's policy on 512 documents of Wikipedia and 64 devices: the mean of ten batches, and the slowest of them.
public final class SequencesBench implements Bench {
    private static final int LIMIT = 192 * 1024;
    private static final int BATCHES = 10;

    @Override
    public String name() {
        return "sequences";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        FlexSp policy = new FlexSp(Ulysses.Profile.GPT_7B.costs(LIMIT, 64), 64);
        Streams streams = new Streams(1).below("bench");
        double sum = 0;
        double most = 0;
        for (int i = 0; i < BATCHES; i++) {
            int[] batch = Lengths.wikipedia().batch(512, LIMIT, streams.named("batch " + i));
            double seconds = Bench.best(20, 10, () -> batch, policy::assign);
            sum += seconds;
            most = Math.max(most, seconds);
        }
        String how = "512 sequences, 64 devices, best of 10 after 20 warm-ups, one thread";
        figures.accept(new Figure(name(), "FlexSP, mean of 10 batches", 1e3 * sum / BATCHES, "ms", how));
        figures.accept(new Figure(name(), "FlexSP, slowest of 10 batches", 1e3 * most, "ms", how));
    }
}
