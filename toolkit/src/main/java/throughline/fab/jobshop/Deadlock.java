package throughline.fab.jobshop;

import java.util.List;
import java.util.stream.Collectors;

/// Jobs that wait for each other's machines for ever.
///
/// @param time    since when
/// @param holders the cycle: each wants the machine that the next one keeps, and the last wants that of the first
public record Deadlock(long time, List<Holder> holders) {
    public Deadlock {
        holders = List.copyOf(holders);
    }

    /// A finished job that keeps a machine.
    ///
    /// @param job   it
    /// @param keeps machine
    /// @param wants machine of its next operation
    public record Holder(int job, int keeps, int wants) {}

    /// The cycle in words.
    @Override
    public String toString() {
        return holders.stream()
                .map(holder -> "job %d keeps machine %d and wants %d".formatted(holder.job, holder.keeps, holder.wants))
                .collect(Collectors.joining(", ", "deadlock at %d: ".formatted(time), ""));
    }
}
