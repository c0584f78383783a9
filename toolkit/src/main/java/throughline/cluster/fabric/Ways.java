package throughline.cluster.fabric;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// The links that flows take, given which links are alive.
final class Ways {
    private static final int LONGEST = 5;

    private final Fabric fabric;
    private final LinkHealth health;
    /// Where the links of each flow begin; one more, the end, stands last.
    final int[] start;
    final int[] links;

    private Ways(Fabric fabric, LinkHealth health, Flows flows, int[] spines) {
        this.fabric = fabric;
        this.health = health;
        start = new int[flows.number + 1];
        int[] all = new int[LONGEST * flows.number];
        int end = 0;
        for (int flow = 0; flow < flows.number; flow++) {
            end = add(flows, flow, spines[flow], all, end);
            start[flow + 1] = end;
        }
        links = Arrays.copyOf(all, end);
    }

    /// Each flow over the spine it was given when it was established, or one that is left.
    static Ways established(Fabric fabric, LinkHealth health, Flows flows) {
        return new Ways(fabric, health, flows, flows.spine);
    }

    /// Each flow over the spine on whose links the fewest flows are so far, measured by what these links carry.
    static Ways planned(Fabric fabric, LinkHealth health, Flows flows) {
        return new Ways(fabric, health, flows, plan(fabric, health, flows));
    }

    private int add(Flows flows, int flow, int spine, int[] all, int before) {
        int rail = flows.rail[flow];
        int from = flows.from[flow];
        int to = flows.to[flow];
        double again = flows.again[flow];
        int out = alive(flows.port[flow], fabric.ports(), again, port -> health.alive(fabric.sends(from, rail, port)));
        int in = alive(
                flows.arrival[flow], fabric.ports(), again, port -> health.alive(fabric.receives(to, rail, port)));
        int end = before;
        all[end++] = fabric.card(from, rail);
        all[end++] = fabric.sends(from, rail, out);
        int near = fabric.groupOf(from);
        int far = fabric.groupOf(to);
        if (near != far || in != out) {
            int over = alive(
                    spine,
                    fabric.spines(),
                    again,
                    s -> health.alive(fabric.uplink(near, rail, out, s))
                            && health.alive(fabric.downlink(far, rail, in, s)));
            all[end++] = fabric.uplink(near, rail, out, over);
            all[end++] = fabric.downlink(far, rail, in, over);
        }
        all[end++] = fabric.receives(to, rail, in);
        return end;
    }

    /// The one given if it is alive, else one of those that are; the one given again where there is none.
    private static int alive(int given, int of, double again, IntPredicate lives) {
        if (lives.test(given)) {
            return given;
        }
        int left = 0;
        for (int i = 0; i < of; i++) {
            left += lives.test(i) ? 1 : 0;
        }
        int skip = (int) (again * left);
        for (int i = 0; i < of; i++) {
            if (lives.test(i) && skip-- == 0) {
                return i;
            }
        }
        return given;
    }

    /// A spine for each flow, one flow after the other.
    static int[] plan(Fabric fabric, LinkHealth health, Flows flows) {
        int[] load = new int[fabric.links()];
        int[] spines = new int[flows.number];
        for (int flow = 0; flow < flows.number; flow++) {
            int near = fabric.groupOf(flows.from[flow]);
            int far = fabric.groupOf(flows.to[flow]);
            if (near == far && flows.port[flow] == flows.arrival[flow]) {
                continue;
            }
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < fabric.spines(); i++) {
                int spine = (flow + i) % fabric.spines();
                int up = fabric.uplink(near, flows.rail[flow], flows.port[flow], spine);
                int down = fabric.downlink(far, flows.rail[flow], flows.arrival[flow], spine);
                double full = Math.max((load[up] + 1) / health.gbps(up), (load[down] + 1) / health.gbps(down));
                if (full < least) {
                    least = full;
                    best = spine;
                }
            }
            spines[flow] = Math.max(best, 0);
            if (best >= 0) {
                load[fabric.uplink(near, flows.rail[flow], flows.port[flow], best)]++;
                load[fabric.downlink(far, flows.rail[flow], flows.arrival[flow], best)]++;
            }
        }
        return spines;
    }
}
