package throughline.fab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;
import throughline.random.Stream;
import throughline.random.Streams;

/// Releases lots into the fab: one port for each station where a route begins. Where places there are limited, released
/// lots wait outside until they have one.
public final class Starter extends Atomic {
    private static final Tick TICK = Tick.MILLISECOND;
    private static final long TICKS_A_MINUTE = TICK.minutes(1);

    final Out<Lot> released = out("released", Lot.class);
    final Out<Lot> finished = out("finished", Lot.class);
    final In<Lot> left = in("left", Lot.class);
    final Desk<Claim> places =
            new Desk<>(out("placeAsk", Claim.class), out("placeOver", Claim.class), in("place", Claim.class));

    private final Map<String, Out<Lot>> to = new TreeMap<>();
    private final Iterator<Release.Start> starts;
    private final Set<String> limited;
    private final List<Lot> due = new ArrayList<>();
    private final List<Lot> outside = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Lot> entering = new ArrayList<>();
    private final Deque<InProgress> inProgress;
    private Release.Start next;
    /// Whether a lot is released when another one leaves.
    private final boolean closed;

    private final Streams streams;
    private final List<String> names;
    private final SetupTable setups;
    private final Map<Product, Itinerary> ways = new IdentityHashMap<>();
    private int made;

    /// @param stations where lots enter
    /// @param limited  stations in front of which places are limited
    Starter(
            String name,
            Fab fab,
            SetupTable setups,
            Collection<String> stations,
            Set<String> limited,
            Streams streams) {
        super(name);
        this.setups = setups;
        this.limited = limited;
        this.streams = streams.below("lots");
        for (String station : stations) {
            to.computeIfAbsent(station, s -> out("to" + s, Lot.class));
        }
        names = fab.stations().stream().map(Station::name).toList();
        starts = fab.release().starts(streams.named(name));
        inProgress = new ArrayDeque<>(fab.inProgress().stream()
                .sorted(Comparator.comparingDouble(InProgress::entersMinutes))
                .toList());
        closed = fab.release() instanceof Release.Conwip;
        prepare();
        if (fab.release() instanceof Release.Conwip conwip) {
            replace(conwip.lots() - due.size());
        }
    }

    /// Releases lots in the place of those that have left.
    private void replace(int lots) {
        for (int i = 0; i < lots && starts.hasNext(); i++) {
            due.add(lot(starts.next().order(), 0, now()));
        }
    }

    private Lot lot(Order order, int position, long released) {
        Itinerary way = ways.computeIfAbsent(order.product(), product -> new Itinerary(product, names, setups));
        Stream own = way.random ? streams.named(String.valueOf(made)) : null;
        Lot lot = new Lot(made++, order, way, position, released, own);
        lot.skip();
        return lot;
    }

    Map<String, Out<Lot>> exits() {
        return to;
    }

    /// Whether nothing more will be released.
    boolean done() {
        return due.isEmpty();
    }

    /// Lots that are released and wait for a place.
    public int outside() {
        return outside.size();
    }

    /// Takes together what is released at one instant.
    private void prepare() {
        if (next == null && !closed && starts.hasNext()) {
            next = starts.next();
        }
        long waiting = inProgress.isEmpty() ? NEVER : enters(inProgress.getFirst());
        long time = next == null ? waiting : Math.min(next.tick(), waiting);
        while (!inProgress.isEmpty() && enters(inProgress.getFirst()) == time) {
            InProgress lot = inProgress.removeFirst();
            long released = Math.round(lot.releasedMinutes() * TICKS_A_MINUTE);
            due.add(lot(lot.order(), lot.position(), lot.releasedMinutes() > 0 ? time : released));
        }
        while (next != null && next.tick() == time) {
            due.add(lot(next.order(), 0, time));
            next = starts.hasNext() ? starts.next() : null;
        }
    }

    private static long enters(InProgress lot) {
        return TICK.minutes(lot.entersMinutes());
    }

    /// When a lot comes into the run.
    private static long time(Lot lot) {
        return Math.max(0, lot.released());
    }

    private boolean announces() {
        return !claims.isEmpty() || !entering.isEmpty();
    }

    @Override
    protected long timeAdvance() {
        return announces() ? 0 : due.isEmpty() ? NEVER : time(due.getFirst()) - now();
    }

    @Override
    protected void output() {
        if (announces()) {
            claims.forEach(places.ask()::send);
            entering.forEach(this::enter);
            return;
        }
        for (Lot lot : due) {
            released.send(lot);
            if (!waitsOutside(lot)) {
                enter(lot);
            }
        }
    }

    private boolean waitsOutside(Lot lot) {
        return !lot.finished() && limited.contains(lot.step().station());
    }

    private void enter(Lot lot) {
        (lot.finished() ? finished : to.get(lot.step().station())).send(lot);
    }

    @Override
    protected void internalTransition() {
        if (announces()) {
            claims.clear();
            entering.clear();
            return;
        }
        for (Lot lot : due) {
            if (waitsOutside(lot)) {
                outside.add(lot);
                claims.add(new Claim(name(), List.of(lot), List.of(lot.step())));
            }
        }
        int gone = (int) due.stream().filter(Lot::finished).count();
        due.clear();
        if (closed) {
            replace(gone);
        }
        prepare();
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Claim granted : places.granted()) {
            Lot lot = granted.lots().getFirst();
            lot.spend(Spent.BLOCKED, now());
            outside.remove(lot);
            entering.add(lot);
        }
        entering.sort(Comparator.comparingInt(Lot::number));
        if (closed) {
            replace(left.size());
        }
    }
}
