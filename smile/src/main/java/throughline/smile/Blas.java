package throughline.smile;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/// Gives Smile the OpenBLAS that comes as a jar. Smile looks for a library of the system, which a bare machine lacks.
final class Blas {
    private Blas() {}

    /// The Java machine's own library. Smile opens a library by name, and takes what that lacks from the libraries its
    /// class loader has loaded: this one is open on every machine, has no BLAS, and so leaves the choice to us.
    private static final String ALWAYS_THERE = "jvm";

    static {
        boolean chosen = System.getProperty("smile.lib.blas") != null;
        boolean mac = Loader.getPlatform().startsWith("macosx");
        if (!chosen && !mac) {
            Loader.load(openblas_nolapack.class);
            openblas_nolapack.blas_set_num_threads(1);
            System.setProperty("smile.lib.blas", ALWAYS_THERE);
            System.setProperty("smile.lib.lapack", ALWAYS_THERE);
        }
    }

    /// Sees to it that Smile's linear algebra works, on one thread, so that sums are always taken in the same order.
    /// On a Mac Smile finds the system's Accelerate. A library named by the JVM property `smile.lib.blas` is left
    /// as the user set it.
    static void load() {
        // Initialises this class, once.
    }
}
