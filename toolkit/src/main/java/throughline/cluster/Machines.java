package throughline.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// The nodes: which of them the job has, which are kept ready, and which are being repaired. Faults strike them here,
/// and only those of the job's nodes go on to the job.
final class Machines extends Atomic {
    final In<Fault> faults = in("faults", Fault.class);
    final In<Order> orders = in("orders", Order.class);
    final Out<Fault> struck = out("struck", Fault.class);
    final Out<Strike> strikes = out("strikes", Strike.class);
    final Out<Fault> over = out("over", Fault.class);
    final Out<Integer> repaired = out("repaired", Integer.class);
    final Out<Ready> ready = out("ready", Ready.class);
    final Out<Happening> events = out("events", Happening.class);

    /// Where a node is.
    enum Place {
        JOB,
        SPARE,
        REPAIR,
        TENANT
    }

    private record Due(long at, int node, Fault fault) {}

    private static final int NOBODY = -1;

    private final Place[] places;
    private final int[] positions;
    private final int[] nodes;
    private final boolean[] broken;
    /// Nodes that are not other people's.
    private final int own;
    private final Deque<Integer> spares = new ArrayDeque<>();
    private final List<Fault> active = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingInt(Due::node));
    private final Outbox outbox = new Outbox();
    private boolean requested;
    private int swapped;

    /// @param job     nodes of the job
    /// @param spare   kept ready
    /// @param tenants that others use
    Machines(String name, int job, int spare, int tenants) {
        super(name);
        own = job + spare;
        int all = own + tenants;
        places = new Place[all];
        positions = new int[all];
        nodes = new int[job];
        broken = new boolean[all];
        for (int node = 0; node < all; node++) {
            places[node] = node < job ? Place.JOB : node < own ? Place.SPARE : Place.TENANT;
            positions[node] = node < job ? node : Fault.JOB;
            if (places[node] == Place.JOB) {
                nodes[node] = node;
            } else if (places[node] == Place.SPARE) {
                spares.add(node);
            }
        }
    }

    /// All nodes, whoever has them.
    int count() {
        return places.length;
    }

    Place place(int node) {
        return places[node];
    }

    /// The node at a position of the job.
    int node(int position) {
        return nodes[position];
    }

    /// The position of a node in the job, or [Fault#JOB].
    int position(int node) {
        return positions[node];
    }

    /// Faults that nobody has mended yet, also those of nodes that failed beside the job and are being repaired.
    List<Fault> active() {
        return active;
    }

    @Override
    protected long timeAdvance() {
        return !outbox.isEmpty() ? 0 : due.isEmpty() ? NEVER : Math.max(0, due.peek().at - now());
    }

    @Override
    protected void output() {
        outbox.send();
    }

    @Override
    protected void internalTransition() {
        if (!outbox.isEmpty()) {
            outbox.clear();
            return;
        }
        Due next = due.poll();
        if (next.fault == null) {
            repaired(next.node);
        } else if (active.remove(next.fault)) {
            ended(next.fault);
        }
    }

    @Override
    protected void externalTransition(long elapsed) {
        faults.forEach(this::strike);
        for (Order order : orders) {
            switch (order) {
                case Order.Isolate(Fault fault) -> isolate(fault);
                case Order.Request request -> requested = true;
            }
        }
        fill();
    }

    private void strike(Fault fault) {
        if (fault.node() >= 0 && (places[fault.node()] == Place.REPAIR || broken[fault.node()])) {
            return;
        }
        outbox.put(struck, fault);
        outbox.put(
                events,
                new Happening(
                        "fault_start",
                        fault.node(),
                        fault.category(),
                        fault.effect().text()));
        if (fault.node() == Fault.JOB) {
            outbox.put(strikes, new Strike(fault, Fault.JOB));
            outbox.put(events, new Happening("fault_end", Fault.JOB, fault.category(), ""));
            return;
        }
        int node = fault.node();
        switch (places[node]) {
            case JOB -> {
                outbox.put(strikes, new Strike(fault, positions[node]));
                broken[node] = fault.fatal();
                remember(fault, !fault.fatal());
            }
            case SPARE -> {
                if (fault.passes()) {
                    remember(fault, true);
                } else {
                    spares.remove(node);
                    repairBeside(fault);
                }
            }
            case TENANT -> {
                if (fault.fatal()) {
                    repairBeside(fault);
                } else {
                    remember(fault, true);
                }
            }
            default -> throw new IllegalStateException(places[node].name());
        }
    }

    /// Keeps a fault until it is mended, or has passed by itself.
    private void remember(Fault fault, boolean passes) {
        active.add(fault);
        if (passes) {
            due.add(new Due(fault.start() + fault.lasts(), fault.node(), fault));
        }
    }

    private void ended(Fault fault) {
        outbox.put(over, fault);
        outbox.put(events, new Happening("fault_end", fault.node(), fault.category(), ""));
    }

    private void isolate(Fault fault) {
        if (fault.node() >= 0 && places[fault.node()] == Place.JOB && active.contains(fault) && !fault.passes()) {
            broken[fault.node()] = true;
        }
    }

    /// Gives the job spares in place of its broken nodes; when that is all, it is ready.
    private void fill() {
        if (!requested) {
            return;
        }
        for (int position = 0; position < nodes.length; position++) {
            int node = nodes[position];
            if (node != NOBODY && broken[node]) {
                outbox.put(events, new Happening("isolate", node, "node", "position %d".formatted(position)));
                nodes[position] = NOBODY;
                longest(node).ifPresent(this::repair);
            }
            if (nodes[position] == NOBODY && !spares.isEmpty()) {
                swap(position, spares.poll());
            }
        }
        if (Arrays.stream(nodes).anyMatch(node -> node == NOBODY)) {
            return;
        }
        List<Strike> going = active.stream()
                .filter(fault -> places[fault.node()] == Place.JOB)
                .map(fault -> new Strike(fault, positions[fault.node()]))
                .toList();
        outbox.put(ready, new Ready(swapped, going));
        requested = false;
        swapped = 0;
    }

    private Optional<Fault> longest(int node) {
        return active.stream()
                .filter(fault -> fault.node() == node)
                .max(Comparator.comparingLong(fault -> fault.start() + fault.lasts()));
    }

    private void swap(int position, int spare) {
        outbox.put(events, new Happening("swap", spare, "node", "position %d".formatted(position)));
        nodes[position] = spare;
        places[spare] = Place.JOB;
        positions[spare] = position;
        swapped++;
    }

    private void repair(Fault fault) {
        int node = fault.node();
        places[node] = Place.REPAIR;
        positions[node] = Fault.JOB;
        broken[node] = false;
        end(node);
        due.add(new Due(Math.max(now(), fault.start() + fault.lasts()), node, null));
    }

    /// A fault beside the job lasts until its node is repaired, as nobody else can take the node out of its way.
    private void repairBeside(Fault fault) {
        repair(fault);
        active.add(fault);
    }

    private void end(int node) {
        List<Fault> gone = active.stream().filter(fault -> fault.node() == node).toList();
        active.removeAll(gone);
        gone.forEach(this::ended);
    }

    private void repaired(int node) {
        end(node);
        outbox.put(repaired, node);
        places[node] = node < own ? Place.SPARE : Place.TENANT;
        outbox.put(events, new Happening("repaired", node, "node", ""));
        if (places[node] == Place.SPARE) {
            spares.add(node);
        }
        fill();
    }
}
