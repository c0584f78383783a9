package throughline.fab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// Grants the places in front of stations that have a limit. A lot has its place from the grant, before it sets out,
/// until a tool takes it.
///
/// A claim is granted whole, in the order of asking; of claims at one instant, by the first lot's number. When one has
/// to wait for a station, later ones get there only what is kept for their own steps, so that nobody waits for
/// ever.
public final class PlaceKeeper extends Atomic {
    final In<Claim> asks = in("asks", Claim.class);
    final In<Claim> overs = in("overs", Claim.class);

    private final Map<String, Places.Taken> stations = new TreeMap<>();
    private final Map<String, Out<Claim>> grants = new TreeMap<>();
    private final List<Claim> line = new ArrayList<>();
    private final Map<Claim, String> stoppedAt = new IdentityHashMap<>();
    private final List<Claim> granted = new ArrayList<>();

    /// @param stations with a limit
    /// @param holders  who may ask
    PlaceKeeper(String name, Collection<Station> stations, Collection<String> holders) {
        super(name);
        stations.forEach(s -> this.stations.put(s.name(), new Places.Taken(s.places())));
        holders.forEach(holder -> grants.put(holder, out("granted" + holder, Claim.class)));
    }

    Map<String, Out<Claim>> grants() {
        return grants;
    }

    /// Whether anybody waits for a place.
    boolean holdsUp() {
        return !line.isEmpty();
    }

    /// The station whose lack of places keeps a holder waiting.
    Optional<String> stopped(String holder) {
        return line.stream()
                .filter(claim -> claim.holder().equals(holder))
                .map(stoppedAt::get)
                .findFirst();
    }

    /// Whether a lot could be granted a place for a step now.
    boolean admits(Step step) {
        Places.Taken there = stations.get(step.station());
        return there == null || there.admits(step.name(), stoppedAt.containsValue(step.station()));
    }

    @Override
    protected long timeAdvance() {
        return granted.isEmpty() ? NEVER : 0;
    }

    @Override
    protected void output() {
        granted.forEach(claim -> grants.get(claim.holder()).send(claim));
    }

    @Override
    protected void internalTransition() {
        granted.clear();
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Claim over : overs) {
            if (line.remove(over)) {
                stoppedAt.remove(over);
            } else {
                over.steps().forEach(step -> stations.get(step.station()).add(step.name(), -1));
            }
        }
        List<Claim> asked = new ArrayList<>();
        asks.forEach(asked::add);
        asked.sort(Comparator.comparingInt(claim -> claim.lots().getFirst().number()));
        line.addAll(asked);
        grant();
    }

    private void grant() {
        stoppedAt.clear();
        Set<String> waitedFor = new HashSet<>();
        line.removeIf(claim -> {
            Optional<String> full = take(claim, waitedFor);
            full.ifPresent(station -> {
                stoppedAt.put(claim, station);
                waitedFor.add(station);
            });
            if (full.isEmpty()) {
                granted.add(claim);
            }
            return full.isEmpty();
        });
    }

    /// Takes all places of a claim, or none.
    ///
    /// @return the station where one is lacking
    private Optional<String> take(Claim claim, Set<String> waitedFor) {
        for (int i = 0; i < claim.steps().size(); i++) {
            Step step = claim.steps().get(i);
            Places.Taken there = stations.get(step.station());
            if (!there.admits(step.name(), waitedFor.contains(step.station()))) {
                for (Step taken : claim.steps().subList(0, i)) {
                    stations.get(taken.station()).add(taken.name(), -1);
                }
                return Optional.of(step.station());
            }
            there.add(step.name(), 1);
        }
        return Optional.empty();
    }
}
