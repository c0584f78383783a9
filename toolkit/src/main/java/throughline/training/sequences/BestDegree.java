package throughline.training.sequences;

import throughline.spec.BadInput;

/// The best single degree for each batch, which FlexSP's authors call BatchAda: what can be had without groups of
/// different sizes.
///
/// @param costs   of a group
/// @param devices how many
/// @param least   degree tried, from 1 to the devices
public record BestDegree(Costs costs, int devices, int least) implements Policy {
    public BestDegree {
        if (least < 1 || devices < least) {
            throw new BadInput("the least degree [%d] must be from 1 to the devices [%d]", least, devices);
        }
    }

    /// With degrees from 2, as the authors have it.
    public BestDegree(Costs costs, int devices) {
        this(costs, devices, 2);
    }

    @Override
    public Assignment assign(int[] batch) {
        Lengths.check(batch);
        int longest = 0;
        for (int length : batch) {
            longest = Math.max(longest, length);
        }
        Assignment best = null;
        for (int degree = least; degree <= devices; degree *= 2) {
            if (devices % degree != 0 || (long) degree * costs.capacity() < longest) {
                continue;
            }
            Assignment next =
                    new StaticParallel("best degree", costs, devices, degree, StaticParallel.USUAL_FILL).assign(batch);
            if (best == null || next.seconds() < best.seconds()) {
                best = next;
            }
        }
        if (best == null) {
            throw new BadInput("a sequence of [%d] tokens does not fit on %d devices", longest, devices);
        }
        return best;
    }
}
