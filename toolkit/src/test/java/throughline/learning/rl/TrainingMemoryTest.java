package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import throughline.learning.Torch;
import throughline.spec.Cancel;

/// Training frees what it takes outside the heap.
class TrainingMemoryTest {
    private static final Corridor CORRIDOR = Corridor.SIXTEEN;

    @Test
    void noArrayIsLeftBehind() {
        int before = open(system());
        Ppo ppo = Ppo.STANDARD.with("minibatch", "64").with("anchor", "1");
        List<Integer> open = new ArrayList<>();
        try (Training<float[]> training = ppo.start(CORRIDOR.agent(8), CORRIDOR::environment, 1)) {
            training.run(8, Cancel.NEVER, (done, of) -> open.add(open(system())));
            training.policy().close();
            assertThat(open).containsOnly(open.getFirst());
            assertThat(open(system())).isEqualTo(open.getFirst());
        }
        assertThat(open(system())).isEqualTo(before);
    }

    @Test
    void aPolicyThatNobodyHoldsFreesItself() {
        int before = open(system());
        Policy.untrained(CORRIDOR.agent(8), CORRIDOR::environment, 1);
        assertThat(open(system())).isGreaterThan(before);
        for (int i = 0; i < 1_000 && open(system()) > before; i++) {
            System.gc();
        }
        assertThat(open(system())).isEqualTo(before);
    }

    private static NDManager system() {
        try (NDManager manager = Torch.engine().newBaseManager()) {
            return manager.getParentManager();
        }
    }

    /// How many arrays and managers are open below a manager.
    private static int open(NDManager manager) {
        try {
            Field resources = BaseNDManager.class.getDeclaredField("resources");
            resources.setAccessible(true);
            int count = 0;
            for (Object resource : ((Map<?, ?>) resources.get(manager)).values()) {
                count += 1 + (resource instanceof BaseNDManager child ? open(child) : 0);
            }
            return count;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("DJL keeps its resources elsewhere", e);
        }
    }
}
