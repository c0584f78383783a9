package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.learning.sequences.Example;
import throughline.learning.sequences.Sampler;
import throughline.learning.sequences.SequenceModel;
import throughline.learning.sequences.SequenceShape;
import throughline.learning.sequences.SequenceTraining;
import throughline.learning.tokens.TokenSchedule;
import throughline.papers.reasoning.LimoProChain.Candidates;
import throughline.papers.reasoning.LimoProOutcome.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.puzzles.Puzzle;
import throughline.reasoning.puzzles.PuzzleSet;
import throughline.reasoning.puzzles.Step;
import throughline.reasoning.puzzles.Step.Detail;
import throughline.reasoning.puzzles.Step.Kind;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A small model learns to search CountDown from chains with failed branches and re-checks; then copies of it learn on
/// from fewer chains, raw or pruned, for as many steps each.
public final class LimoProTraining {
    /// Shares of functional steps that are removed.
    static final List<Integer> RATIOS = List.of(30, 50, 70);

    private static final double RATE = 3e-3;
    private static final double MORE_RATE = 1e-3;
    private static final double TEMPERATURE = 0.7;

    private final LimoProSetting setting;
    private final Streams streams;
    private final Cancel cancel;
    private final Progress progress;
    private final List<LimoProChain> chains;
    private final List<Puzzle> tested;
    private final SequenceShape shape;
    private int done;

    private LimoProTraining(LimoProSetting setting, long seed, Cancel cancel, Progress progress) {
        this.setting = setting;
        this.streams = new Streams(seed).below("LIMOPro");
        this.cancel = cancel;
        this.progress = progress;
        PuzzleSet set = PuzzleSet.draw(setting.rules(), setting.train(), setting.test(), streams);
        Stream checks = streams.named("checks");
        chains = set.train().stream()
                .filter(puzzle -> puzzle.steps(Detail.BRIEF).getLast().kind() == Kind.ANSWER)
                .map(puzzle -> new LimoProChain(
                        puzzle, Step.rechecked(puzzle.steps(Detail.BRIEF), setting.rechecks(), checks)))
                .toList();
        tested = set.test();
        Puzzle any = tested.getFirst();
        int longest = chains.stream()
                .mapToInt(chain -> chain.example().length())
                .max()
                .orElseThrow();
        shape = setting.shape(any.vocabulary().size(), Math.max(longest, any.prompt().length + setting.budget()));
    }

    /// Trains and tests all.
    ///
    /// @param progress in models
    /// @return empty after a cancel
    public static Optional<LimoProOutcome> run(LimoProSetting setting, long seed, Cancel cancel, Progress progress) {
        return new LimoProTraining(setting, seed, cancel, progress).run();
    }

    private Optional<LimoProOutcome> run() {
        try (SequenceTraining first = training(chains, setting.steps(), RATE)) {
            if (!first.run(cancel, Progress.NONE)) {
                return Optional.empty();
            }
            List<LimoProChain> some = chains.subList(0, setting.refined());
            LimoProImportance importance = new LimoProImportance(first.model(), cancel);
            List<double[]> importances = importance.of(some);
            Map<String, Test> tests = new LinkedHashMap<>();
            for (Map.Entry<String, List<LimoProChain>> variant :
                    variants(some, importances).entrySet()) {
                tests.put(variant.getKey(), refined(first.model(), variant.getValue()));
                progress.report(++done, 3 + RATIOS.size());
            }
            return cancel.requested() ? Optional.empty() : Optional.of(outcome(some, importance, importances, tests));
        }
    }

    private Map<String, List<LimoProChain>> variants(List<LimoProChain> some, List<double[]> importances) {
        Map<String, List<LimoProChain>> variants = new LinkedHashMap<>();
        variants.put(LimoProOutcome.RAW, some);
        for (int ratio : RATIOS) {
            variants.put(LimoProOutcome.pir(ratio), pruned(some, importances, Candidates.FUNCTIONAL, ratio));
        }
        Stream random = streams.named("random");
        List<double[]> draws = importances.stream()
                .map(scores -> Arrays.stream(scores).map(_ -> random.uniform()).toArray())
                .toList();
        variants.put(LimoProOutcome.RANDOM, pruned(some, draws, Candidates.FUNCTIONAL, 50));
        variants.put(LimoProOutcome.ALL_TYPES, pruned(some, importances, Candidates.ALL, 50));
        return variants;
    }

    private static List<LimoProChain> pruned(
            List<LimoProChain> chains, List<double[]> scores, Candidates among, int percent) {
        List<LimoProChain> pruned = new ArrayList<>();
        for (int i = 0; i < chains.size(); i++) {
            LimoProChain chain = chains.get(i);
            pruned.add(chain.without(scores.get(i), among, chain.removed(percent / 100.0)));
        }
        return pruned;
    }

    private SequenceTraining training(List<LimoProChain> learnt, int steps, double rate) {
        List<Example> examples = learnt.stream().map(LimoProChain::example).toList();
        return SequenceTraining.start(shape, examples, TokenSchedule.of(steps, setting.batch(), rate), streams.seed());
    }

    private Test refined(SequenceModel from, List<LimoProChain> learnt) {
        try (SequenceTraining more = training(learnt, setting.more(), MORE_RATE)) {
            more.model().set(from.numbers());
            more.run(cancel, Progress.NONE);
            return test(more.model());
        }
    }

    private Test test(SequenceModel model) {
        Sampler sampler =
                new Sampler(TEMPERATURE, tested.getFirst().vocabulary().end(), setting.budget());
        List<int[]> prompts = tested.stream().map(Puzzle::prompt).toList();
        List<int[]> written = sampler.sample(model, prompts, 1, streams.below("test"), cancel).stream()
                .map(one -> one.getFirst().tokens())
                .toList();
        return new Test(
                IntStream.range(0, tested.size())
                        .mapToDouble(i -> tested.get(i).solvedBy(written.get(i)) ? 100 : 0)
                        .toArray(),
                written.stream().mapToDouble(tokens -> tokens.length).toArray());
    }

    private static LimoProOutcome outcome(
            List<LimoProChain> some,
            LimoProImportance importance,
            List<double[]> importances,
            Map<String, Test> tests) {
        double[] with = importance.logPerplexities(
                some.stream().map(chain -> chain.answer(-1)).toList());
        double[] without = importance.logPerplexities(
                some.stream().map(LimoProChain::guess).toList());
        return new LimoProOutcome(
                tests,
                Estimate.of(with),
                Estimate.of(without),
                kind(some, importances, false),
                kind(some, importances, true));
    }

    /// Mean importance of steps of one kind, functional or progress.
    private static Estimate kind(List<LimoProChain> some, List<double[]> importances, boolean functional) {
        return Estimate.of(IntStream.range(0, some.size())
                .boxed()
                .flatMapToDouble(c -> IntStream.range(0, importances.get(c).length)
                        .filter(i -> some.get(c).steps().get(i).kind().functional() == functional)
                        .mapToDouble(i -> importances.get(c)[i]))
                .toArray());
    }
}
