package throughline.fab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.random.Streams;

/// A fab as a Parallel DEVS model: one [Stage] a station, coupled as the routes lead, with feedback where they return,
/// inside an experimental frame of [Starter] and [Transducer]; and what the stations share, where the fab has it: the
/// [Transporter], the people of each [OperatorPool], and the [PlaceKeeper].
public final class FabModel extends Coupled {
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Starter starter;
    private final Transducer transducer;
    private final Transporter transporter;
    private final Optional<PlaceKeeper> places;
    private final List<Step> first;
    private final List<Machine> machines;
    private final Optional<OperatorPool> operators;
    private final Optional<OperatorPool> technicians;

    /// @param fab     what to build
    /// @param streams of the run; each component draws from the stream of its own name
    public FabModel(Fab fab, Streams streams) {
        super(fab.name());
        Map<String, Set<String>> next = ways(fab);
        List<String> names = fab.stations().stream().map(Station::name).toList();
        SetupTable setups = new SetupTable(fab.setups(), fab.products());
        starter = add(new Starter(
                "starter",
                fab,
                setups,
                entries(fab),
                fab.limited().stream().map(Station::name).collect(Collectors.toSet()),
                streams));
        transducer = add(new Transducer("transducer"));
        transporter =
                fab.transport().vehicles() == 0 ? null : add(new Transporter("transporter", fab.transport(), names));
        for (Station station : fab.stations()) {
            Set<String> destinations = next.getOrDefault(station.name(), Set.of());
            stages.put(
                    station.name(),
                    add(new Stage(station, fab, setups, names, destinations, streams.below(station.name()))));
        }
        machines = stages.values().stream()
                .flatMap(stage -> stage.machines().stream())
                .toList();
        couple(starter.released, transducer.started);
        couple(starter.finished, transducer.finished);
        starter.exits().forEach((station, exit) -> coupleWay(exit, station));
        stages.values().forEach(this::coupleStage);
        if (transporter != null) {
            transporter.exits().forEach((station, exit) -> couple(exit, stages.get(station).arriving));
            couple(transporter.finished, transducer.finished);
        }
        if (fab.release() instanceof Release.Conwip) {
            closeLoop();
        }
        places = keepPlaces(fab);
        first = fab.products().stream().map(p -> p.route().steps().getFirst()).toList();
        operators = staff("operators", fab.operators(), stage -> stage.operators);
        technicians = staff("technicians", fab.technicians(), stage -> stage.technicians);
    }

    /// Tells the starter of each lot that leaves.
    private void closeLoop() {
        for (Stage stage : stages.values()) {
            couple(stage.scrapped, starter.left);
            if (carrier().isEmpty()) {
                couple(stage.finished, starter.left);
            }
        }
        if (transporter != null) {
            couple(transporter.finished, starter.left);
        }
    }

    private Optional<OperatorPool> staff(String name, Crew crew, Function<Stage, Map<String, Desk<Job>>> served) {
        Map<String, Desk<Job>> desks = new TreeMap<>();
        stages.values().forEach(stage -> desks.putAll(served.apply(stage)));
        if (desks.isEmpty()) {
            return Optional.empty();
        }
        OperatorPool pool = add(new OperatorPool(name, crew, desks.keySet()));
        desks.forEach((machine, desk) -> {
            couple(desk.ask(), pool.asks);
            couple(desk.over(), pool.overs);
            couple(pool.grants().get(machine), desk.granted());
        });
        return Optional.of(pool);
    }

