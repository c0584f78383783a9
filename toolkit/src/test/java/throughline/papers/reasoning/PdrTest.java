package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class PdrTest {
    @Test
    void whatRefinementReachesSaysWhatAModelSees() {
        double sees = PdrModel.discrimination(0.7, 0.75);
        PdrModel model = PdrModel.of(0.7, sees);
        assertThat(model.accuracy(model.refine())).isCloseTo(75, within(2.0));
        assertThat(PdrModel.discrimination(0.7, 0.78)).isGreaterThan(sees);
    }

    @Test
    void whoSeesNothingRefinesNothingButDraftsStillVote() {
        PdrModel blind = PdrModel.of(0.7, 0);
        double single = blind.accuracy(blind.single());
        assertThat(blind.accuracy(blind.refine())).isCloseTo(single, within(2.0));
        assertThat(blind.accuracy(blind.drafts(8, 4, 1))).isGreaterThan(single + 4);
    }

    /// With calls that are cut, one long pass is better than refinement that sees nothing.
    @Test
    void shortCallsCostWhatRefinementDoesNotBring() {
        PdrModel hurried = PdrModel.of(0.7, 0).within(4_000);
        assertThat(hurried.accuracy(hurried.refine())).isLessThan(hurried.accuracy(hurried.single()) - 3);
    }

    @Test
    void matchedByAllTokensAVoteIsAsGood() {
        PdrModel model = PdrModel.of(0.77, 0.86);
        double vote = model.accuracy(model.vote());
        assertThat(model.accuracy(model.drafts(8, 4, 1))).isLessThan(vote + 1);
    }

    @Test
    void whoSeesLessThanNothingIsAnError() {
        for (double sees : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> PdrModel.of(0.7, sees))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("d' [%s]".formatted(sees));
        }
    }
}
