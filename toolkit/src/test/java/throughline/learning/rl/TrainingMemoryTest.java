package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.learning.OpenArrays;
import throughline.spec.Cancel;

/// Training frees what it takes outside the heap.
class TrainingMemoryTest {
    private static final Corridor CORRIDOR = Corridor.SIXTEEN;

    @Test
    void noArrayIsLeftBehind() {
        int before = OpenArrays.settled();
        Ppo ppo = Ppo.STANDARD.with("minibatch", "64").with("anchor", "1");
        List<Integer> open = new ArrayList<>();
        try (Training<float[]> training = ppo.start(CORRIDOR.agent(8), CORRIDOR::environment, 1)) {
            training.run(8, Cancel.NEVER, (done, of) -> open.add(OpenArrays.count()));
            training.policy().close();
            assertThat(open).containsOnly(open.getFirst());
            assertThat(OpenArrays.count()).isEqualTo(open.getFirst());
        }
        assertThat(OpenArrays.count()).isEqualTo(before);
    }

    @Test
    void aPolicyThatNobodyHoldsFreesItself() {
        int before = OpenArrays.settled();
        Policy.untrained(CORRIDOR.agent(8), CORRIDOR::environment, 1);
        assertThat(OpenArrays.count()).isGreaterThan(before);
        for (int i = 0; i < 1_000 && OpenArrays.count() > before; i++) {
            System.gc();
        }
        assertThat(OpenArrays.count()).isEqualTo(before);
    }
}
