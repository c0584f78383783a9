package throughline.fab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import throughline.devs.Atomic;
import throughline.devs.Out;
import throughline.random.Stream;

/// Releases lots into the fab: one port for each station where a route begins.
public final class Starter extends Atomic {
    private final Map<String, Out<Lot>> to = new TreeMap<>();
    private final Iterator<Release.Start> starts;
    private final List<Lot> due = new ArrayList<>();
    private Release.Start next;
    private int released;

    /// @param stations where routes begin
    Starter(String name, Release release, Collection<String> stations, Stream stream) {
        super(name);
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
            due.add(new Lot(released++, first.product(), first.tick()));
            first = starts.hasNext() ? starts.next() : null;
        }
    }

    @Override
    protected long timeAdvance() {
        return due.isEmpty() ? NEVER : due.getFirst().released() - now();
    }

    @Override
    protected void output() {
        for (Lot lot : due) {
            to.get(lot.step().station()).send(lot);
        }
    }

    @Override
    protected void internalTransition() {
        prepare();
    }
}
