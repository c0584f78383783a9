package throughline.cluster.stragglers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Heatmap;
import throughline.data.Plot.Axis;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// How long every rank took for its work in every round.
///
/// As CSV it is a line of names and then a line a round, with the seconds of each rank:
///
/// ```
/// worker 0,worker 1,worker 2
/// 0.81,0.79,2.05
/// 0.80,0.84,0.78
/// ```
public final class DelayTrace {
    private static final String NUMBER = "(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";

    private final double[][] seconds;

    private DelayTrace(double[][] seconds) {
        this.seconds = seconds;
    }

    /// A trace.
    ///
    /// @param seconds `[round][rank]`, positive, as many ranks in every round
    /// @throws BadInput naming the round and rank that will not do
    public static DelayTrace of(double[][] seconds) {
        if (seconds.length == 0 || seconds[0].length == 0) {
            throw new BadInput("delays of [%d] rounds: there must be at least one round and one rank", seconds.length);
        }
        double[][] copy = new double[seconds.length][];
        for (int round = 0; round < seconds.length; round++) {
            copy[round] = seconds[round].clone();
            if (copy[round].length != copy[0].length) {
                throw new BadInput(
                        "round %d has delays of [%d] ranks, round 0 of %d", round, copy[round].length, copy[0].length);
            }
            for (int rank = 0; rank < copy[round].length; rank++) {
                if (!(copy[round][rank] > 0 && copy[round][rank] < Double.POSITIVE_INFINITY)) {
                    throw new BadInput(
                            "round %d, rank %d: delay [%s s] must be positive", round, rank, copy[round][rank]);
                }
            }
        }
        return new DelayTrace(copy);
    }

    /// A trace drawn from a chain.
    ///
    /// @param rounds  1 or more
    /// @param streams of these ranks alone
    public static DelayTrace drawn(SlowChain chain, int ranks, int rounds, Streams streams) {
        ChainStragglers stragglers = new ChainStragglers(chain, ranks, streams);
        double[][] seconds = new double[rounds][ranks];
        for (double[] round : seconds) {
            Arrays.setAll(round, rank -> chain.fastest() * stragglers.multiplier(rank));
            stragglers.step();
        }
        return of(seconds);
    }

    /// Reads a trace from CSV.
    ///
    /// @throws BadInput naming file, line and column of what cannot be used
    public static DelayTrace read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new BadInput("delay trace [%s] cannot be read: %s", file, e.getMessage());
        }
        if (lines.size() < 2) {
            throw new BadInput(
                    "%s has [%d] lines; it needs a line of names and one of seconds for each round",
                    file, lines.size());
        }
        String[] names = lines.getFirst().split(",", -1);
        if (areSeconds(names)) {
            throw new BadInput(
                    "%s, line 1: [%s] are numbers; the first line must name the ranks, rounds begin in the second",
                    file, lines.getFirst());
        }
        int ranks = names.length;
        double[][] seconds = new double[lines.size() - 1][];
        for (int i = 1; i < lines.size(); i++) {
            seconds[i - 1] = round(file, i + 1, lines.get(i), ranks);
        }
        return of(seconds);
    }

    /// Numbers, but not those of the ranks in order.
    private static boolean areSeconds(String... cells) {
        return Arrays.stream(cells).map(String::strip).allMatch(cell -> cell.matches(NUMBER))
                && !(cells[0].strip().matches("[01]") && counts(cells));
    }

    private static boolean counts(String... cells) {
        int first = Integer.parseInt(cells[0].strip());
        return IntStream.range(0, cells.length).allMatch(i -> cells[i].strip().equals(Integer.toString(first + i)));
    }

    private static double[] round(Path file, int line, String text, int ranks) {
        String[] cells = text.split(",", -1);
        if (cells.length != ranks) {
            throw new BadInput(
                    "%s, line %d: [%d] values; the first line names %d ranks", file, line, cells.length, ranks);
        }
        double[] seconds = new double[ranks];
        for (int column = 0; column < ranks; column++) {
            try {
                seconds[column] = Double.parseDouble(cells[column].strip());
            } catch (NumberFormatException _) {
                seconds[column] = Double.NaN;
            }
            if (!(seconds[column] > 0 && seconds[column] < Double.POSITIVE_INFINITY)) {
                throw new BadInput(
                        "%s, line %d, column %d: [%s] is not a positive number of seconds",
                        file, line, column + 1, cells[column]);
            }
        }
        return seconds;
    }

    /// Number of rounds.
    public int rounds() {
        return seconds.length;
    }

    /// Number of ranks.
    public int ranks() {
        return seconds[0].length;
    }

    /// Seconds of all ranks in a round.
    public double[] round(int round) {
        return seconds[round].clone();
    }

    /// This trace with every delay longer, as more work for every rank makes it: `(L - L0) α` of the paper on
    /// sequential gradient coding.
    ///
    /// @param more in seconds; may be negative, as long as no delay becomes so
    public DelayTrace plus(double more) {
        return of(Arrays.stream(seconds)
                .map(round -> Arrays.stream(round).map(delay -> delay + more).toArray())
                .toArray(double[][]::new));
    }

    /// The ranks that take more than 1 + µ times as long as the fastest, in each round.
    ///
    /// @param slack µ, 0 or more
    public List<BitSet> late(double slack) {
        return Arrays.stream(seconds).map(round -> Waiting.late(round, slack)).toList();
    }

    /// Delay over that of the round's fastest rank, a row a rank and a column a round: stragglers stand out as
    /// points and short lines.
    ///
    /// @param ranks  the first so many, 1 to [#ranks()]
    /// @param rounds the first so many, 1 to [#rounds()]
    /// @throws BadInput when there are not so many
    public Heatmap heatmap(int ranks, int rounds) {
        if (ranks < 1 || ranks > ranks() || rounds < 1 || rounds > rounds()) {
            throw new BadInput(
                    "[%d] ranks and [%d] rounds of a trace that has %d and %d", ranks, rounds, ranks(), rounds());
        }
        double[][] over = new double[ranks][rounds];
        for (int round = 0; round < rounds; round++) {
            double fastest = Arrays.stream(seconds[round]).min().orElseThrow();
            for (int rank = 0; rank < ranks; rank++) {
                over[rank][round] = seconds[round][rank] / fastest;
            }
        }
        return new Heatmap(
                "Stragglers come and go by themselves",
                Axis.of("round", numbers(rounds)),
                Axis.of("rank", numbers(ranks)),
                Axis.of("time over that of the fastest", ""),
                over);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
