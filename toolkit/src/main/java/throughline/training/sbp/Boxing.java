package throughline.training.sbp;

import throughline.training.sbp.Sbp.Broadcast;
import throughline.training.sbp.Sbp.Partial;
import throughline.training.sbp.Sbp.Split;

/// What it takes to change how a tensor lies along one axis of a mesh (Yuan et al. 2021, table 2; the authors'
/// `sbp_infer_util.cpp`, without its penalty for becoming partial).
///
/// Counts are of all devices together; divided by the devices they are what each one sends. With them as unit it does
/// not matter whether elements or bytes are meant.
public enum Boxing {
    /// Nothing moves: it lies so already, or each device drops what it need not keep, or has zeros for summand.
    LOCAL,
    ALL_TO_ALL,
    ALL_GATHER,
    REDUCE_SCATTER,
    ALL_REDUCE;

    /// Which collective makes the change, on the same devices.
    public static Boxing of(Sbp from, Sbp to) {
        if (from.equals(to) || from instanceof Broadcast || to instanceof Partial) {
            return LOCAL;
        }
        if (from instanceof Split) {
            return to instanceof Split ? ALL_TO_ALL : ALL_GATHER;
        }
        return to instanceof Split ? REDUCE_SCATTER : ALL_REDUCE;
    }

    /// What all devices send together.
    ///
    /// @param size    of the global tensor
    /// @param devices that hold it
    /// @return in the unit of the size
    public double total(double size, int devices) {
        double others = devices - 1.0;
        return switch (this) {
            case LOCAL -> 0;
            case ALL_TO_ALL -> others / devices * size;
            case ALL_GATHER, REDUCE_SCATTER -> others * size;
            case ALL_REDUCE -> 2 * others * size;
        };
    }

    /// What passes from some devices to others, which have none in common, and among the latter: everybody who needs
    /// it gets it, and everybody who has a summand sends it.
    ///
    /// @param size      of the global tensor
    /// @param producers devices that hold it
    /// @param consumers devices that are to hold it
    /// @return in the unit of the size
    public static double across(Sbp from, Sbp to, double size, int producers, int consumers) {
        double summands = from instanceof Partial ? producers : 1;
        double copies = to instanceof Broadcast ? consumers : 1;
        return (summands + copies - 1) * size;
    }
}
