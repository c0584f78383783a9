package throughline.hardware;

import java.nio.file.Path;

/// How well the kernels of a software stack use a device, as shares of what its datasheet promises: constants that were
/// fitted on one device and are carried over to others.
///
/// @param name      of the stack
/// @param launch    seconds from one matrix product to the next, beside its work
/// @param matrix    share of the peak that a full tile of a matrix product reaches
/// @param operands  share of the memory bandwidth at which a matrix product reads and writes
/// @param tile      seconds at one GHz that a tile takes beside its products, so that they count as cycles
/// @param shrinking power of a tile's size, over that of 128 x 256, with which its share of the peak falls
/// @param start     seconds from one element-wise kernel to the next, beside its work
/// @param rows      share of the memory bandwidth that kernels reach which give a row to a unit, such as norms
/// @param flat      share that kernels reach which take elements as they come; above 1 when they find them in the cache
/// @param source    what they were fitted on, and how far off they are
public record Kernels(
        String name,
        double launch,
        double matrix,
        double operands,
        double tile,
        double shrinking,
        double start,
        double rows,
        double flat,
        String source) {
    /// Kernels of a profile that comes with the toolkit.
    ///
    /// @throws throughline.spec.BadInput when there is none of that name, or it is of another kind
    public static Kernels named(String name) {
        return of(Profile.named(name));
    }

    /// Kernels of a profile of the user's.
    ///
    /// @throws throughline.spec.BadInput naming file, line, key and what is allowed
    public static Kernels read(Path path) {
        return of(Profile.read(path));
    }

    private static Kernels of(Profile profile) {
        profile.expect("kernels");
        Kernels kernels = new Kernels(
                profile.text("name"),
                profile.quantity("matmul.launch", "s"),
                profile.number("matmul.peak"),
                profile.number("matmul.bandwidth"),
                profile.number("matmul.tile cycles") * 1e-9,
                profile.number("matmul.shrinking"),
                profile.quantity("stream.launch", "s"),
                profile.number("stream.rows"),
                profile.number("stream.flat"),
                profile.source("matmul"));
        profile.end();
        return kernels;
    }
}
