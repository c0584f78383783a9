package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import throughline.spec.BadInput;

/// Three zones by length: a sequence stays on one device, is shared by the devices of a node, or by all (Chen et al.
/// 2025, arXiv 2509.21841; after a note on it, the text could not be reached). In each zone the squared lengths are
/// balanced as far as memory allows.
///
/// The transfers of all zones run at the same time as the attention of all, the slowest first, so that a device is done
/// with attention when its computing or its transfers are. With remapping, tokens are levelled out for the other
/// layers, there and back in each, forward and backward.
///
/// @param costs   of rings; [Ring#routed] for Zeppelin's routing
/// @param devices how many, full nodes
/// @param remap   whether tokens are levelled out for the layers that are not attention
public record Zeppelin(Ring costs, int devices, boolean remap) implements Policy {
    private static final int ELEMENT = 2;

    /// There and back, forward and backward.
    private static final int MOVES = 4;

    public Zeppelin {
        if (devices < 1 || devices % costs.fabric().node() != 0) {
            throw new BadInput(
                    "devices [%d] must fill nodes of [%d]",
                    devices, costs.fabric().node());
        }
    }

    /// With all it has: routing over all cards, and remapping.
    public static Zeppelin whole(Ring ring, int devices) {
        return new Zeppelin(ring.routed(ring.fabric().cards()), devices, true);
    }

    @Override
    public Assignment assign(int[] batch) {
        Lengths.check(batch);
        long tokens = Arrays.stream(batch).asLongStream().sum();
        int fewest = (int) Math.max(1, Math.ceilDiv(tokens, (long) devices * costs.capacity()));
        for (int parts = fewest; parts <= Math.max(fewest, batch.length); parts++) {
            Optional<List<ZonePlan>> plans = plans(batch, parts);
            if (plans.isPresent()) {
                return booked(batch, plans.get());
            }
        }
        throw new BadInput("the sequences do not fit on [%d] devices, one in a micro-batch", devices);
    }

    /// Deals sequences, longest first, to the micro-batch with the fewest tokens.
    private Optional<List<ZonePlan>> plans(int[] batch, int parts) {
        long[] held = new long[parts];
        List<List<Integer>> dealt = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            dealt.add(new ArrayList<>());
        }
        for (int place : Booking.longestFirst(batch)) {
            int least = 0;
            for (int part = 1; part < parts; part++) {
                least = held[part] < held[least] ? part : least;
            }
            dealt.get(least).add(place);
            held[least] += batch[place];
        }
        List<ZonePlan> plans = new ArrayList<>();
        for (List<Integer> places : dealt) {
            ZonePlan plan = new ZonePlan(costs, devices, batch);
            if (!plan.place(places)) {
                return Optional.empty();
            }
            plans.add(plan);
        }
        return Optional.of(plans);
    }

    private Assignment booked(int[] batch, List<ZonePlan> plans) {
        Booking booking = new Booking(batch, devices);
        for (int part = 0; part < plans.size(); part++) {
            plans.get(part).enter(booking, part);
            double launch = costs.launch();
            for (int device = 0; device < devices; device++) {
                attend(booking, plans.get(part), device, launch);
            }
            if (remap) {
                booking.barrier();
            }
            others(booking, plans.get(part).tokens());
            booking.barrier();
        }
        return booking.assignment("Zeppelin" + (remap ? "" : ", no remapping"));
    }

    private void attend(Booking booking, ZonePlan plan, int device, double launch) {
        double start = booking.free(device);
        double end = start + Math.max(plan.computing(device), plan.transfers(device));
        booking.span(device, "between nodes", start, plan.betweenNodes());
        booking.span(device, "in the node", booking.free(device), plan.inNode(device));
        booking.span(device, "local", booking.free(device), plan.local(device));
        booking.span(device, "transfers", booking.free(device), end - booking.free(device));
        booking.span(device, "launch", booking.free(device), launch);
    }

    private void others(Booking booking, double[] tokens) {
        double mean = Arrays.stream(tokens).average().orElse(0);
        double moving = 0;
        if (remap) {
            Remap moves = Remap.of(tokens, costs.fabric().node());
            double bytes = (double) MOVES
                    * ELEMENT
                    * costs.compute().width()
                    * costs.compute().layers();
            moving = moves.seconds(bytes, costs.fabric(), devices);
            booking.sent(bytes * moves.all());
        }
        for (int device = 0; device < devices; device++) {
            booking.span(device, "remapping", booking.free(device), moving);
            double taken = remap ? mean : tokens[device];
            booking.span(
                    device,
                    "other layers",
                    booking.free(device),
                    costs.compute().others(taken));
        }
    }
}
