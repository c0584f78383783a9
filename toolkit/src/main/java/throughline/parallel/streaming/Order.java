package throughline.parallel.streaming;

/// Which of the rows that are ready for a task go into its next micro-batch.
@FunctionalInterface
public interface Order {
    /// First come, first served.
    Order FIFO = FifoBacklog::new;

    /// Micro-batches with as nearly equal weights as the rows that are ready allow: see [BalancedBacklog]. The weight
    /// of a row is the sum over the columns that the task needs, an array's length or 1.
    Order BALANCED = BalancedBacklog::new;

    /// An empty backlog, for one task.
    Backlog open();

    /// The rows that are ready for a task and not consumed. Used by one thread at a time.
    interface Backlog {
        /// Takes in a row.
        ///
        /// @param row    index
        /// @param weight of the row, 0 or more
        void add(int row, long weight);

        /// How many rows wait.
        int size();

        /// Takes out rows.
        ///
        /// @param count at most [#size()], 1 or more
        /// @param group that asks, 0 or more: one of the task's data-parallel groups
        /// @return that many different rows
        int[] take(int count, int group);
    }
}
