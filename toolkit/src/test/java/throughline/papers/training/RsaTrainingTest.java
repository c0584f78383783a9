package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import throughline.learning.OpenArrays;
import throughline.spec.Cancel;

class RsaTrainingTest {
    @Test
    void gradientsAreThoseOfPlainBackpropagation() {
        for (int devices : new int[] {1, 2, 4, 8}) {
            assertThat(RsaTraining.compare(devices).ring()).isLessThan(1e-5);
        }
        assertThat(RsaTraining.compare(4).alone()).isGreaterThan(0.1);
    }

    @Test
    void itTrainsAsPlainBackpropagationDoesAndLeavesNothingOpen() {
        RsaTraining.plain(1, Cancel.NEVER);
        int open = OpenArrays.count();
        double[] plain = RsaTraining.plain(40, Cancel.NEVER);
        double[] ring = RsaTraining.ring(2, 40, Cancel.NEVER);
        for (int step = 0; step < plain.length; step++) {
            assertThat(Math.abs(ring[step] - plain[step])).isLessThan(1e-4);
        }
        assertThat(ring[39]).isLessThan(ring[0]);
        assertThat(ring).isEqualTo(RsaTraining.ring(2, 40, Cancel.NEVER));
        assertThat(OpenArrays.count()).isEqualTo(open);
    }

    @Test
    void aDeviceHoldsLessTheMoreThereAre() {
        long[] held = Arrays.stream(new int[] {8, 4, 2, 1})
                .mapToLong(devices -> RsaTraining.most(devices, 64))
                .toArray();
        assertThat(held).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aCancelledTrainingStopsAtOnce() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(RsaTraining.ring(2, 40, cancel)).containsOnly(0);
    }
}
