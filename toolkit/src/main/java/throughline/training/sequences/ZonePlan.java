package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The zones of one micro-batch of [Zeppelin]: which sequences all devices share, which those of a node, and which are
/// on one device.
final class ZonePlan {
    private final Ring costs;
    private final int devices;
    private final int node;
    private final int[] batch;
    private final Zones zones;
    private final double[] room;
    private final double[] local;
    private final double[] inNode;
    private final List<Integer> everywhere = new ArrayList<>();
    private final List<List<Integer>> ofNode = new ArrayList<>();
    private final List<List<Integer>> ofDevice = new ArrayList<>();
    private double betweenNodes;
    private double slowTransfers;
    private final double[] fastTransfers;

    ZonePlan(Ring costs, int devices, int[] batch) {
        this.costs = costs;
        this.devices = devices;
        this.node = costs.fabric().node();
        this.batch = batch;
        this.zones = Zones.of(costs);
        room = new double[devices];
        Arrays.fill(room, costs.capacity());
        local = new double[devices];
        inNode = new double[devices / node];
        fastTransfers = new double[devices / node];
        for (int device = 0; device < devices; device++) {
            ofDevice.add(new ArrayList<>());
        }
        for (int each = 0; each < devices / node; each++) {
            ofNode.add(new ArrayList<>());
        }
    }

    /// Places sequences, longest first.
    ///
    /// @return whether all have room
    boolean place(List<Integer> longestFirst) {
        for (int place : longestFirst) {
            int length = batch[place];
            boolean placed = length <= zones.local() && onDevice(place, length)
                    || (length <= zones.inside() || devices == node) && onNode(place, length)
                    || onAll(place, length);
            if (!placed) {
                return false;
            }
        }
        return true;
    }

    private boolean onDevice(int place, int length) {
        int best = -1;
        for (int device = 0; device < devices; device++) {
            if (room[device] >= length && (best < 0 || computing(device) < computing(best))) {
                best = device;
            }
        }
        if (best < 0) {
            return false;
        }
        room[best] -= length;
        local[best] += costs.compute().attention(length);
        ofDevice.get(best).add(place);
        return true;
    }

    private boolean onNode(int place, int length) {
        double share = (double) length / node;
        int best = -1;
        for (int each = 0; each < inNode.length; each++) {
            if (hasRoom(each * node, node, share) && (best < 0 || load(each) < load(best))) {
                best = each;
            }
        }
        if (best < 0) {
            return false;
        }
        take(best * node, node, share);
        inNode[best] += costs.compute().attention(length) / node;
        fastTransfers[best] += Ring.TURNS * (node - 1) * costs.hop(length, node);
        ofNode.get(best).add(place);
        return true;
    }

    private double load(int each) {
        double sum = 0;
        for (int device = each * node; device < (each + 1) * node; device++) {
            sum += computing(device);
        }
        return sum;
    }

    private boolean onAll(int place, int length) {
        double share = (double) length / devices;
        if (!hasRoom(0, devices, share)) {
            return false;
        }
        take(0, devices, share);
        betweenNodes += costs.compute().attention(length) / devices;
        slowTransfers += Ring.TURNS * (devices - 1) * costs.hop(length, devices);
        everywhere.add(place);
        return true;
    }

    private boolean hasRoom(int first, int count, double share) {
        for (int device = first; device < first + count; device++) {
            if (room[device] < share) {
                return false;
            }
        }
        return true;
    }

    private void take(int first, int count, double share) {
        for (int device = first; device < first + count; device++) {
            room[device] -= share;
        }
    }

    /// Time of attention that all share, in seconds on each device.
    double betweenNodes() {
        return betweenNodes;
    }

    double inNode(int device) {
        return inNode[device / node];
    }

    double local(int device) {
        return local[device];
    }

    double computing(int device) {
        return betweenNodes + inNode[device / node] + local[device];
    }

    /// Time of the transfers: those between nodes and those inside run side by side.
    double transfers(int device) {
        return Math.max(slowTransfers, fastTransfers[device / node]);
    }

    /// Tokens of each device.
    double[] tokens() {
        return Arrays.stream(room).map(left -> costs.capacity() - left).toArray();
    }

    void enter(Booking booking, int part) {
        enter(booking, part, Booking.row(0, devices), everywhere);
        for (int each = 0; each < ofNode.size(); each++) {
            enter(booking, part, Booking.row(each * node, node), ofNode.get(each));
        }
        for (int device = 0; device < devices; device++) {
            enter(booking, part, List.of(device), ofDevice.get(device));
        }
    }

    private void enter(Booking booking, int part, List<Integer> on, List<Integer> places) {
        if (!places.isEmpty()) {
            double sent = places.stream()
                    .mapToDouble(place -> costs.bytes(batch[place], on.size()))
                    .sum();
            booking.piece(new Piece(part, on, places, costs.capacity()), sent);
        }
    }
}
