package throughline.papers.reasoning;

import throughline.spec.BadInput;

/// The largest number of tokens that is paid for, by step of training (SIRI, arXiv 2509.25176, section on
/// schedulers). Within a cycle it falls from the largest to the smallest limit and rises again.
///
/// ```java
/// SiriSchedule cosine = SiriSchedule.cosine(8_192, 16_384, 640);
/// cosine.limit(0);       // 16384: compression begins
/// cosine.limit(320);     // 8192: expansion begins
/// ```
@FunctionalInterface
public interface SiriSchedule {
    /// The limit in tokens.
    ///
    /// @param step 0 and up
    double limit(int step);

    /// Always the same.
    static SiriSchedule constant(double tokens) {
        return step -> tokens;
    }

    /// Half a cycle at the smallest, half at the largest.
    ///
    /// @param cycle steps, at least 1
    static SiriSchedule stair(double least, double most, int cycle) {
        require(cycle);
        return step -> 2 * (step % cycle) < cycle ? least : most;
    }

    /// `(most + least) / 2 + (most - least) / 2 cos(2 pi t / cycle)`.
    ///
    /// @param cycle steps, at least 1
    static SiriSchedule cosine(double least, double most, int cycle) {
        require(cycle);
        return step -> between(least, most, 2 * Math.PI * (step % cycle) / cycle);
    }

    /// A quarter of the cycle at the largest, a quarter falling, a quarter at the smallest, a quarter rising,
    /// beginning in the middle of the first: falling as `cos 2(phi - pi/4)` and rising as `cos 2(phi - 3 pi/4)`,
    /// as printed. To take `5 pi/4`, where the rise begins, would jump to the largest limit there and fall from it
    /// a second time.
    ///
    /// @param cycle steps, at least 1
    static SiriSchedule stairCosine(double least, double most, int cycle) {
        require(cycle);
        return step -> {
            int eighths = 8 * (step % cycle) / cycle;
            double phase = 2 * Math.PI * (step % cycle) / cycle;
            return switch (eighths) {
                case 0, 7 -> most;
                case 1, 2 -> between(least, most, 2 * (phase - Math.PI / 4));
                case 3, 4 -> least;
                default -> between(least, most, 2 * (phase - 3 * Math.PI / 4));
            };
        };
    }

    /// The smallest limit up to a step, the largest from it on.
    static SiriSchedule oneStep(double least, double most, int from) {
        return step -> step < from ? least : most;
    }

    private static void require(int cycle) {
        if (cycle < 1) {
            throw new BadInput("cycle [%d] must be at least 1 step", cycle);
        }
    }

    private static double between(double least, double most, double phase) {
        return (most + least) / 2 + (most - least) / 2 * StrictMath.cos(phase);
    }
}
