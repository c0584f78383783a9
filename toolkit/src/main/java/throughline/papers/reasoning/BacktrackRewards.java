package throughline.papers.reasoning;

import throughline.learning.sequences.Grpo;

/// How a trained model is rewarded for puzzles that it solves.
///
/// @param grpo    settings of the reinforcement
/// @param updates of it; 0 for none
public record BacktrackRewards(Grpo grpo, int updates) {
    /// No reinforcement.
    static final BacktrackRewards NONE = new BacktrackRewards(Grpo.STANDARD, 0);

    /// So many updates of eight completions of each prompt.
    static BacktrackRewards of(int updates, int prompts, double rate) {
        return new BacktrackRewards(new Grpo(prompts, 8, 64, 1, rate, 0.2, 0.28, true, 1), updates);
    }
}
