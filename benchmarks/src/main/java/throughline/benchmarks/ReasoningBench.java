package throughline.benchmarks;

import java.util.List;
import java.util.function.Consumer;
import throughline.cli.Bench;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.tradeoff.Candidate;
import throughline.reasoning.tradeoff.Setting;
import throughline.reasoning.tradeoff.TradeOff;

/// Test-time strategies on one core: traces that a majority vote takes in a second, of 1,000 problems with 100,000
/// traces each, and the time of one picture of all strategies.
public final class ReasoningBench implements Bench {
    private static final int PROBLEMS = 1_000;
    private static final int TRACES = 100_000;
    /// What the vote should reach.
    private static final double TARGET = 1e8;

    @Override
    public String name() {
        return "reasoning";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        Reasoner reasoner = Reasoner.of(new ProblemPopulation(0.555, 1.2), AnswerModel.open(8));
        votes("majority of 100,000", reasoner, TRACES, figures);
        votes("majority of 64", reasoner, 64, figures);
        double seconds = Bench.best(1, 3, Setting::usual, TradeOff::of);
        List<Candidate> candidates =
                Candidate.usual(Setting.usual().reasoner(), Setting.usual().budget());
        String how = "best of 3 after 1 warm-up, %d candidates on 1,500 problems".formatted(candidates.size());
        figures.accept(new Figure(name(), "one picture", seconds, "s", how));
    }

    private void votes(String what, Reasoner reasoner, int traces, Consumer<Figure> figures) {
        int again = Math.max(1, TRACES / traces / 50);
        double seconds = Bench.best(2, 5, () -> Exam.stratified(reasoner, PROBLEMS, 1), exam -> {
            for (int i = 0; i < again; i++) {
                exam.majority(traces);
            }
        });
        figures.accept(new Figure(
                name(),
                what,
                (double) again * PROBLEMS * traces / seconds,
                "traces/s",
                "1,000 problems, best of 5 after 2 warm-ups, one core; %.0e is wanted of many".formatted(TARGET)));
    }
}
