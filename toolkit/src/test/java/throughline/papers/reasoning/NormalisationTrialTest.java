package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.learning.rl.Normalisation;
import throughline.papers.reasoning.NormalisationTrial.Trained;
import throughline.spec.Cancel;

class NormalisationTrialTest {
    private static Trained trained(double rho, Normalisation how, long seed) {
        return NormalisationTrial.usual().withRho(rho).trained(how, seed, Cancel.NEVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void dividedByTheStandardDeviationASmallBonusBuysAccuracyAway(long seed) {
        Trained centred = trained(0.1, Normalisation.MEAN_CENTRED, seed);
        Trained divided = trained(0.1, Normalisation.STANDARD_DEVIATION, seed);
        assertThat(centred.split()).isLessThan(0.2);
        assertThat(divided.split()).isGreaterThan(0.8);
        assertThat(divided.accuracy()).isLessThan(centred.accuracy() - 0.02);
        assertThat(trained(0.1, Normalisation.STANDARD_DEVIATION, seed)).isEqualTo(divided);
    }

    /// Without a bonus nothing is gained by splitting, whatever the division.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void withoutABonusBothStopSplitting(long seed) {
        assertThat(trained(0, Normalisation.MEAN_CENTRED, seed).split()).isLessThan(0.2);
        assertThat(trained(0, Normalisation.STANDARD_DEVIATION, seed).split()).isLessThan(0.2);
    }

    @Test
    void aLargeBonusIsTakenMeanCentredToo() {
        assertThat(trained(2, Normalisation.MEAN_CENTRED, 1).split()).isGreaterThan(0.8);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> NormalisationTrial.usual().withRho(-1)).hasMessageContaining("rho [-1.0]");
    }
}
