package throughline.fab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// The vehicles at work. The lot that has waited longest is fetched next, by the free vehicle that is nearest to it,
/// together with others that wait there for the same way while the vehicle has room. The way to where a lot waits
/// counts like any other. Of what is handed over at one instant, the lot released first goes first.
public final class Transporter extends Atomic {
    private static final Tick TICK = Tick.MILLISECOND;
    private static final Comparator<Waiting> ORDER = Comparator.comparingLong(Waiting::since)
            .thenComparingInt(waiting -> waiting.lot().number());

    final In<Lot> handed = in("handed", Lot.class);
    final Out<Lot> finished = out("finished", Lot.class);

    private record Waiting(Lot lot, String from, long since) {
        String to() {
            return lot.finished() ? Transport.OUT : lot.step().station();
        }

        boolean sameWay(Waiting other) {
            return from().equals(other.from()) && to().equals(other.to());
        }
    }

    private static final class Vehicle {
        private final List<Lot> cargo = new ArrayList<>();
        private String place = Transport.SOURCE;
        private long ends = NEVER;
    }

    private final Transport transport;
    private final List<String> stations;
    private final Map<String, Out<Lot>> to = new TreeMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Vehicle> vehicles = new ArrayList<>();

    /// @param stations that lots are brought to
    Transporter(String name, Transport transport, List<String> stations) {
        super(name);
        this.stations = stations;
        this.transport = transport;
        stations.forEach(station -> to.put(station, out("to" + station, Lot.class)));
        for (int i = 0; i < transport.vehicles(); i++) {
            vehicles.add(new Vehicle());
        }
    }

    Map<String, Out<Lot>> exits() {
        return to;
    }

    /// Lots that wait for a vehicle or are on one.
    public int lots() {
        return waiting.size()
                + vehicles.stream().mapToInt(vehicle -> vehicle.cargo.size()).sum();
    }

    private long next() {
        long next = NEVER;
        for (Vehicle vehicle : vehicles) {
            next = Math.min(next, vehicle.ends);
        }
        return next;
    }

    @Override
    protected long timeAdvance() {
        long next = next();
        return next == NEVER ? NEVER : next - now();
    }

    @Override
    protected void output() {
        for (Vehicle vehicle : vehicles) {
            if (vehicle.ends == now()) {
                for (Lot lot : vehicle.cargo) {
                    (lot.finished() ? finished : to.get(lot.step().station())).send(lot);
                }
            }
        }
    }

    @Override
    protected void internalTransition() {
        for (Vehicle vehicle : vehicles) {
            if (vehicle.ends == now()) {
                vehicle.cargo.clear();
                vehicle.ends = NEVER;
            }
        }
        send();
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Lot lot : handed) {
            String from = lot.cameFrom() < 0 ? Transport.SOURCE : stations.get(lot.cameFrom());
            waiting.add(new Waiting(lot, from, now()));
        }
        waiting.sort(ORDER);
        send();
    }

    private void send() {
        while (!waiting.isEmpty()) {
            Waiting first = waiting.getFirst();
            Vehicle nearest = null;
            for (Vehicle vehicle : vehicles) {
                if (vehicle.ends == NEVER && (nearest == null || minutes(vehicle, first) < minutes(nearest, first))) {
                    nearest = vehicle;
                }
            }
            if (nearest == null) {
                return;
            }
            fetch(nearest, first);
        }
    }

    private double minutes(Vehicle vehicle, Waiting lot) {
        return transport.travel().minutes(vehicle.place, lot.from());
    }

    private void fetch(Vehicle vehicle, Waiting first) {
        for (Iterator<Waiting> all = waiting.iterator();
                all.hasNext() && vehicle.cargo.size() < transport.capacity(); ) {
            Waiting next = all.next();
            if (next.sameWay(first)) {
                vehicle.cargo.add(next.lot());
                all.remove();
            }
        }
        double minutes = minutes(vehicle, first)
                + transport.travel().minutes(first.from(), first.to())
                + vehicle.cargo.size() * (transport.loadMinutes() + transport.unloadMinutes());
        vehicle.place = first.to();
        vehicle.ends = now() + TICK.minutes(minutes);
    }
}
