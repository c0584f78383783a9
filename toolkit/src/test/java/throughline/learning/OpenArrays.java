package throughline.learning;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/// What DJL has not been told to free.
public final class OpenArrays {
    private static final int ALIKE = 5;

    private OpenArrays() {}

    /// How many arrays and managers are open in this process.
    public static int count() {
        try (NDManager manager = Torch.engine().newBaseManager()) {
            return below(manager.getParentManager());
        }
    }

    /// How many there are once those that nobody holds any more are gone. Otherwise what another test has dropped
    /// could be collected, and lower the count, in the midst of this one.
    public static int settled() {
        int count = count();
        for (int same = 0; same < ALIKE; same++) {
            System.gc();
            Thread.onSpinWait();
            int next = count();
            same = next == count ? same : -1;
            count = next;
        }
        return count;
    }

    private static int below(NDManager manager) {
        try {
            Field resources = BaseNDManager.class.getDeclaredField("resources");
            resources.setAccessible(true);
            int count = 0;
            for (Object resource : ((Map<?, ?>) resources.get(manager)).values()) {
                count += 1 + (resource instanceof BaseNDManager child ? below(child) : 0);
            }
            return count;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("DJL keeps its resources elsewhere", e);
        }
    }
}
