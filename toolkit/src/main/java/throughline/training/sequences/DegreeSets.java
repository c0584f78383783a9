package throughline.training.sequences;

import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// Every way to divide devices into groups whose sizes are powers of two.
///
/// @param degrees ascending
/// @param counts  for each way, how many groups of each degree
record DegreeSets(int[] degrees, List<int[]> counts) {
    private static final int MOST = 4_000;

    /// All ways that use all devices, save for a rest smaller than the least degree.
    ///
    /// @param least degree, a power of two
    /// @throws BadInput when there are more than four thousand
    static DegreeSets of(int devices, int least) {
        if (least < 1 || Integer.bitCount(least) != 1 || devices < least) {
            throw new BadInput(
                    "the least degree [%d] must be a power of two and at most the devices [%d]", least, devices);
        }
        int steps = 0;
        while (least << (steps + 1) <= devices) {
            steps++;
        }
        int[] degrees = new int[steps + 1];
        for (int i = 0; i <= steps; i++) {
            degrees[i] = least << i;
        }
        List<int[]> counts = new ArrayList<>();
        divide(devices / least * least, steps, degrees, new int[steps + 1], counts);
        return new DegreeSets(degrees, counts);
    }

    private static void divide(int left, int step, int[] degrees, int[] count, List<int[]> counts) {
        if (step == 0) {
            count[0] = left / degrees[0];
            counts.add(count.clone());
            if (counts.size() > MOST) {
                throw new BadInput("there are more than [%d] ways to divide the devices; take fewer", MOST);
            }
            return;
        }
        // Few wide groups first: they are seldom the worst, and what is found early spares the rest.
        for (int n = 0; n <= left / degrees[step]; n++) {
            count[step] = n;
            divide(left - n * degrees[step], step - 1, degrees, count, counts);
        }
    }

    /// Devices that every way divides.
    int devices() {
        int devices = 0;
        for (int i = 0; i < degrees.length; i++) {
            devices += counts.getFirst()[i] * degrees[i];
        }
        return devices;
    }

    /// The degrees that a way uses, as bits.
    int mask(int set) {
        int mask = 0;
        int[] count = counts.get(set);
        for (int i = 0; i < count.length; i++) {
            mask |= count[i] > 0 ? 1 << i : 0;
        }
        return mask;
    }
}
