package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.papers.reasoning.LimoProChain.Candidates;
import throughline.random.Streams;
import throughline.reasoning.puzzles.CountDownRules;
import throughline.reasoning.puzzles.CountDownSearch;
import throughline.reasoning.puzzles.Puzzle;
import throughline.reasoning.puzzles.Step;
import throughline.reasoning.puzzles.Step.Detail;
import throughline.reasoning.puzzles.Step.Kind;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The paper on pruned chains.
class LimoProTest {
    private static final LimoProSetting TINY = new LimoProSetting(
            new CountDownRules(2, 9, 2, 12, 30, CountDownSearch.Heuristic.SUM, false),
            64,
            16,
            8,
            6,
            2,
            16,
            16,
            0.5,
            40);

    private static LimoProChain chain(long seed) {
        Puzzle puzzle = CountDownRules.small().draw(new Streams(seed).named("puzzle"));
        return new LimoProChain(
                puzzle, Step.rechecked(puzzle.steps(Detail.FULL), 0.5, new Streams(seed).named("checks")));
    }

    @Test
    void progressAndAnswerStayWhateverIsRemoved() {
        for (long seed = 0; seed < 30; seed++) {
            LimoProChain chain = chain(seed);
            double[] scores = new double[chain.steps().size()];
            int functional = chain.candidates(Candidates.FUNCTIONAL).size();
            int tokens = Integer.MAX_VALUE;
            for (int removed = 0; removed <= functional; removed++) {
                LimoProChain pruned = chain.without(scores, Candidates.FUNCTIONAL, removed);
                assertThat(pruned.steps().stream().filter(step -> !step.kind().functional()))
                        .isEqualTo(chain.steps().stream()
                                .filter(step -> !step.kind().functional())
                                .toList());
                assertThat(pruned.steps()).hasSize(chain.steps().size() - removed);
                assertThat(pruned.example().length()).isLessThan(tokens);
                assertThat(chain.puzzle().solvedBy(pruned.example().completion()))
                        .isTrue();
                tokens = pruned.example().length();
            }
            assertThat(chain.removed(1)).isEqualTo(functional);
            assertThat(chain.removed(0)).isZero();
        }
    }

    @Test
    void theLowestScoresGoFirst() {
        LimoProChain chain = IntStream.range(0, 50)
                .mapToObj(LimoProTest::chain)
                .filter(drawn -> drawn.candidates(Candidates.FUNCTIONAL).size() > 2)
                .findFirst()
                .orElseThrow();
        List<Integer> functional = chain.candidates(Candidates.FUNCTIONAL);
        double[] scores =
                IntStream.range(0, chain.steps().size()).mapToDouble(i -> -i).toArray();
        LimoProChain pruned = chain.without(scores, Candidates.FUNCTIONAL, 1);
        assertThat(pruned.steps())
                .isEqualTo(IntStream.range(0, chain.steps().size())
                        .filter(i -> i != functional.getLast())
                        .mapToObj(chain.steps()::get)
                        .toList());
    }

    @Test
    void importanceIsOfTheAnswerAlone() {
        LimoProChain chain = chain(1);
        List<String> answer = chain.steps().getLast().words();
        assertThat(chain.puzzle().vocabulary().words(chain.answer(0).completion()))
                .isEqualTo(answer.subList(1, answer.size()));
        assertThat(chain.answer(-1).length() - chain.answer(0).length())
                .isEqualTo(chain.steps().getFirst().words().size());
        assertThat(chain.steps().getLast().kind()).isEqualTo(Kind.ANSWER);
    }

    @Test
    void theSameSeedGivesTheSameOutcome() {
        LimoProOutcome once =
                LimoProTraining.run(TINY, 1, Cancel.NEVER, Progress.NONE).orElseThrow();
        LimoProOutcome again =
                LimoProTraining.run(TINY, 1, Cancel.NEVER, Progress.NONE).orElseThrow();
        assertThat(again.chain()).isEqualTo(once.chain());
        assertThat(again.functional()).isEqualTo(once.functional());
        once.tests().forEach((name, test) -> assertThat(again.tests().get(name).tokens())
                .isEqualTo(test.tokens()));
    }

    @Test
    void aCancelLeavesTheMeasuredHalfOut() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(LimoProTraining.run(TINY, 1, cancel, Progress.NONE)).isEmpty();
    }

    @Test
    void theTableSaysWhatTheAbstractSaysAndNothingLeaks() {
        LimoPro paper = new LimoPro(TINY);
        List<Claim> claims = Ledger.claims(paper);
        assertThat(claims.stream().filter(claim -> claim.verdict() == Verdict.IDENTITY))
                .hasSize(5);
        assertThat(Ledger.shake(paper, claims, Cancel.NEVER)).isEmpty();
    }
}
