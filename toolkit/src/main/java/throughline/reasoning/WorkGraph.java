package throughline.reasoning;

import java.util.Arrays;
import throughline.spec.BadInput;

/// The calls of a model that a strategy makes on a problem, and which must be done before which. Tokens alone; a
/// [TokenClock] gives seconds.
///
/// ```java
/// var work = new WorkGraph.Builder();
/// int prompt = work.read(200);
/// int left = work.fork(200, 4_000, prompt);
/// int right = work.fork(200, 3_000, prompt);
/// work.call(200, 7_000, 500, left, right);       // reads both texts again, and goes on
/// WorkGraph graph = work.graph();                // 4,500 tokens one after the other of 7,500
/// ```
public final class WorkGraph {
    private final double[] cached;
    private final double[] fresh;
    private final double[] output;
    private final int[][] after;

    private WorkGraph(double[] cached, double[] fresh, double[] output, int[][] after) {
        this.cached = cached;
        this.fresh = fresh;
        this.output = output;
        this.after = after;
    }

    /// Puts a graph together.
    public static final class Builder {
        private static final int FIRST = 8;

        private double[] cached = new double[FIRST];
        private double[] fresh = new double[FIRST];
        private double[] output = new double[FIRST];
        private int[][] after = new int[FIRST][];
        private int size;

        /// A text that is read and kept, such as the problem's.
        ///
        /// @return its number, for what comes after
        public int read(double tokens, int... before) {
            return call(0, tokens, 0, before);
        }

        /// A call that goes on from keys and values that are there already, whole and without reading anything again.
        ///
        /// @param cached tokens it goes on from
        /// @param output tokens it writes
        /// @return its number
        public int fork(double cached, double output, int... before) {
            return call(cached, 0, output, before);
        }

        /// A call.
        ///
        /// @param kept   tokens whose keys and values are there already, 0 or more
        /// @param read   tokens that it reads first, 0 or more
        /// @param write  tokens that it writes, 0 or more
        /// @param before numbers of the calls that must be done
        /// @return its number
        public int call(double kept, double read, double write, int... before) {
            if (!(kept >= 0 && read >= 0 && write >= 0 && kept + read + write < Double.POSITIVE_INFINITY)) {
                throw new BadInput(
                        "call [kept %s, read %s, write %s]: tokens must be 0 or more and finite", kept, read, write);
            }
            for (int earlier : before) {
                if (earlier < 0 || earlier >= size) {
                    throw new BadInput("call %d comes after [%d]; there are calls 0 to %d", size, earlier, size - 1);
                }
            }
            if (size == cached.length) {
                cached = Arrays.copyOf(cached, 2 * size);
                fresh = Arrays.copyOf(fresh, 2 * size);
                output = Arrays.copyOf(output, 2 * size);
                after = Arrays.copyOf(after, 2 * size);
            }
            cached[size] = kept;
            fresh[size] = read;
            output[size] = write;
            after[size] = before;
            return size++;
        }

        /// The graph of the calls so far.
        public WorkGraph graph() {
            return new WorkGraph(
                    Arrays.copyOf(cached, size),
                    Arrays.copyOf(fresh, size),
                    Arrays.copyOf(output, size),
                    Arrays.copyOf(after, size));
        }
    }

    /// One call that reads a prompt and writes.
    public static WorkGraph single(double prompt, double output) {
        Builder work = new Builder();
        work.call(0, prompt, output);
        return work.graph();
    }

    /// Calls that share a prompt and do not wait for each other.
    public static WorkGraph parallel(double prompt, double... outputs) {
        Builder work = new Builder();
        int read = work.read(prompt);
        for (double tokens : outputs) {
            work.fork(prompt, tokens, read);
        }
        return work.graph();
    }

    /// Calls and texts read; their numbers are 0 to one less.
    public int size() {
        return output.length;
    }

    double cached(int call) {
        return cached[call];
    }

    double fresh(int call) {
        return fresh[call];
    }

    double output(int call) {
        return output[call];
    }

    int[] after(int call) {
        return after[call];
    }

    /// Tokens written on the longest way through the graph: what is often called latency in tokens.
    public double criticalOutput() {
        return longest(output, null);
    }

    /// Tokens read and written on the longest way through the graph.
    public double criticalTokens() {
        return longest(output, fresh);
    }

    private double longest(double[] tokens, double[] more) {
        double[] end = new double[size()];
        double longest = 0;
        for (int call = 0; call < end.length; call++) {
            double start = 0;
            for (int earlier : after[call]) {
                start = Math.max(start, end[earlier]);
            }
            end[call] = start + tokens[call] + (more == null ? 0 : more[call]);
            longest = Math.max(longest, end[call]);
        }
        return longest;
    }

    /// Tokens written, by all calls.
    public double generated() {
        return Arrays.stream(output).sum();
    }

    /// Tokens read and written, by all calls.
    public double tokens() {
        return generated() + Arrays.stream(fresh).sum();
    }

    /// Pairs of tokens that attention compares, by all calls: each token, read or written, with all before it. Without
    /// inputs, R calls of L / R tokens have `1 / R` of the pairs of one call of L.
    public double attended() {
        double pairs = 0;
        for (int call = 0; call < size(); call++) {
            double own = fresh[call] + output[call];
            pairs += own * (cached[call] + own / 2);
        }
        return pairs;
    }

    /// Calls that write.
    public int calls() {
        return (int) Arrays.stream(output).filter(tokens -> tokens > 0).count();
    }

    /// Calls that write at the same time, at most, where each token takes one step and reading none.
    public int peak() {
        double[] start = new double[size()];
        double[] edges = new double[2 * size()];
        int writing = 0;
        for (int call = 0; call < start.length; call++) {
            for (int earlier : after[call]) {
                start[call] = Math.max(start[call], start[earlier] + output[earlier]);
            }
            if (output[call] > 0) {
                edges[writing++] = start[call];
            }
        }
        double[] ends = new double[writing];
        int i = 0;
        for (int call = 0; call < start.length; call++) {
            if (output[call] > 0) {
                ends[i++] = start[call] + output[call];
            }
        }
        return most(Arrays.copyOf(edges, writing), ends);
    }

    private static int most(double[] starts, double[] ends) {
        Arrays.sort(starts);
        Arrays.sort(ends);
        int most = 0;
        int ended = 0;
        for (int started = 0; started < starts.length; started++) {
            while (ends[ended] <= starts[started]) {
                ended++;
            }
            most = Math.max(most, started + 1 - ended);
        }
        return most;
    }
}
