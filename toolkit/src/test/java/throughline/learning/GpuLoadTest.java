package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GpuLoadTest {
    @Test
    void aShareIsReadAndAnythingElseIsNotKnown() {
        assertThat(GpuLoad.percent("37\n")).hasValue(37);
        assertThat(GpuLoad.percent("0")).hasValue(0);
        assertThat(GpuLoad.percent("[N/A]")).isEmpty();
        assertThat(GpuLoad.percent("")).isEmpty();
        assertThat(GpuLoad.percent("1000")).isEmpty();
    }

    @Test
    void whereThereIsNoGpuNothingIsSaidOfItsLoad() {
        if (Torch.engine().getGpuCount() == 0) {
            assertThat(Torch.description()).contains("CPU (no CUDA device found)");
        } else {
            assertThat(Torch.description()).containsAnyOf("% busy", "load not known");
        }
    }
}
