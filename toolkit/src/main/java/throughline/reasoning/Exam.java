package throughline.reasoning;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.random.Noise;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Problems drawn from what a model finds on a benchmark, with fixed random numbers. Two models that sit the exam of
/// one seed and size meet problems of the same ranks; two strategies see the same traces.
public final class Exam {
    private final Reasoner reasoner;
    private final Noise noise;
    private final SuccessQuantile quantile;
    private final Problem[] problems;

    private Exam(Reasoner reasoner, int size, long seed, boolean stratified) {
        if (size < 1) {
            throw new BadInput("problems [%d] must be at least 1", size);
        }
        this.reasoner = reasoner;
        noise = new Noise(new Streams(seed).named("exam"));
        quantile = reasoner.problems().quantile();
        problems = new Problem[size];
        for (int i = 0; i < size; i++) {
            Draws draws = new Draws(noise, i, 0);
            double rank = stratified ? (i + 0.5) / size : Math.max(0x1p-53, draws.uniform(Draws.Use.RANK, 0));
            problems[i] = new Problem(reasoner, quantile, draws, rank);
        }
    }

    /// Problems drawn at random, as a benchmark's are.
    public static Exam drawn(Reasoner reasoner, int problems, long seed) {
        return new Exam(reasoner, problems, seed, false);
    }

    /// Problems at evenly spaced ranks: less noise for the same number, where means over the population are wanted.
    public static Exam stratified(Reasoner reasoner, int problems, long seed) {
        return new Exam(reasoner, problems, seed, true);
    }

    /// The model that sits it.
    public Reasoner reasoner() {
        return reasoner;
    }

    /// How many problems.
    public int size() {
        return problems.length;
    }

    /// A problem.
    ///
    /// @param index from 0
    public Problem problem(int index) {
        return problems[index];
    }

    /// The problems.
    public Stream<Problem> problems() {
        return Stream.of(problems);
    }

    /// A strategy's results, one attempt at each problem.
    public Score run(Policy policy) {
        return run(policy, 1);
    }

    /// A strategy's results.
    ///
    /// @param attempts at each problem, with other traces each time; at least 1
    public Score run(Policy policy, int attempts) {
        return Score.of(outcomes(policy, attempts), attempts);
    }

    /// A strategy's results, with seconds.
    public Score run(Policy policy, TokenClock clock) {
        return Score.of(outcomes(policy, 1), 1, clock);
    }

    /// What comes of each problem, all attempts at one after the other.
    public Stream<Outcome> outcomes(Policy policy, int attempts) {
        if (attempts < 1) {
            throw new BadInput("attempts [%d] must be at least 1", attempts);
        }
        return problems().flatMap(problem -> IntStream.range(0, attempts)
                .mapToObj(attempt -> policy.attempt(attempt == 0 ? problem : problem.again(attempt))));
    }

    /// The share of problems whose most frequent answer among the first traces is right, where traces have one strategy
    /// and all the time they need: quick for very many traces.
    public double majority(int traces) {
        if (traces < 1) {
            throw new BadInput("traces [%d] must be at least 1", traces);
        }
        Aggregator majority = Aggregator.majority();
        return problems()
                        .filter(problem -> majority.choose(Ballot.first(problem, traces), 0) == 0)
                        .count()
                / (double) size();
    }

    /// The share of problems of which at least one of the first traces is right.
    public double coverage(int traces) {
        return problems()
                        .filter(problem -> IntStream.range(0, traces)
                                .anyMatch(path -> problem.trace(path).correct()))
                        .count()
                / (double) size();
    }
}
