package throughline.learning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// How busy the first GPU is, as NVIDIA's `nvidia-smi` says: the share of the last sample period (a sixth of a second
/// to a second) in which any kernel ran. The engine itself cannot tell.
final class GpuLoad {
    private static final int PATIENCE_SECONDS = 5;

    private GpuLoad() {}

    /// In percent; empty where the program is missing, silent or says anything else.
    static OptionalInt percent() {
        try {
            Process asked = new ProcessBuilder(
                            "nvidia-smi", "--id=0", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                asked.destroyForcibly();
                return OptionalInt.empty();
            }
            return percent(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /// @param said the program's output, such as `37`, or `[N/A]` where a driver does not count
    static OptionalInt percent(String said) {
        String number = said.strip();
        boolean share = number.matches("\\d{1,3}") && Integer.parseInt(number) <= 100;
        return share ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }
}
