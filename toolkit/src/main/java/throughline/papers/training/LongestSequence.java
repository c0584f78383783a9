package throughline.papers.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.training.Transformer;
import throughline.training.chunks.Backpropagation;
import throughline.training.chunks.ChunkedMemory;

/// One longest sequence that StreamBP's authors report: of a model, trained whole or by adapters, for an objective, by
/// a way to find gradients, on a device of 80 GB.
///
/// @param source    `figure` or `table`
/// @param objective `backpropagation`, `SFT`, `GRPO` or `DPO`
/// @param billions  of weights, as in the model's name
/// @param adapters  whether only LoRA adapters are trained
record LongestSequence(String source, String objective, int billions, boolean adapters, Way way) {
    /// What can be allocated of 80 GB, as the figure shows it.
    static final double USABLE = 78 * Math.pow(2, 30);

    /// Of LoRA, in the authors' scripts.
    static final int RANK = 32;

    private static final int CHUNKS = 3;
    private static final int LOGITS = 100;
    private static final int PAIR = 2;
    private static final int GROUP = 8;

    /// A way to find gradients, as the paper calls it.
    enum Way {
        PLAIN("without checkpoints", Backpropagation.plain()),
        CHECKPOINTED("checkpointed", Backpropagation.checkpointed()),
        STREAM("StreamBP", Backpropagation.stream(CHUNKS, LOGITS));

        private final String text;
        private final Backpropagation gradients;

        Way(String text, Backpropagation gradients) {
            this.text = text;
            this.gradients = gradients;
        }

        String text() {
            return text;
        }

        Backpropagation gradients() {
            return gradients;
        }
    }

    static LongestSequence figure(int billions, Way way) {
        return new LongestSequence("figure", "backpropagation", billions, billions == 32, way);
    }

    static LongestSequence table(String objective, int billions, boolean adapters, Way way) {
        return new LongestSequence("table", objective, billions, adapters, way);
    }

    /// The same for another way.
    LongestSequence by(Way other) {
        return new LongestSequence(source, objective, billions, adapters, other);
    }

    /// Whether the other is of the same model, trained alike.
    boolean sameModel(LongestSequence other) {
        return billions == other.billions && adapters == other.adapters;
    }

    /// The same for another objective.
    LongestSequence trainedFor(String other) {
        return new LongestSequence(source, other, billions, adapters, way);
    }

    /// Key of its row.
    String key() {
        return "%s: longest, %s, %dB%s, %s".formatted(source, objective, billions, adapters ? " LoRA" : "", way.text);
    }

    private boolean ofGroup() {
        return objective.equals("GRPO");
    }

    private boolean ofPair() {
        return objective.equals("DPO");
    }

    /// Predicts it, in thousands of tokens.
    ///
    /// @param weightBytes of a trained weight; ignored with adapters
    /// @param logitBytes  of a logit
    double predicted(double weightBytes, double logitBytes) {
        return memory().weightBytes(weightBytes).logitBytes(logitBytes).longest(way.gradients, USABLE) / 1000;
    }

    /// With what is counted. Whole training for a preference or in a group holds a reference.
    ChunkedMemory memory() {
        ChunkedMemory memory = ChunkedMemory.of(Transformer.named("qwen3-%db".formatted(billions)))
                .adapters(adapters ? RANK : 0)
                .sequences(ofGroup() ? GROUP : ofPair() ? PAIR : 1);
        return !adapters && (ofGroup() || ofPair()) ? memory.copies(1) : memory;
    }

    /// The bytes of a logit with which it would come out as reported, where logits are all there is to find.
    double logitBytes(double thousands) {
        ChunkedMemory memory = memory();
        double left = USABLE - memory.weights().value();
        double perToken = left / memory.sequences() / (1000 * thousands);
        double inputs = 2.0 * memory.model().width() * memory.model().layers();
        return (perToken - inputs) / memory.model().vocabulary();
    }

    /// The bytes of a trained weight with which it would come out as reported.
    double weightBytes(double thousands, double logitBytes) {
        double used = memory().logitBytes(logitBytes).perToken(way.gradients).value() * 1000 * thousands;
        return (USABLE - used) / memory().model().parameters();
    }

    /// Every number of the authors' figure of memory.
    static List<LongestSequence> figure() {
        return List.of(8, 14, 32).stream()
                .flatMap(billions -> Arrays.stream(Way.values()).map(way -> figure(billions, way)))
                .toList();
    }

    /// Every number of the authors' table 3, in its order.
    static List<LongestSequence> table() {
        return List.of("SFT", "GRPO", "DPO").stream()
                .flatMap(objective -> Arrays.stream(Way.values()).flatMap(way -> models(objective).stream()
                        .map(model -> model.trainedFor(objective).by(way))))
                .toList();
    }

    /// The columns of the table that an objective has.
    private static List<LongestSequence> models(String objective) {
        return IntStream.range(0, 6)
                .filter(column -> column != 2 || objective.equals("SFT"))
                .filter(column -> column != 5 || !objective.equals("GRPO"))
                .mapToObj(column ->
                        table(objective, new int[] {4, 4, 8, 8, 14, 32}[column], column != 0 && column != 2, Way.PLAIN))
                .toList();
    }
}