    private Optional<PlaceKeeper> keepPlaces(Fab fab) {
        if (fab.limited().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Desk<Claim>> desks = new TreeMap<>();
        desks.put(starter.name(), starter.places);
        stages.values().forEach(stage -> desks.putAll(stage.places));
        PlaceKeeper keeper = add(new PlaceKeeper("places", fab.limited(), desks.keySet()));
        desks.forEach((holder, desk) -> {
            couple(desk.ask(), keeper.asks);
            couple(desk.over(), keeper.overs);
            couple(keeper.grants().get(holder), desk.granted());
        });
        return Optional.of(keeper);
    }

    /// The stations where lots come into the run.
    private static Set<String> entries(Fab fab) {
        Set<String> entries = new TreeSet<>();
        fab.products().forEach(product -> addStations(product.route(), 0, entries));
        fab.inProgress().forEach(lot -> addStations(lot.order().product().route(), lot.position(), entries));
        return entries;
    }

    /// Adds the stations where a lot may be next when the steps before a position are behind it.
    private static void addStations(Route route, int position, Set<String> stations) {
        List<Step> steps = route.steps();
        for (int i = position; i < steps.size(); i++) {
            stations.add(steps.get(i).station());
            if (steps.get(i).share() == 1) {
                return;
            }
        }
    }

    /// The other stations that routes lead to, by station.
    private static Map<String, Set<String>> ways(Fab fab) {
        Map<String, Set<String>> next = new TreeMap<>();
        for (Product product : fab.products()) {
            Route route = product.route();
            for (int i = 0; i < route.steps().size(); i++) {
                Step step = route.steps().get(i);
                Set<String> to = next.computeIfAbsent(step.station(), s -> new TreeSet<>());
                addStations(route, i + 1, to);
                if (step.rework().isPresent()) {
                    addStations(route, route.last(step.rework().get().to(), i + 1), to);
                }
            }
        }
        next.forEach((from, to) -> to.remove(from));
        return next;
    }

    private void coupleStage(Stage stage) {
        couple(stage.finished, carrier().orElse(transducer.finished));
        couple(stage.scrapped, transducer.scrapped);
        stage.exits().forEach((station, exit) -> coupleWay(exit, station));
    }

    private void coupleWay(Out<Lot> exit, String station) {
        couple(exit, carrier().orElse(stages.get(station).arriving));
    }

    /// Where lots are handed over to be carried.
    private Optional<In<Lot>> carrier() {
        return transporter == null ? Optional.empty() : Optional.of(transporter.handed);
    }

    /// Lots that are released and wait for a place in the fab.
    public int outside() {
        return starter.outside();
    }

    /// Lots that wait for a vehicle or are on one.
    public int carried() {
        int carried = transporter == null ? 0 : transporter.lots();
        for (Stage stage : stages.values()) {
            carried += stage.buffer().onTheirWay();
        }
        return carried;
    }

    /// The stage of a station.
    ///
    /// @throws IllegalArgumentException naming the stations, when there is none of that name
    public Stage stage(String station) {
        Stage stage = stages.get(station);
        if (stage == null) {
            throw new IllegalArgumentException(
                    "%s has no station [%s]; it has %s".formatted(name(), station, stages.keySet()));
        }
        return stage;
    }

    /// All stages, in the order of the stations.
    Collection<Stage> stages() {
        return stages.values();
    }

    /// All machines, station by station.
    public List<Machine> machines() {
        return machines;
    }

    /// The operators at work, where the fab has them.
    public Optional<OperatorPool> operators() {
        return operators;
    }

    /// The technicians at work, where the fab has them.
    public Optional<OperatorPool> technicians() {
        return technicians;
    }

    /// What measures it.
    public Transducer transducer() {
        return transducer;
    }

    /// Whether only calendars are pending: nothing more will be released, no machine holds a lot, none is carried, and
    /// what waits can never be started. Asked between two instants.
    public boolean quiet() {
        if (!starter.done()
                || outside() > 0
                || carried() > 0
                || machines.stream().anyMatch(Machine::holdsLots)) {
            return false;
        }
        for (Stage stage : stages.values()) {
            for (int tool = 0; tool < stage.machines().size(); tool++) {
                if (stage.buffer().startable(tool)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Holders of lots that block each other for ever, in a circle: a holder, the station where it lacks a place, a
    /// holder there, and so on back to the first, which is named again at the end. A station whose tools are free
    /// but lack lots to share a batch with, which cannot come in, blocks itself: the circle then has one holder.
    /// A tool whose breakdowns scrap what it holds blocks nobody for ever: the next one frees it, and the jam
    /// dissolves. Asked between two instants.
    ///
    /// @return names of machines (or of the starter) and of stations in turn; empty when there is no deadlock
    public List<String> deadlock() {
        if (places.isEmpty() || !places.get().holdsUp()) {
            return List.of();
        }
        Map<String, String> dead = new LinkedHashMap<>();
        for (Machine machine : machines) {
            if (machine.phase() == Machine.Phase.BLOCKED && !machine.mayScrap()) {
                places.get().stopped(machine.fullName()).ifPresent(at -> dead.put(machine.fullName(), at));
            }
        }
        places.get().stopped(starter.name()).ifPresent(at -> dead.put(starter.name(), at));
        boolean fewer = true;
        while (fewer) {
            Set<String> alive = new TreeSet<>();
            dead.forEach((holder, station) -> {
                if (mayFree(stages.get(station), dead.keySet())) {
                    alive.add(holder);
                }
            });
            fewer = dead.keySet().removeAll(alive);
        }
        return dead.isEmpty() ? List.of() : circle(dead);
    }

    /// Whether a tool of the station may take lots again, as far as it is not one of the dead.
    private boolean mayFree(Stage stage, Set<String> dead) {
        for (int tool = 0; tool < stage.machines().size(); tool++) {
            Machine machine = stage.machines().get(tool);
            if (!dead.contains(machine.fullName())
                    && (machine.holdsLots() || stage.buffer().startable(tool) || moves(dead))) {
                return true;
            }
        }
        return false;
    }

    /// Whether some lot may still arrive anywhere.
    private boolean moves(Set<String> dead) {
        return carried() > 0
                || machines.stream().anyMatch(m -> m.holdsLots() && !dead.contains(m.fullName()))
                || !starter.done() && first.stream().anyMatch(places.get()::admits);
    }

    /// Follows the holders from any of the dead until one comes again.
    private List<String> circle(Map<String, String> dead) {
        List<String> holders = new ArrayList<>();
        String next = dead.keySet().iterator().next();
        while (!holders.contains(next)) {
            holders.add(next);
            String here = next;
            next = stages.get(dead.get(here)).machines().stream()
                    .map(Machine::fullName)
                    .filter(dead::containsKey)
                    .findFirst()
                    .orElse(here);
        }
        List<String> circle = new ArrayList<>();
        for (String holder : holders.subList(holders.indexOf(next), holders.size())) {
            circle.add(shortName(holder));
            circle.add(dead.get(holder));
        }
        circle.add(shortName(next));
        return circle;
    }

    private String shortName(String holder) {
        return machines.stream()
                .filter(machine -> machine.fullName().equals(holder))
                .map(Machine::name)
                .findFirst()
                .orElse(starter.name());
    }
}
