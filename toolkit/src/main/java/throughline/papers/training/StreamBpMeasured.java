package throughline.papers.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.training.Transformer;
import throughline.training.chunks.Backpropagation;
import throughline.training.chunks.Backpropagation.Pass;
import throughline.training.chunks.LanguageModel;
import throughline.training.chunks.Objective;
import throughline.training.chunks.Objective.Dpo;
import throughline.training.chunks.Objective.Grpo;
import throughline.training.chunks.Objective.Sft;
import throughline.training.chunks.Tokens;

/// What StreamBP says of itself, done: gradients of chunks are those of the whole, in doubles for three objectives and
/// in a language model that is trained with them; less is held; attention takes fewer multiply-adds, and less time.
final class StreamBpMeasured {
    private static final String ABSTRACT = "abstract";
    private static final String EXACT = "abstract: exact";
    private static final String[] OBJECTIVES = {"SFT", "GRPO", "DPO"};
    private static final String CURVES = "largest difference of two loss curves";
    private static final String FLOPS = "attention of three chunks over full attention";
    private static final String HELD = "numbers held, three chunks over checkpointed, less 1";
    private static final String BYTES = "bytes of open arrays in PyTorch, three chunks over plain, less 1";
    private static final String TIME = "time where attention is most of it, three chunks over checkpointed, logarithm";
    private static final int MOST_CHUNKS = 8;
    private static final int LOGITS = 5;
    private static final int STEPS = 100;
    private static final int REPEATS = 4;
    private static final int[] LENGTHS = {48, 40, 33};
    private static final int PROMPT = 8;

    private static final Transformer SHAPE =
            TorchTraining.SHAPE.with("width", "16").with("inner", "24");
    private static final LanguageModel MODEL = LanguageModel.random(SHAPE, 1);

    private StreamBpMeasured() {}

    static List<Reported> reported() {
        Provenance printed = Provenance.PRINTED;
        List<Reported> rows = new ArrayList<>();
        for (String objective : OBJECTIVES) {
            rows.add(Reported.of(difference(objective), 0, "", EXACT, printed));
        }
        rows.add(Reported.of(CURVES, 0, "nat", EXACT, printed));
        rows.add(Reported.of(FLOPS, 2 / 3.0, "", "(D + 1) / 2 D, review page of the paper", Provenance.SECONDHAND));
        rows.add(Reported.falls(HELD, "", ABSTRACT, printed));
        rows.add(Reported.falls(BYTES, "", ABSTRACT, printed));
        rows.add(Reported.falls(TIME, "", "abstract: less or comparable time", printed));
        return rows;
    }

    private static String difference(String objective) {
        return "largest relative difference of gradients, " + objective;
    }

    static void claims(Evidence evidence, Cancel cancel) {
        exact(evidence, OBJECTIVES[0], new Sft(), 1);
        exact(evidence, OBJECTIVES[1], group(), LENGTHS.length);
        exact(evidence, OBJECTIVES[2], new Dpo(0.1, -100, -80), 2);
        held(evidence);
        time(evidence);
        trained(evidence, cancel);
    }

    private static List<Tokens> batch(int size) {
        Grammar grammar = new Grammar(new Streams(2).named("batch"));
        return IntStream.range(0, size)
                .mapToObj(i -> new Tokens(grammar.text(LENGTHS[i]), PROMPT))
                .toList();
    }

    /// Answers that were written by a policy that found each token a little more or less probable.
    private static Grpo group() {
        Stream random = new Streams(2).named("old");
        double[][] old = Arrays.stream(LENGTHS)
                .mapToObj(length -> IntStream.range(0, length - PROMPT)
                        .mapToDouble(i -> -3 + random.normal())
                        .toArray())
                .toArray(double[][]::new);
        return new Grpo(new double[] {1.2, -0.7, -0.5}, old, 0.2);
    }

    private static void exact(Evidence evidence, String name, Objective objective, int sequences) {
        List<Tokens> batch = batch(sequences);
        Measured<Double> worst = evidence.measure("gradients in doubles", () -> {
            LanguageModel whole =
                    Backpropagation.plain().of(MODEL, batch, objective).gradients();
            return IntStream.rangeClosed(1, MOST_CHUNKS)
                    .mapToDouble(chunks -> whole.differenceTo(Backpropagation.stream(chunks, LOGITS)
                            .of(MODEL, batch, objective)
                            .gradients()))
                    .max()
                    .orElseThrow();
        });
        evidence.claim(Recomputed.of(difference(name), worst.value())
                .within(Tolerance.absolute(1e-10, "sums of doubles in another order; 1 to 8 chunks"))
                .against(Null.of(blind(), "SFT with the text cut in four that do not see each other"))
                .from(worst));
    }

