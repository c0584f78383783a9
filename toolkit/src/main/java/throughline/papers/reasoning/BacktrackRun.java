package throughline.papers.reasoning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.learning.sequences.Example;
import throughline.learning.sequences.GrpoTraining;
import throughline.learning.sequences.Sampler;
import throughline.learning.sequences.SequenceModel;
import throughline.learning.sequences.SequenceShape;
import throughline.learning.sequences.SequenceTraining;
import throughline.random.Streams;
import throughline.reasoning.puzzles.Puzzle;
import throughline.reasoning.puzzles.PuzzleSet;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The training of one model of the Backtrack paper on drawn puzzles, and its test on others.
///
/// @param task   that it is trained for
/// @param form   of what it writes
/// @param set    puzzles to train on and to test on
/// @param shape  of the model
/// @param seed   of weights, order and samples
record BacktrackRun(BacktrackTask task, BacktrackForm form, PuzzleSet set, SequenceShape shape, long seed) {
    private static final int SAVED_EVERY = 500;

    /// The puzzles of a task, and none of the trained ones among the tested.
    static PuzzleSet puzzles(BacktrackTask task, long seed) {
        return PuzzleSet.draw(task.source(), task.train(), task.test(), new Streams(seed).below(task.name()));
    }

    /// Those that settings are chosen on: as many to test, out of those to train on.
    static PuzzleSet validation(BacktrackTask task, long seed) {
        return puzzles(task, seed).validation(task.test());
    }

    static BacktrackRun of(BacktrackTask task, BacktrackForm form, PuzzleSet set, long seed) {
        Puzzle any = set.test().getFirst();
        SequenceShape like = task.shape();
        SequenceShape shape = new SequenceShape(
                any.vocabulary().size(),
                any.prompt().length + task.budget(),
                like.layers(),
                like.width(),
                like.heads(),
                like.groups(),
                like.inner());
        return new BacktrackRun(task, form, set, shape, seed);
    }

    /// The puzzle and the form.
    String name() {
        return task.name() + " " + form;
    }

    /// What the model has solved.
    ///
    /// @param taught   after the supervised training
    /// @param rewarded after the reinforcement too; empty without
    record Tested(BacktrackOutcome taught, Optional<BacktrackOutcome> rewarded) {}

    /// Trains and tests.
    ///
    /// @param checkpoint file to go on from and to save to; empty for none
    /// @return empty when cancelled
    Optional<Tested> run(Optional<Path> checkpoint, Cancel cancel, Progress progress) {
        try (SequenceTraining training = training(checkpoint)) {
            while (!training.run(SAVED_EVERY, cancel, progress)) {
                checkpoint.ifPresent(training::save);
                if (cancel.requested()) {
                    return Optional.empty();
                }
            }
            checkpoint.ifPresent(training::save);
            BacktrackOutcome taught = test(training.model(), "taught", cancel);
            if (task.rewards(form).updates() == 0) {
                return cancel.requested() ? Optional.empty() : Optional.of(new Tested(taught, Optional.empty()));
            }
            reward(training.model(), cancel, progress);
            BacktrackOutcome rewarded = test(training.model(), "rewarded", cancel);
            return cancel.requested() ? Optional.empty() : Optional.of(new Tested(taught, Optional.of(rewarded)));
        }
    }

    private SequenceTraining training(Optional<Path> checkpoint) {
        List<Example> examples = set.train().stream()
                .map(puzzle -> form.example(puzzle, task.budget()))
                .toList();
        return checkpoint.filter(Files::exists).isPresent()
                ? SequenceTraining.resume(shape, examples, task.schedule(), seed, checkpoint.get())
                : SequenceTraining.start(shape, examples, task.schedule(), seed);
    }

    private Sampler sampler(double temperature) {
        return new Sampler(temperature, set.test().getFirst().vocabulary().end(), budget());
    }

    /// A solution alone is never longer than those that were seen.
    private int budget() {
        return form == BacktrackForm.DIRECT ? directLength() : task.budget();
    }

    /// Token budgets at which a search is looked at: halves of the whole, down to about a solution alone.
    int[] budgets() {
        int least = directLength();
        return IntStream.iterate(task.budget(), budget -> budget >= least, budget -> budget / 2)
                .sorted()
                .toArray();
    }

    /// Direct answers that cost as much as a search with a budget, by the paper's count; at least one, at most as many
    /// as were sampled.
    int tries(int budget) {
        double each = shape.multiplyAdds(directLength());
        return (int) Math.clamp(shape.multiplyAdds(budget) / each, 1, task.tries());
    }

    /// Whether the solver's own trace solves each test puzzle within a budget, 100 or 0.
    double[] bound(int budget) {
        return set.test().stream()
                .mapToDouble(puzzle -> form.text(puzzle).length <= budget ? 100 : 0)
                .toArray();
    }

    /// Tokens of the longest solution alone.
    int directLength() {
        return set.test().stream()
                .mapToInt(puzzle -> puzzle.direct().length)
                .max()
                .orElseThrow();
    }

    private BacktrackOutcome test(SequenceModel model, String stage, Cancel cancel) {
        int each = form == BacktrackForm.DIRECT ? task.tries() : task.searches();
        Streams random = new Streams(seed).below(stage + "/" + form);
        return BacktrackOutcome.of(
                set.test(),
                sampler(BacktrackTask.TEMPERATURE)
                        .sample(model, set.test().stream().map(Puzzle::prompt).toList(), each, random, cancel));
    }

    /// A puzzle solved is worth 1. Puzzles are found again by the arrays that they are asked with.
    private void reward(SequenceModel model, Cancel cancel, Progress progress) {
        List<int[]> prompts = set.train().stream().map(Puzzle::prompt).toList();
        Map<int[], Puzzle> asked = new IdentityHashMap<>();
        for (int p = 0; p < prompts.size(); p++) {
            asked.put(prompts.get(p), set.train().get(p));
        }
        new GrpoTraining(
                        task.rewards(form).grpo(),
                        model,
                        sampler(1),
                        prompts,
                        (prompt, completion) -> asked.get(prompt).solvedBy(completion) ? 1 : 0,
                        seed)
                .run(task.rewards(form).updates(), cancel, progress);
    }

    /// What was solved by the best of k samples, and by one sample of a token budget.
    List<BacktrackShare> shares(Tested tested) {
        List<BacktrackShare> shares = new ArrayList<>(shares("taught", tested.taught()));
        tested.rewarded().ifPresent(outcome -> shares.addAll(shares("GRPO", outcome)));
        return shares;
    }

    private List<BacktrackShare> shares(String stage, BacktrackOutcome outcome) {
        List<BacktrackShare> shares = new ArrayList<>();
        for (int k = 1; k <= outcome.samples(); k *= 2) {
            double cost = k * shape.multiplyAdds(budget());
            shares.add(share(stage, BacktrackShare.TRIES, k, cost, outcome.passAt(k)));
        }
        for (int budget : form == BacktrackForm.DIRECT ? new int[0] : budgets()) {
            shares.add(share(stage, BacktrackShare.TOKENS, budget, shape.multiplyAdds(budget), outcome.within(budget)));
        }
        return shares;
    }

    private BacktrackShare share(String stage, String measure, int at, double cost, double[] solved) {
        return new BacktrackShare(task.name(), form.toString(), stage, measure, at, cost, Estimate.of(solved));
    }
}
