package throughline.fab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import throughline.devs.Atomic;
import throughline.devs.Out;
import throughline.random.Stream;

/// Releases lots into the fab: one port for each station where a route begins. Where places there are limited, released
/// lots wait outside until they have one.
public final class Starter extends Atomic {
    final Out<Lot> released = out("released", Lot.class);
    final Machine.Desk<Claim> places =
            new Machine.Desk<>(out("placeAsk", Claim.class), out("placeOver", Claim.class), in("place", Claim.class));

    private final Map<String, Out<Lot>> to = new TreeMap<>();
    private final Iterator<Release.Start> starts;
    private final Set<String> limited;
    private final List<Lot> due = new ArrayList<>();
    private final List<Lot> outside = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Lot> entering = new ArrayList<>();
    private Release.Start next;
    private int made;

    /// @param stations where routes begin
    /// @param limited  stations in front of which places are limited
    Starter(String name, Release release, Collection<String> stations, Set<String> limited, Stream stream) {
        super(name);
        this.limited = limited;
        for (String station : stations) {
            to.computeIfAbsent(station, s -> out("to" + s, Lot.class));
        }
        starts = release.starts(stream);
        prepare();
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
        due.clear();
        Release.Start first = next != null ? next : starts.hasNext() ? starts.next() : null;
        next = null;
        while (first != null) {
            if (!due.isEmpty() && first.tick() != due.getFirst().released()) {
                next = first;
                return;
            }
            due.add(new Lot(made++, first.product(), first.tick()));
            first = starts.hasNext() ? starts.next() : null;
        }
    }

    private boolean announces() {
        return !claims.isEmpty() || !entering.isEmpty();
    }

    @Override
    protected long timeAdvance() {
        return announces() ? 0 : due.isEmpty() ? NEVER : due.getFirst().released() - now();
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
            if (!limited.contains(lot.step().station())) {
                enter(lot);
            }
        }
    }

    private void enter(Lot lot) {
        to.get(lot.step().station()).send(lot);
    }

    @Override
    protected void internalTransition() {
        if (announces()) {
            claims.clear();
            entering.clear();
            return;
        }
        for (Lot lot : due) {
            if (limited.contains(lot.step().station())) {
                outside.add(lot);
                claims.add(new Claim(name(), List.of(lot), List.of(lot.step())));
            }
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
    }
}