    /// How far gradients are off when the pieces of a text are taken for texts.
    private static double blind() {
        Tokens text = batch(1).getFirst();
        int piece = text.ids().length / 4;
        List<Tokens> pieces = IntStream.range(0, 4)
                .mapToObj(i -> new Tokens(Arrays.copyOfRange(text.ids(), i * piece, (i + 1) * piece), 1))
                .toList();
        Backpropagation plain = Backpropagation.plain();
        return plain.of(MODEL, List.of(text), new Sft())
                .gradients()
                .differenceTo(plain.of(MODEL, pieces, new Sft()).gradients());
    }

    /// Numbers held at one time, at most, for a text of some tokens.
    static long held(Backpropagation way, int tokens) {
        Tokens text = new Tokens(new Grammar(new Streams(2).named("held")).text(tokens), 1);
        return way.of(MODEL, List.of(text), new Sft()).most();
    }

    private static void held(Evidence evidence) {
        List<Tokens> text = batch(1);
        Measured<Pass> whole = evidence.measure(
                "a layer computed again", () -> Backpropagation.checkpointed().of(MODEL, text, new Sft()));
        Measured<Pass> chunks = evidence.measure(
                "three chunks", () -> Backpropagation.stream(3, LOGITS).of(MODEL, text, new Sft()));
        evidence.claim(Recomputed.of(
                        FLOPS,
                        (double) chunks.value().attention() / whole.value().attention())
                .within(Tolerance.relative(1e-12, "multiply-adds are counted"))
                .byArithmetic("a chunk of T / D queries that ends at i T / D has as many keys")
                .from(whole)
                .from(chunks));
        evidence.claim(Recomputed.of(
                        HELD, (double) chunks.value().most() / whole.value().most() - 1)
                .within(Tolerance.direction(0, "counted"))
                .from(whole)
                .from(chunks));
    }

    /// In turn, after as many that do not count.
    private static void time(Evidence evidence) {
        Transformer narrow = SHAPE.with("layers", "1").with("inner", "8");
        LanguageModel model = LanguageModel.random(narrow, 1);
        List<Tokens> text = List.of(new Tokens(new Grammar(new Streams(3).named("long")).text(160), 1));
        Measured<double[]> ratios = evidence.measure("both ways in turn, timed", () -> {
            double[] logs = new double[REPEATS];
            for (int i = -REPEATS; i < REPEATS; i++) {
                long start = System.nanoTime();
                Backpropagation.checkpointed().of(model, text, new Sft());
                long between = System.nanoTime();
                Backpropagation.stream(3, 100).of(model, text, new Sft());
                if (i >= 0) {
                    logs[i] = Math.log((double) (System.nanoTime() - between) / (between - start));
                }
            }
            return logs;
        });
        Estimate effect = Estimate.of(ratios.value());
        evidence.claim(Recomputed.of(TIME, effect.mean())
                .within(Tolerance.direction(effect.standardError(), REPEATS + " repeats after as many warm-ups"))
                .timedBy(ratios));
    }

    private static void trained(Evidence evidence, Cancel cancel) {
        Measured<TorchTraining> plain =
                evidence.measure("language model trained by one graph", () -> TorchTraining.plain(STEPS, cancel));
        Measured<TorchTraining> stream =
                evidence.measure("language model trained in chunks", () -> TorchTraining.stream(3, 32, STEPS, cancel));
        if (cancel.requested()) {
            return;
        }
        double[] losses = plain.value().losses();
        double worst = IntStream.range(0, STEPS)
                .mapToDouble(i -> Math.abs(losses[i] - stream.value().losses()[i]))
                .max()
                .orElseThrow();
        evidence.claim(Recomputed.of(CURVES, worst)
                .within(Tolerance.absolute(1e-3, "floats summed in another order, over 100 steps of Adam"))
                .against(Null.of(losses[0] - losses[STEPS - 1], "the loss of the first step, repeated"))
                .from(plain)
                .from(stream));
        evidence.claim(Recomputed.of(
                        BYTES,
                        (double) stream.value().mostBytes() / plain.value().mostBytes() - 1)
                .within(Tolerance.direction(0, "counted"))
                .from(plain)
                .from(stream));
    }
}
