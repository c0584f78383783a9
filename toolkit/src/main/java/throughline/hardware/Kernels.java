package throughline.hardware;

import java.nio.file.Path;

/// How well the kernels of a software stack use a device, as shares of what its datasheet promises: constants that were
/// fitted on one device, as [KernelFit] does, and are carried over to others.
///
/// @param name      of the stack
/// @param products  of matrices
/// @param streams   element-wise kernels
/// @param attention where it is not one kernel
/// @param source    of all that does not say its own
public record Kernels(String name, Products products, Streams streams, Attention attention, String source) {
    /// How well matrix products use a device.
    ///
    /// @param launch    seconds from one product to the next, beside its work
    /// @param peak      share of the peak that a tile of 128 x 256 reaches
    /// @param bandwidth share of the memory bandwidth at which operands are read and results written
    /// @param shrinking power of a tile's size, over that of 128 x 256, with which its share of the peak falls
    /// @param source    what they were fitted on, and how far off they are
    public record Products(double launch, double peak, double bandwidth, double shrinking, String source) {
        /// @throws throughline.spec.BadInput when a share is not above 0 and at most 1.5, or another number is below 0
        public Products {
            Bounds.notNegative("matmul.launch", launch);
            Bounds.share("matmul.peak", peak);
            Bounds.share("matmul.bandwidth", bandwidth);
            Bounds.notNegative("matmul.shrinking", shrinking);
        }
    }

    /// How well element-wise kernels use a device.
    ///
    /// @param launch seconds from one kernel to the next, beside its work
    /// @param rows   share of the memory bandwidth that kernels reach which give a row to a unit, such as norms
    /// @param flat   share that kernels reach which take elements as they come, where these are in memory
    /// @param cached the same of what half of the cache holds, left there by the kernel before: it may be above 1
    /// @param source what they were fitted on, and how far off they are
    public record Streams(double launch, double rows, double flat, double cached, String source) {
        /// @throws throughline.spec.BadInput when a share is not above 0 and at most 1.5, or the launch is below 0
        public Streams {
            Bounds.notNegative("stream.launch", launch);
            Bounds.share("stream.rows", rows);
            Bounds.share("stream.flat", flat);
            Bounds.share("stream.cached", cached);
        }
    }

    /// How well the kernels use a device that attention is made of where it is not one: products of vectors as wide as
    /// a head, softmax and dropout, over a score for each pair of tokens.
    ///
    /// @param share  of what the constants of products and of element-wise kernels give that they reach
    /// @param source what it was fitted on, and how far off it is
    public record Attention(double share, String source) {
        /// As fast as other products and other element-wise kernels.
        public static final Attention AS_OTHERS = new Attention(1, "nobody has measured it");

        /// @throws throughline.spec.BadInput when the share is not above 0 and at most 1.5
        public Attention {
            Bounds.share("attention.share", share);
        }
    }

    /// Kernels of which nobody has measured those of attention.
    public Kernels(String name, Products products, Streams streams, String source) {
        this(name, products, streams, Attention.AS_OTHERS, source);
    }

    /// These with attention as it was measured.
    public Kernels with(Attention measured) {
        return new Kernels(name, products, streams, measured, source);
    }

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
                new Products(
                        profile.quantity("matmul.launch", "s"),
                        profile.share("matmul.peak"),
                        profile.share("matmul.bandwidth"),
                        profile.number("matmul.shrinking"),
                        profile.source("matmul")),
                new Streams(
                        profile.quantity("stream.launch", "s"),
                        profile.share("stream.rows"),
                        profile.share("stream.flat"),
                        profile.share("stream.cached"),
                        profile.source("stream")),
                attention(profile),
                profile.text("source"));
        profile.end();
        return kernels;
    }

    private static Attention attention(Profile profile) {
        return profile.textIfKnown("attention.share").isEmpty()
                ? Attention.AS_OTHERS
                : new Attention(profile.share("attention.share"), profile.source("attention"));
    }

    /// The profile that [#read] reads, as YAML: always the same text for the same constants, which have at most three
    /// digits in it.
    public String yaml() {
        ProfileText text = new ProfileText("kernels", name)
                .folded("source", source)
                .part("matmul")
                .microseconds("launch", products.launch)
                .number("peak", products.peak)
                .number("bandwidth", products.bandwidth)
                .number("shrinking", products.shrinking)
                .folded("source", products.source)
                .part("stream")
                .microseconds("launch", streams.launch)
                .number("rows", streams.rows)
                .number("flat", streams.flat)
                .number("cached", streams.cached)
                .folded("source", streams.source);
        if (!attention.equals(Attention.AS_OTHERS)) {
            text.part("attention").number("share", attention.share).folded("source", attention.source);
        }
        return text.toString();
    }
}
