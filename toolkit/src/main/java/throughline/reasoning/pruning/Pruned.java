package throughline.reasoning.pruning;

import java.util.List;

/// What came of stopping samples early.
///
/// @param completed   samples that ran to their end and were voted on, in the order of their arrival
/// @param answer      that most of them gave; of equals the one given first; negative for none
/// @param stopped     tokens of samples that were stopped
/// @param kept        tokens of samples that ran to their end
/// @param groups      that samples were sorted into; 0 where none were
/// @param comparisons that a judge was asked for
public record Pruned(List<Integer> completed, int answer, double stopped, double kept, int groups, long comparisons) {
    public Pruned {
        completed = List.copyOf(completed);
    }

    /// All tokens, less what a judge reads.
    public double tokens() {
        return stopped + kept;
    }

    /// Whether the vote is right.
    public boolean correct() {
        return answer == 0;
    }
}
