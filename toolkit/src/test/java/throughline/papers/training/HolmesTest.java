package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Transformer;

/// Steps across clusters, and their paper.
class HolmesTest {
    private static final Holmes PAPER = new Holmes();
    private static final Transformer MODEL = Transformer.gpt("toy", 12, 2048, 16);
    private static final Cluster MIXED = Cluster.named("holmes-mixed");
    private static final List<String> ISLANDS = List.of("infiniband", "roce");
    private static final List<String> ANYWHERE = List.of("", "");

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        for (Claim claim : Ledger.claims(PAPER)) {
            System.out.printf(
                    "Holmes %-75s %-13s %10.4g %10.4g null %.4g%n",
                    claim.what(),
                    claim.verdict(),
                    claim.reproduced(),
                    claim.reported().orElse(Double.NaN),
                    claim.nullValue().orElse(Double.NaN));
            if (claim.verdict() == Verdict.OUTSIDE) {
                assertThat(claim.recomputed().tried()).as(claim.what()).isNotEmpty();
            }
        }
    }

    @Test
    void theFiguresHaveWhatTheyShow() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(2);
        assertThat(Holmes.splits(0).series()).hasSize(2);
    }

    @Test
    void aMixedClusterWithoutIslandsIsAsFastAsEthernet() {
        assertThat(CrossClusterStep.of(MODEL, MIXED, ANYWHERE, 16, 256).seconds())
                .isEqualTo(CrossClusterStep.of(MODEL, Cluster.named("holmes-ethernet"), ANYWHERE, 16, 256)
                        .seconds());
    }

    @Test
    void islandsAreSlowerThanTheirFastestAndFasterThanEthernet() {
        CrossClusterStep mixed = CrossClusterStep.of(MODEL, MIXED, ISLANDS, 16, 256);
        double seconds = mixed.seconds();
        assertThat(seconds)
                .isGreaterThan(CrossClusterStep.of(MODEL, Cluster.named("holmes-infiniband"), ANYWHERE, 16, 256)
                        .seconds())
                .isLessThan(CrossClusterStep.of(MODEL, MIXED, ANYWHERE, 16, 256).seconds());
        assertThat(mixed.overlapping(1).seconds())
                .isCloseTo(mixed.pipeline().run().seconds(), within(1e-12))
                .isLessThan(mixed.overlapping(0.5).seconds());
        assertThat(Holmes.fastest(mixed).seconds()).isLessThanOrEqualTo(seconds);
        assertThat(mixed.times(2).seconds()).isGreaterThan(seconds);
    }

    @Test
    void stagesThatDoNotFitAreRefused() {
        CrossClusterStep step = CrossClusterStep.of(MODEL, MIXED, ISLANDS, 16, 256);
        assertThatThrownBy(() -> step.split(6, 7)).isInstanceOf(BadInput.class).hasMessageContaining("[6, 7]");
        assertThatThrownBy(() -> step.overlapping(2)).hasMessageContaining("overlap [2.0]");
        assertThatThrownBy(() -> CrossClusterStep.of(MODEL, MIXED, ISLANDS, 16, 250))
                .hasMessageContaining("batch [250]");
    }
}
