package throughline.reasoning.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Outcome;
import throughline.reasoning.Policy;
import throughline.reasoning.Problem;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.Score;

/// Pruning as a strategy on the shared population.
class PruneTest {
    private static final AnswerModel ANSWERS = AnswerModel.open(4);
    private static final Reasoner REASONER = Reasoner.of(new ProblemPopulation(0.73, 0.5), ANSWERS);
    private static final Exam EXAM = Exam.stratified(REASONER, 100, 1);
    private static final int SAMPLES = 64;

    @Test
    void pairsAgreeAsTheClosedFormSays() {
        Exam exam = Exam.stratified(REASONER, 1500, 1);
        double agreement = exam.problems()
                .mapToDouble(problem -> Sampled.of(problem, SAMPLES, 0).agreement())
                .average()
                .orElseThrow();
        assertThat(agreement).isCloseTo(REASONER.problems().agreement(ANSWERS), within(0.01));
    }

    @Test
    void aPerfectJudgeThatLetsAllOfAGroupRunGivesTheMajority() {
        JudgePruning pruning = new JudgePruning(new GreedyClustering(0.5, 1000, 10), 500, SAMPLES);
        Policy prune = new Prune(SAMPLES, pruning, PairJudge.perfect(), Optional.empty());
        double same = EXAM.problems()
                .filter(problem -> {
                    Outcome pruned = prune.attempt(problem);
                    Outcome voted =
                            Policy.majority(SAMPLES, Double.POSITIVE_INFINITY).attempt(problem);
                    return pruned.answer() == voted.answer();
                })
                .count();
        assertThat(same).isEqualTo(100);
    }

    @Test
    void tokensOfTheGraphAreThoseOfTheSamples() {
        Prune prune = Prune.of(SAMPLES, 0.87, 0.5, 8);
        Problem problem = EXAM.problem(40);
        Pruned pruned = prune.pruning().voting(Sampled.of(problem, SAMPLES, 0), prune.judge(), Prune.streams(problem));
        Outcome outcome = prune.attempt(problem);
        assertThat(outcome.work().generated()).isCloseTo(pruned.tokens(), within(1e-6));
        assertThat(outcome.work().peak()).isEqualTo(SAMPLES);
        assertThat(outcome.answer()).isEqualTo(pruned.answer());
        assertThat(prune.attempt(problem).answer()).isEqualTo(outcome.answer());
        double counted = prune.counting(new JudgeCost(4e9, 1000), 32e9)
                        .attempt(problem)
                        .work()
                        .tokens()
                - outcome.work().tokens();
        assertThat(counted).isCloseTo(pruned.comparisons() * 1000 / 8.0, within(1e-3));
    }

    @Test
    void samplesAreCutAtABudget() {
        Prune prune = Prune.of(SAMPLES, 0.87, 0.5, 8);
        assertThat(EXAM.run(prune.within(1)).accuracy())
                .isEqualTo(EXAM.run(Policy.single(1)).accuracy());
        assertThat(EXAM.problems()).allSatisfy(problem -> {
            assertThat(prune.within(4_000).attempt(problem).work().criticalOutput())
                    .isLessThanOrEqualTo(4_000);
            assertThat(prune.within(1e9).attempt(problem).answer())
                    .isEqualTo(prune.attempt(problem).answer());
        });
    }

    @Test
    void pruningTakesFewTokensAndLosesLittle() {
        Score all = EXAM.run(Policy.majority(SAMPLES, Double.POSITIVE_INFINITY));
        Score some = EXAM.run(Prune.of(SAMPLES, 0.87, 0.5, 8));
        assertThat(some.tokens()).isLessThan(0.3 * all.tokens());
        assertThat(some.accuracy()).isGreaterThan(all.accuracy() - 0.06);
    }
}
