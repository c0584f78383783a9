package throughline.devs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.devs.DevStone.Shape;

/// An event costs the kernel no memory: all there is, is what starting a run and injecting values cost.
class AllocationTest {
    private static final long BYTES_PER_RUN = 2_000;

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static void waves(DevStone model, Simulation simulation, int count) {
        for (int i = 0; i < count; i++) {
            long at = simulation.now() + 10;
            model.excite(simulation, at);
            simulation.runUntil(at);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWarmWaveAllocatesNothingPerEvent(Shape shape) {
        DevStone model = new DevStone(shape, 12, 12);
        Simulation simulation = new Simulation(model);
        waves(model, simulation, 20);
        int waves = 30;
        long before = allocated();
        waves(model, simulation, waves);
        assertThat(allocated() - before).isLessThan(waves * BYTES_PER_RUN);
    }
}
