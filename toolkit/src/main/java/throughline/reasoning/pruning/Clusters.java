package throughline.reasoning.pruning;

import java.util.Comparator;
import java.util.List;

/// Samples in groups that seem to end alike.
///
/// @param members     of each group, in the order in which they arrived; groups in the order in which they were opened
/// @param comparisons that the judge was asked for
public record Clusters(List<List<Integer>> members, long comparisons) {
    public Clusters {
        members = members.stream().map(List::copyOf).toList();
    }

    /// How many groups there are.
    public int count() {
        return members.size();
    }

    /// The largest group; of several the first.
    public List<Integer> largest() {
        return members.stream()
                .max(Comparator.comparingInt(List::size))
                .map(most -> members.stream()
                        .filter(group -> group.size() == most.size())
                        .findFirst()
                        .orElseThrow())
                .orElseThrow();
    }
}
