package throughline.papers.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.papers.training.LongestSequence.Way;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.chunks.Backpropagation;
import throughline.training.chunks.ChunkedMemory;

/// StreamBP: exact gradients of long sequences in less memory (arXiv 2506.03077). What a layer keeps for the way back,
/// and the logits, exist for one chunk of tokens at a time.
///
/// Lengths that fit on a device are predicted by [ChunkedMemory]. That the gradients are
/// exact, that attention takes `(D + 1) / 2 D` of its multiply-adds, and that memory falls, is seen by doing
/// it: in doubles, and by training a
/// small language model.
public final class StreamBp implements Paper {
    private static final double LIMIT = 80;
    private static final double GIB = Math.pow(2, 30);

    @Override
    public String id() {
        return "StreamBP";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(StreamBpLengths.reported());
        rows.addAll(StreamBpMeasured.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        StreamBpLengths.claims(evidence);
        progress.report(1, 4);
        StreamBpMeasured.claims(evidence, cancel);
        progress.report(4, 4);
    }

    /// Numbers that a small model holds beside its weights and gradients, over the number of chunks, counted while its
    /// gradients are found in doubles; plain and checkpointed gradients beside them.
    ///
    /// @param tokens of the text
    /// @param logits tokens whose logits are held at once
    /// @param most   chunks, at least 1
    public static Plot held(int tokens, int logits, int most, Cancel cancel) {
        double[] chunks = IntStream.rangeClosed(1, most).asDoubleStream().toArray();
        double[] held = new double[most];
        for (int i = 0; i < most && !cancel.requested(); i++) {
            held[i] = StreamBpMeasured.held(Backpropagation.stream(i + 1, logits), tokens);
        }
        double[] plain = new double[most];
        double[] checkpointed = new double[most];
        Arrays.fill(plain, StreamBpMeasured.held(Backpropagation.plain(), tokens));
        Arrays.fill(checkpointed, StreamBpMeasured.held(Backpropagation.checkpointed(), tokens));
        return Plot.of(
                        "What is held falls with the chunks, to what no chunk shares",
                        Axis.of("chunks of a layer", ""),
                        Axis.of("numbers held", ""))
                .line(Way.PLAIN.text(), chunks, plain)
                .line(Way.CHECKPOINTED.text(), chunks, checkpointed)
                .points(Way.STREAM.text(), chunks, held);
    }

    /// Memory of Qwen3-8B over the length of a sequence, by the three ways, up to the device's limit; and with logits
    /// alone in chunks, which is most of the gain.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Plot plot = Plot.of(
                "Qwen3-8B in 80 GB: StreamBP fits five times the tokens of checkpointing",
                Axis.of("sequence", "thousand tokens"),
                Axis.of("memory", "GiB"));
        for (Way way : Way.values()) {
            LongestSequence length = LongestSequence.figure(8, way);
            plot = memory(plot, way.text(), length.memory(), way.gradients())
                    .published(way.text() + ", published", new double[] {published.value(length.key())}, new double[] {
                        LongestSequence.USABLE / GIB
                    });
        }
        ChunkedMemory memory = LongestSequence.figure(8, Way.CHECKPOINTED).memory();
        return Optional.of(memory(plot, "checkpointed, logits in chunks", memory, Backpropagation.chunkedLogits(100))
                .line("80 GB, of which 78 GiB can be had", new double[] {0, 120}, new double[] {LIMIT, LIMIT}));
    }

    /// A line from no tokens to the most that fit.
    private static Plot memory(Plot plot, String name, ChunkedMemory memory, Backpropagation way) {
        double most = memory.longest(way, LongestSequence.USABLE);
        double[] tokens = {0, most / 1000};
        double[] bytes = {memory.of(way, 0).value() / GIB, LongestSequence.USABLE / GIB};
        return plot.line(name, tokens, bytes);
    }
}
