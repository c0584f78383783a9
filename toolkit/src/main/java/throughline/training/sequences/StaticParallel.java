package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import throughline.spec.BadInput;

/// One degree for every sequence: sequences are packed, longest first, and the packs run in rounds on groups of that
/// degree. What most systems do, with a degree that holds the longest sequence they allow.
///
/// @param name    of the policy
/// @param costs   of a group
/// @param devices how many; the degree divides them
/// @param degree  devices of a group
/// @param fill    share of a group's memory that a pack may take, above 0 and at most 1
public record StaticParallel(String name, Costs costs, int devices, int degree, double fill) implements Policy {
    /// What FlexSP's baselines leave free in a pack.
    public static final double USUAL_FILL = 0.9;

    public StaticParallel {
        if (degree < 1 || devices < 1 || devices % degree != 0) {
            throw new BadInput("degree [%d] must divide the devices [%d], both 1 or more", degree, devices);
        }
        if (!(fill > 0 && fill <= 1)) {
            throw new BadInput("fill [%s] must be above 0 and at most 1", fill);
        }
    }

    /// With the least power of two whose packs hold the longest sequence allowed; with all devices where none does.
    ///
    /// @param longest tokens of the longest sequence allowed
    public static StaticParallel fitting(Costs costs, int devices, int longest) {
        int degree = 2;
        while (2 * degree <= devices && USUAL_FILL * degree * costs.capacity() < longest) {
            degree *= 2;
        }
        return new StaticParallel("static", costs, devices, degree, USUAL_FILL);
    }

    @Override
    public Assignment assign(int[] batch) {
        Lengths.check(batch);
        double room = (double) degree * costs.capacity();
        for (int length : batch) {
            if (length > room) {
                throw new BadInput(
                        "a sequence of [%d] tokens does not fit on %d devices, which hold %.0f", length, degree, room);
            }
        }
        record Pack(List<Integer> places, double seconds, int number) {}
        List<Pack> packs = new ArrayList<>();
        for (List<Integer> places : Packing.bestFitDecreasing(batch, fill * room)) {
            packs.add(new Pack(places, costs.seconds(Packing.lengths(batch, places), degree), packs.size()));
        }
        packs.sort(Comparator.comparingDouble(Pack::seconds).reversed().thenComparingInt(Pack::number));
        Booking booking = new Booking(batch, devices);
        int groups = devices / degree;
        for (int i = 0; i < packs.size(); i++) {
            if (i % groups == 0) {
                booking.barrier();
            }
            Pack pack = packs.get(i);
            double sent = pack.places.stream()
                    .mapToDouble(place -> costs.bytes(batch[place], degree))
                    .sum();
            booking.book(Booking.row(i % groups * degree, degree), pack.places, costs.capacity(), pack.seconds, sent);
        }
        return booking.assignment(name);
    }
}
