package throughline.cluster.monitor;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// When something is held to be wrong. [#USUAL] has the values of the tests and studies here.
///
/// @param hang    seconds that a rank waits in an operation before it is held to hang
/// @param times   how many times the median a delay must be
/// @param mads    how many median absolute deviations it must be above the median
/// @param windows how many windows in a row must show the same; a hang is told at once
/// @param share   of a rank's neighbours that must see it late before the rank is blamed and not the links
/// @param gap     of the median wait: how much less a straggler must wait than the median and than its successor
public record Rules(
        @Param(value = "wait in an operation that is a hang", unit = "s", min = 0.001, max = 100_000)
        double hang,

        @Param(value = "delay of a slow path over the median", min = 1, max = 1_000)
        double times,

        @Param(value = "median absolute deviations above the median", min = 0, max = 1_000)
        double mads,

        @Param(value = "windows in a row", min = 1, max = 1_000)
        int windows,

        @Param(value = "share of neighbours that see a rank late", min = 0.01, max = 1)
        double share,

        @Param(value = "share of the median wait that a straggler does not wait", min = 0.01, max = 1)
        double gap) {
    /// 30 s, 1.5 times the median and 6 deviations above it, three windows in a row, three neighbours of four, a third
    /// of the wait.
    public static final Rules USUAL = new Rules(30, 1.5, 6, 3, 0.75, 1.0 / 3);

    /// @throws BadInput when a number is outside its range
    public Rules {
        Spec.check(Rules.class, hang, times, mads, windows, share, gap);
    }

    /// This, with another number of windows in a row.
    public Rules withWindows(int number) {
        return new Rules(hang, times, mads, number, share, gap);
    }
}
