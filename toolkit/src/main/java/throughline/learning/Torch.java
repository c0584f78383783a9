package throughline.learning;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import throughline.spec.BadInput;

/// The engine that networks run on: PyTorch, through DJL, from the jars on the class path.
///
/// The first use unpacks the native library to DJL's cache (`~/.djl.ai`, or where the environment variable
/// `DJL_CACHE_DIR` points) and loads it; nothing is fetched, and no usage is reported. One intra-op thread is used
/// unless the JVM property `ai.djl.pytorch.num_threads` says otherwise: a sum split over threads is another sum, so
/// weights are the same only for the same number of threads.
///
/// Built with `-Dgpu` there is no native library on the class path: that for the machine's CUDA is fetched at the first
/// use, unless `PYTORCH_LIBRARY_PATH` names a folder that holds it.
public final class Torch {
    /// A process has one engine: this says whether its device was told of, and nothing else.
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private Torch() {}

    private static final class Loaded {
        static final Engine ENGINE = load();

        private static Engine load() {
            byDefault("ai.djl.offline", String.valueOf(natives()));
            byDefault("OPT_OUT_TRACKING", "true");
            byDefault("ai.djl.pytorch.num_threads", "1");
            byDefault("ai.djl.pytorch.num_interop_threads", "1");
            return Engine.getEngine("PyTorch");
        }

        /// Whether a native library is on the class path, as it is unless this was built with `-Dgpu`.
        private static boolean natives() {
            return Torch.class.getResource("/native/lib/pytorch.properties") != null;
        }

        private static void byDefault(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }
    }

    /// The engine, loaded at the first call.
    ///
    /// @throws BadInput when its native library is neither here nor can be fetched
    public static Engine engine() {
        try {
            return Loaded.ENGINE;
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            // The first attempt fails by the one, every later one by the other.
            throw new BadInput(
                    "PyTorch's native library cannot be loaded [%s]; a build with -Dgpu fetches it, or needs"
                            + " PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR, and one without has its own",
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        }
    }

    /// Prepares the calling thread as loading the engine prepared its own: gradients off, and as many intra-op threads.
    /// PyTorch keeps both per thread. In one that is not prepared, weights cannot be moved, every forecast is kept
    /// for a backward pass that never comes, and sums are split as the machine has cores.
    public static void prepareThread() {
        engine();
        JniUtils.setGradMode(false);
        JniUtils.setNumThreads(Integer.getInteger("ai.djl.pytorch.num_threads"));
    }

    /// Makes a forward pass of which gradients can be taken, by [#backward] within it, and prepares the thread again
    /// afterwards. Not DJL's collector, of which a process has but one: several trainings may run side by side.
    ///
    /// @return what the pass returns
    public static <T> T recording(Supplier<T> pass) {
        JniUtils.setGradMode(true);
        try {
            return pass.get();
        } finally {
            prepareThread();
        }
    }

    /// Adds to the gradients of all weights that a recorded array came from.
    ///
    /// @param outputs of the pass
    /// @param slopes  derivatives of the loss by each output, in the same shape; ones where the output is the loss
    public static void backward(NDArray outputs, NDArray slopes) {
        JniUtils.backward((PtNDArray) outputs, (PtNDArray) slopes, false, false);
    }

    /// Where networks are trained: the first GPU when there is one, otherwise the CPU.
    public static Device device() {
        return engine().getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    /// Logs once a process, as information of the logger `throughline.learning`, that there is no GPU to train on. Our
    /// notebooks show no such messages; [#description()] says it there.
    static void tellDevice() {
        if (engine().getGpuCount() == 0 && TOLD.compareAndSet(false, true)) {
            System.getLogger("throughline.learning")
                    .log(System.Logger.Level.INFO, "no CUDA device found: networks are trained on the CPU");
        }
    }

    /// The number of intra-op threads in force, as the engine itself reports it.
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /// What networks run on, in one line, such as `PyTorch 2.7.1, CPU (no CUDA device found), 1 intra-op thread`. On a
    /// GPU it says how much of its memory is taken, and how busy it is, by all processes.
    public static String description() {
        int threads = threads();
        return "PyTorch %s, %s, %d intra-op %s"
                .formatted(engine().getVersion(), place(), threads, threads == 1 ? "thread" : "threads");
    }

    private static String place() {
        int gpus = engine().getGpuCount();
        return gpus == 0
                ? "CPU (no CUDA device found)"
                : "GPU (1 of %d used; %s; %s)".formatted(gpus, memory(), load());
    }

    private static String load() {
        OptionalInt percent = GpuLoad.percent();
        return percent.isPresent() ? percent.getAsInt() + " % busy" : "load not known";
    }

    private static String memory() {
        try {
            MemoryUsage memory = CudaUtils.getGpuMemory(Device.gpu());
            return "%d of %d MiB taken".formatted(memory.getUsed() >> 20, memory.getMax() >> 20);
        } catch (RuntimeException | LinkageError e) {
            return "memory not known: " + e.getMessage();
        }
    }
}
