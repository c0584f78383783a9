package throughline.learning;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/// What DJL has not been told to free.
public final class OpenArrays {
    private OpenArrays() {}

    /// How many arrays and managers are open in this process.
    public static int count() {
        try (NDManager manager = Torch.engine().newBaseManager()) {
            return below(manager.getParentManager());
        }
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
